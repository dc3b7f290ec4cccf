"""Which kinds of bundle there are, and who can tell whether one is good. A table; a new kind is a line here.

A bundle's name is its kind, or its kind and more after a dash: `survey`, `playlist-summer`, `survey-window-5`.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import nearest
from broker.contracts.mistakes.wrong import Told, wrong

# kind -> "module:function" that raises ConfigError with every mistake of an unpacked bundle; "": anything is good
KINDS = {
    "catalogue": "kiosk.info.catalogue.kept:check",
    "layout": "display.board.layouts.bundle:check",
    "news": "kiosk.info.news.bundle:check",
    "phrases": "broker.content.phrase_areas:check",
    "playlist": "broker.contracts.playlists:check",
    "survey": "broker.contracts.surveys.checking:check",
}
# The checks that are told the hall, too, by who knows it: what they look at speaks of its zones.
OF_THE_HALL = frozenset({"layout"})

_NAME = re.compile(r"[a-z0-9-]{1,40}")


def is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def kind_of(name: str) -> str:
    """The kind of a bundle by its name. ConfigError when it is no name, or of no kind."""
    if not is_name(name):
        raise ConfigError([Told(f"{name}: ", wrong("bundle.name"))])
    kind = name.split("-", 1)[0]
    if kind not in KINDS:
        raise ConfigError([Told(f"{name}: ", wrong("bundle.kind", kind=kind, near=nearest(kind, KINDS)))])
    return kind


def checked(name: str, unpacked: Path, hall: HallFile | None = None) -> None:
    """ConfigError with every mistake of the bundle `name`, unpacked. `hall`: whose it is, if that is known."""
    kind = kind_of(name)
    if KINDS[kind]:
        module, _, function = KINDS[kind].partition(":")
        check = getattr(import_module(module), function)
        check(unpacked, hall) if kind in OF_THE_HALL else check(unpacked)
