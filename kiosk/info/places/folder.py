"""The map beside a catalogue: map.toml. There may be none."""

from __future__ import annotations

from pathlib import Path

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import read
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.os_words import reason
from broker.contracts.mistakes.wrong import Told, wrong
from kiosk.info.places.check import parse
from kiosk.info.places.shape import HallMap

FILE = "map.toml"


def load(folder: Path, hall: HallFile | None = None) -> HallMap | None:
    """The map in `folder`, or None. ConfigError with every mistake."""
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        text = read(file)
    except OSError as error:
        raise ConfigError([Told(f"{file}: ", wrong("file.unreadable", why=reason(error)))]) from None
    return parse(text, str(file), hall)
