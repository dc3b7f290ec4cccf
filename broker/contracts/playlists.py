"""A playlist: the slides that a tablet shows while nobody is there, and a board beside its calls, in `playlist.toml` of a bundle, and their mistakes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from broker.contracts.errors import ConfigError
from broker.contracts.hall_places import Places
from broker.contracts.mistakes.toml_words import in_words
from broker.contracts.mistakes.words import said
from broker.contracts.mistakes.wrong import Told, Wrong, wrong

FILE = "playlist.toml"
PICTURE_SECONDS, VIDEO_SECONDS = 20.0, 300.0
MOST_SLIDES = 100
_SHORTEST, _LONGEST = 3, 3600
_KEYS = ("file", "hours", "seconds", "volume")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]|24):([0-5]\d)")
_LARGEST_PICTURE = 8 * 1024 * 1024
_DAY = 86400.0  # seconds
# ending -> kind, and how such a file begins, from which byte
_KINDS: dict[str, tuple[Literal["picture", "video"], int, bytes]] = {
    ".png": ("picture", 0, b"\x89PNG"),
    ".jpg": ("picture", 0, b"\xff\xd8\xff"),
    ".jpeg": ("picture", 0, b"\xff\xd8\xff"),
    ".mp4": ("video", 4, b"ftyp"),
    ".mov": ("video", 4, b"ftyp"),
    ".webm": ("video", 0, b"\x1a\x45\xdf\xa3"),
    ".mkv": ("video", 0, b"\x1a\x45\xdf\xa3"),
}

Mistake = tuple[tuple[str | int, ...], Wrong]


@dataclass(frozen=True, slots=True)
class Slide:
    """A picture or a video, by its path. `seconds`: how long a picture stands, or a video may last; `volume` 0: mute."""

    file: str
    kind: Literal["picture", "video"]
    seconds: float
    volume: float = 0.0
    begin: time | None = None
    end: time | None = None

    def shown_at(self, now: time) -> bool:
        """Whether it is one of this hour; over midnight too."""
        if self.begin is None or self.end is None or self.begin == self.end:
            return True
        if self.begin < self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end


def shown_at(slides: tuple[Slide, ...], now: time) -> tuple[Slide, ...]:
    """The slides of this hour."""
    return tuple(slide for slide in slides if slide.shown_at(now))


def next_change(slides: tuple[Slide, ...], now: time) -> float | None:
    """Seconds until a slide's hours begin or end; None: all have all hours."""
    moments = {moment for slide in slides for moment in (slide.begin, slide.end) if moment is not None}
    waits = [(_seconds(moment) - _seconds(now)) % _DAY or _DAY for moment in moments]
    return min(waits, default=None)


def check(unpacked: Path) -> None:
    """ConfigError with every mistake of the playlist in an unpacked bundle."""
    load(unpacked)


def load(folder: Path) -> tuple[Slide, ...]:
    """The slides of a bundle, unpacked in `folder`. ConfigError with every mistake."""
    try:
        text = (folder / FILE).read_bytes().decode("utf-8-sig")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        raise ConfigError([Told(f"{FILE}: ", wrong("file.missing"))]) from None
    except UnicodeDecodeError:
        raise ConfigError([Told(f"{FILE}:1: ", wrong("file.no-text"))]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([Told(f"{FILE}: ", wrong("toml.all", what=in_words(str(error))))]) from None
    found = list(_mistakes(raw, folder))
    if found:
        places = Places(text)
        lines = sorted(
            {(places.line(path), said(what)): what for path, what in found}.items(), key=lambda each: each[0]
        )
        raise ConfigError([Told(f"{FILE}:{line}: ", what) for (line, _), what in lines])
    return tuple(_slide(each, folder) for each in raw["slide"])


def _mistakes(raw: Mapping[str, Any], folder: Path) -> Iterator[Mistake]:
    for key in raw:
        if key != "slide":
            yield (key,), wrong("playlist.unknown", key=key)
    slides = raw.get("slide")
    if (
        not isinstance(slides, list)
        or not 1 <= len(slides) <= MOST_SLIDES
        or not all(isinstance(s, dict) for s in slides)
    ):
        yield (), wrong("playlist.count", most=MOST_SLIDES)
        return
    for place, slide in enumerate(slides):
        for key, value in slide.items():
            if key not in _KEYS:
                close = get_close_matches(key, _KEYS, 1)
                hint = wrong("near.meant", near=close[0]) if close else wrong("near.all", known=", ".join(_KEYS))
                yield ("slide", place, key), wrong("slide.unknown", key=key, hint=hint)
            elif what := _wrong(key, value, folder):
                yield ("slide", place, key), wrong("slide.wrong", what=what)
        if "file" not in slide:
            yield ("slide", place), wrong("slide.no-file")


def _wrong(key: str, value: Any, folder: Path) -> Wrong | None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    match key:
        case "file":
            return _wrong_file(value, folder)
        case "hours" if not isinstance(value, str) or not _HOURS.fullmatch(value) or value[6:] > "24:00":
            return wrong("slide.hours", value=repr(value))
        case "seconds" if not number or not _SHORTEST <= value <= _LONGEST:
            return wrong("slide.seconds", least=_SHORTEST, most=_LONGEST)
        case "volume" if not number or not 0 <= value <= 1:
            return wrong("slide.volume")
    return None


def _wrong_file(value: Any, folder: Path) -> Wrong | None:
    if not isinstance(value, str) or not value or value.startswith("/") or ".." in Path(value).parts:
        return wrong("slide.foreign", value=repr(value))
    path = folder / value
    if not path.is_file():
        names = [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()]
        close = get_close_matches(value, names, 1)
        return wrong("slide.no-such", value=value, hint=wrong("near.or", near=close[0]) if close else "")
    if path.suffix.lower() not in _KINDS:
        return wrong("slide.kind", value=value, known=", ".join(_KINDS))
    kind, at, begins = _KINDS[path.suffix.lower()]
    with path.open("rb") as file:
        if file.read(16)[at : at + len(begins)] != begins:
            return wrong("slide.not-so", value=value, kind=path.suffix[1:])
    if kind == "picture" and path.stat().st_size > _LARGEST_PICTURE:
        return wrong("slide.large", value=value, most=_LARGEST_PICTURE // 1024 // 1024)
    return None


def _slide(raw: Mapping[str, Any], folder: Path) -> Slide:
    path = folder / raw["file"]
    kind = _KINDS[path.suffix.lower()][0]
    begin, end = (_clock(word) for word in raw["hours"].split("-")) if "hours" in raw else (None, None)
    usual = PICTURE_SECONDS if kind == "picture" else VIDEO_SECONDS
    return Slide(str(path), kind, float(raw.get("seconds", usual)), float(raw.get("volume", 0.0)), begin, end)


def _seconds(moment: time) -> float:
    return moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6


def _clock(word: str) -> time:
    return time.min if word == "24:00" else time.fromisoformat(word)
