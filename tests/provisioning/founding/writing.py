"""Writes on the partition that is named; run in a mount namespace of its own."""

import os
import sys
from pathlib import Path

from provisioning.kit.card import change

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    change(folder, (folder / "x").touch)
    told = "written" if (folder / "x").exists() else "lost"
    again = "read only again" if os.statvfs(folder).f_flag & os.ST_RDONLY else "open"
    sys.stdout.write(f"{told}, {again}\n")
