"""A layout that the hall gives to its boards: `layout.toml` in a bundle `layout`, or `layout-…` for some of them."""

from __future__ import annotations

from pathlib import Path

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import read
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.wrong import Told, wrong
from display.board.layouts.load import parse
from display.board.layouts.shape import Layout

KIND = "layout"
FILE = "layout.toml"


def is_bundle(name: str) -> bool:
    """Whether a board's setting means a bundle, and neither a shipped layout nor a file."""
    return name == KIND or (name.startswith(f"{KIND}-") and not Path(name).suffix)


def load(unpacked: Path, hall: HallFile | None = None) -> Layout:
    """The layout in an unpacked bundle. ConfigError with every mistake. `hall`: whose zones it may name."""
    try:
        text = read(unpacked / FILE)
    except OSError:
        raise ConfigError([Told(f"{FILE}: ", wrong("file.missing"))]) from None
    return parse(text, FILE, hall)


def check(unpacked: Path, hall: HallFile | None = None) -> None:
    load(unpacked, hall)
