"""Which files of data a hall has besides the hall file, and who takes them. A table; a new kind is a row here. Pure.

What is called by a kind of content (`broker.content.kinds`) travels as a bundle: the queue-master publishes it, and
who shows it fetches it while it works.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

MOST_TEXT = 400_000  # characters that are changed in a browser
TEXTS = frozenset({".toml", ".json", ".xml", ".rss", ".atom", ".csv", ".txt", ".ics", ".md"})
PICTURES = (".png", ".jpg", ".jpeg")
FILMS = (".mp4", ".mov", ".webm", ".mkv")


class Kind(Struct, frozen=True, kw_only=True):
    """`main`: the file that is opened first, and begun where there is none. `readers`: roles that show it.

    `beside`: what may lie beside its texts, by the ending. `single`: it is one text. `alone`: a hall has one of it.
    """

    main: str
    readers: tuple[str, ...]
    beside: tuple[str, ...] = ()
    single: bool = True
    alone: bool = False


DAYS = "exceptions"  # no bundle: a file beside the hall file, which the queue-master takes as it takes that

KINDS: dict[str, Kind] = {
    DAYS: Kind(main="exceptions.ics", readers=("queue-master",), alone=True),
    "layout": Kind(main="layout.toml", readers=("board",)),
    "phrases": Kind(
        main="phrases.toml", readers=("board", "window-sign", "announcer", "dispenser", "info", "survey"), alone=True
    ),
    "survey": Kind(main="survey.json", readers=("survey",)),
    "playlist": Kind(main="playlist.toml", readers=("survey", "board"), beside=(*PICTURES, *FILMS)),
    "catalogue": Kind(main="catalogue.toml", readers=("info",), beside=(*PICTURES, ".pdf"), single=False),
}


def kind_of(name: str) -> str | None:
    """The kind of what is called `name`, as "survey-window-5"; None: there is none."""
    kind = name.partition("-")[0]
    fits = kind in KINDS and (name == kind or not KINDS[kind].alone)
    return kind if fits else None


def is_text(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in TEXTS


def may_lie_there(kind: Kind, name: str) -> bool:
    """Whether a file of this name may be put into it: a plain path of a kind of file that it can have."""
    parts = PurePosixPath(name).parts
    plain = name == "/".join(parts) and len(parts) <= 8 and len(name) <= 200  # noqa: PLR2004 - as a bundle's
    fits = is_text(name) or PurePosixPath(name).suffix.lower() in kind.beside
    return plain and fits and all(_is_plain(part) for part in parts)


def _is_plain(part: str) -> bool:
    return part.isprintable() and part == part.strip() and not part.startswith(".") and not set(part) & set('\\:*?"<>|')


def ordered(names: Mapping[str, object], kind: Kind) -> list[str]:
    """The files of a bundle as people look for them: the main one, other texts, the rest."""
    return sorted(names, key=lambda name: (name != kind.main, not is_text(name), name))
