"""A catalogue in a folder: catalogue.toml, and the pictures of samples beside it."""

from __future__ import annotations

from pathlib import Path

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import read
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.os_words import reason
from broker.contracts.mistakes.wrong import Told, wrong
from kiosk.info.catalogue.check import parse
from kiosk.info.catalogue.shape import Catalogue

FILE = "catalogue.toml"
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".pdf"})


def load(folder: Path, hall: HallFile | None = None) -> Catalogue:
    """The catalogue in `folder`. ConfigError with every mistake, also when there is none."""
    file = folder / FILE
    try:
        text = read(file)
    except OSError as error:
        raise ConfigError([Told(f"{file}: ", wrong("file.unreadable", why=reason(error)))]) from None
    return parse(text, str(file), pictures_in(folder), hall)


def pictures_in(folder: Path) -> frozenset[str]:
    """The pictures below `folder`, as the catalogue names them: "samples/application.png"."""
    return frozenset(
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.suffix.lower() in PICTURES and file.is_file()
    )
