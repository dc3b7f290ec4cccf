"""An activation in a process of its own that ends itself with kill -9 at a step of the disk, so that a test can look after it.

`python -m tests.broker.content.dying_activation FOLDER STEP`; exit code 0: it was done before that step.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from broker.bus import content_versions
from broker.bus.content_versions import Version, Versions

OLD, NEW = Version("a" * 64, "old"), Version("b" * 64, "new")


def bring(versions: Versions, version: Version) -> None:
    unpacked = versions.fresh("unpacked")
    unpacked.mkdir()
    (unpacked / "words.txt").write_text(version.version)
    versions.activate(version, unpacked)


def main(folder: Path, step: int) -> None:
    steps = count()

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*arguments: Any, **named: Any) -> Any:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **named)

        return stepped

    for owner, name in (
        (os, "fsync"),
        (os, "rename"),
        (os, "replace"),
        (Path, "rename"),
        (Path, "replace"),
        (content_versions.shutil, "rmtree"),
    ):
        setattr(owner, name, counted(getattr(owner, name)))
    bring(Versions(folder), NEW)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
