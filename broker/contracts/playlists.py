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

Mistake = tuple[tuple[str | int, ...], str]


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
        raise ConfigError([f"{FILE}: there is no such file in the bundle"]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{FILE}:1: this is not UTF-8 text"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{FILE}: {error}"]) from None
    found = list(_mistakes(raw, folder))
    if found:
        places = Places(text)
        told = sorted({(places.line(path), what) for path, what in found})
        raise ConfigError([f"{FILE}:{line}: {what}" for line, what in told])
    return tuple(_slide(each, folder) for each in raw["slide"])


def _mistakes(raw: Mapping[str, Any], folder: Path) -> Iterator[Mistake]:
    for key in raw:
        if key != "slide":
            yield (key,), f'there is no "{key}" here; a playlist has [[slide]] tables'
    slides = raw.get("slide")
    if (
        not isinstance(slides, list)
        or not 1 <= len(slides) <= MOST_SLIDES
        or not all(isinstance(s, dict) for s in slides)
    ):
        yield (), f"a playlist has 1 to {MOST_SLIDES} [[slide]] tables"
        return
    for place, slide in enumerate(slides):
        for key, value in slide.items():
            if key not in _KEYS:
                close = get_close_matches(key, _KEYS, 1)
                hint = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(_KEYS)}"
                yield ("slide", place, key), f'[[slide]]: there is no "{key}"; {hint}'
            elif what := _wrong(key, value, folder):
                yield ("slide", place, key), f"[[slide]]: {what}"
        if "file" not in slide:
            yield ("slide", place), '[[slide]]: there is no "file"'


def _wrong(key: str, value: Any, folder: Path) -> str:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    match key:
        case "file":
            return _wrong_file(value, folder)
        case "hours" if not isinstance(value, str) or not _HOURS.fullmatch(value) or value[6:] > "24:00":
            return f'"hours" is {value!r}; it is written "09:00-17:00"'
        case "seconds" if not number or not _SHORTEST <= value <= _LONGEST:
            return f'"seconds" must be from {_SHORTEST} to {_LONGEST}'
        case "volume" if not number or not 0 <= value <= 1:
            return '"volume" must be from 0 (mute) to 1'
    return ""


def _wrong_file(value: Any, folder: Path) -> str:
    if not isinstance(value, str) or not value or value.startswith("/") or ".." in Path(value).parts:
        return f'"file" is {value!r}; it must be a file of this bundle'
    path = folder / value
    if not path.is_file():
        names = [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()]
        close = get_close_matches(value, names, 1)
        return f'there is no file "{value}" in the bundle' + (f'; did you mean "{close[0]}"?' if close else "")
    if path.suffix.lower() not in _KINDS:
        return f'"{value}" is of no kind that can be shown; there are {", ".join(_KINDS)}'
    kind, at, begins = _KINDS[path.suffix.lower()]
    with path.open("rb") as file:
        if file.read(16)[at : at + len(begins)] != begins:
            return f'"{value}" is not what its name says: no {path.suffix[1:]} begins so'
    if kind == "picture" and path.stat().st_size > _LARGEST_PICTURE:
        return f'"{value}" is larger than {_LARGEST_PICTURE // 1024 // 1024} MB; make the picture smaller'
    return ""


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
