"""Kivy's data folder with a style of our own: all of Kivy's files by links, but one."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

STYLE = Path(__file__).with_name("style.kv")


def shipped() -> Path:
    """The folder that Kivy comes with. Kivy is not imported by this."""
    spec = find_spec("kivy")
    if spec is None or spec.origin is None:
        raise RuntimeError("Kivy is not installed")
    return Path(spec.origin).parent / "data"


def lay(folder: Path) -> Path:
    """Make `folder` that data folder, also when it was another Kivy's; several processes may do it at once."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in (*(each for each in shipped().iterdir() if each.name != STYLE.name), STYLE):
        link = folder / source.name
        if link.is_symlink() and link.readlink() == source:
            continue
        fresh = folder / f".{source.name}.{os.getpid()}"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(source)
        fresh.replace(link)
    return folder
