"""Writes on the partition that is named; run in a mount namespace of its own."""

import os
import sys
from pathlib import Path

from provisioning.kit.card import change

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    change(folder, (folder / "x").touch)
    read_only = os.statvfs(folder).f_flag & os.ST_RDONLY
    print("written" if (folder / "x").exists() else "lost", "read only again" if read_only else "open", sep=", ")
