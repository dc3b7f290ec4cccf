"""A hall's own phrases, which go before the shipped ones: `phrases.toml`, and every mistake in it. Pure.

A table an area ([board]), in it a phrase by its key, with words by language: `closed.title = { uk = "…", en = "…" }`. What
is not written stays as it was shipped.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import checked, tables
from broker.contracts.hall_places import Path as At
from broker.contracts.hall_places import Places
from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.mistakes.wrong import Told, Wrong, wrong
from broker.contracts.phrases import Phrases

FILE = "phrases.toml"
LONGEST = 300  # characters; the longest that is shipped has half as many
# What staff are told, with what to do about it, is not a hall's to change.
NOT_OWN = ("problem.", "remedy.")

Own = dict[str, dict[str, dict[str, str]]]
"""Area -> language -> key -> words."""


def parse(text: str, areas: Mapping[str, Phrases], name: str = FILE, *, part: bool = False) -> Own:
    """The phrases of `text` over those that are shipped, by area. ConfigError with every mistake.

    `part`: these are not all areas; of others somebody else is the judge.
    """

    def rule(raw: Mapping[str, Any]) -> Iterator[Mistake]:
        return _mistakes({area: raw[area] for area in raw if not part or area in areas}, areas)

    return _own(checked(text, name, [rule]), areas)


def read(folder: Path) -> str:
    """The text of an unpacked bundle. ConfigError when it has none."""
    try:
        return (folder / FILE).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError([Told(f"{FILE}:1: ", wrong("file.no-text"))]) from None
    except OSError:
        raise ConfigError([Told(f"{FILE}: ", wrong("file.missing"))]) from None


def good(text: str, areas: Mapping[str, Phrases]) -> Own:
    """What of it is right: an area that is not ours, and a phrase that another release knows, are passed over."""
    return _own(tables(text)[0], areas)


class Unwritten(Struct, frozen=True):
    """A phrase of the hall's own that one language keeps as it was shipped: `stays`. `line`: where the others are."""

    line: int
    key: str
    language: str
    stays: str


def unwritten(text: str, areas: Mapping[str, Phrases]) -> list[Unwritten]:
    """Where a language keeps what was shipped; of a file without mistakes."""
    raw, places = tables(text)[0], Places(text)
    found = [
        Unwritten(places.line(path), key, language, areas[area].template(language, key))
        for area, path, key, words in _phrases(raw, areas)
        for language in areas[area].languages
        if language not in words and key in areas[area].keys(language)
    ]
    return sorted(found, key=lambda each: each.line)


def changeable(shipped: Phrases) -> list[str]:
    """The keys that a hall may have words of its own for."""
    keys = {key for language in shipped.languages for key in shipped.keys(language)}
    return sorted(key for key in keys if not key.startswith(NOT_OWN))


def slots(template: str) -> list[str]:
    """The slots of a phrase as they are written, in order. ValueError when its braces make none.

    >>> slots("Талон {letter}, {number:03d}.")
    ['{letter}', '{number:03d}']
    """
    found = []
    for _, field, form, conversion in string.Formatter().parse(template):
        if field is not None:
            found.append("{" + field + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}")
    return sorted(found)


def _own(raw: Mapping[str, Any], areas: Mapping[str, Phrases]) -> Own:
    own: Own = {}
    for area, _, key, words in _phrases(raw, areas):
        for language, said in words.items():
            if not _wrong(areas[area], key, language, said):
                own.setdefault(area, {}).setdefault(language, {})[key] = said
    return own


def _phrases(raw: Mapping[str, Any], areas: Mapping[str, Phrases]) -> Iterator[tuple[str, At, str, dict[str, Any]]]:
    """Each phrase that is known: its area, where it stands, its key, its words by language."""
    for area, table in raw.items():
        if area in areas and isinstance(table, dict):
            keys = changeable(areas[area])
            for path, key, value in _leaves((), table, keys):
                if key in keys and isinstance(value, dict):
                    yield area, (area, *path), key, value


def _leaves(path: tuple[str, ...], table: Mapping[str, Any], keys: list[str]) -> Iterator[tuple[At, str, Any]]:
    """What stands where a phrase should: a known one, or what nobody knows."""
    for name, value in table.items():
        here = (*path, name)
        key = ".".join(here)
        if key not in keys and isinstance(value, dict) and any(each.startswith(f"{key}.") for each in keys):
            yield from _leaves(here, value, keys)
        else:
            yield here, key, value


def _mistakes(raw: Mapping[str, Any], areas: Mapping[str, Phrases]) -> Iterator[Mistake]:
    for area, table in raw.items():
        if area not in areas:
            yield (area,), wrong("phrases.no-area", area=area, near=nearest(area, areas))
        elif not isinstance(table, dict):
            yield (area,), wrong("table.once", name=area)
        else:
            keys = changeable(areas[area])
            for path, key, value in _leaves((), table, keys):
                yield from _of_phrase((area, *path), key, value, keys, areas[area])


def _of_phrase(path: At, key: str, value: Any, keys: list[str], shipped: Phrases) -> Iterator[Mistake]:
    if key not in keys:
        yield path, wrong("phrases.unknown", key=key, near=nearest(key, keys))
    elif not isinstance(value, dict) or not value:
        yield path, wrong("phrases.no-words", key=key)
    else:
        for language, said in value.items():
            if what := _wrong(shipped, key, language, said):
                yield path, what


def _wrong(shipped: Phrases, key: str, language: str, said: Any) -> Wrong | None:
    """What is wrong with the words of a phrase in one language."""
    if language not in shipped.languages or key not in shipped.keys(language):
        known = [each for each in shipped.languages if key in shipped.keys(each)]
        return wrong("phrases.no-language", key=key, language=language, near=nearest(language, known))
    template = shipped.template(language, key)
    blank = isinstance(said, str) and template.strip() and not said.strip()
    if not isinstance(said, str) or blank or _breaks(said, template) or len(said) > LONGEST:
        return wrong("phrases.long", key=key, language=language, most=LONGEST)
    wanted = slots(template)
    try:
        have = slots(said)
    except ValueError:
        return wrong("phrases.brace", key=key, language=language)
    if set(have) != set(wanted):
        return wrong("phrases.slots", key=key, language=language, what=_other_slots(have, wanted))
    return None


def _other_slots(have: list[str], wanted: list[str]) -> Wrong:
    extra, missing = (", ".join(sorted(set(one) - set(other))) for one, other in ((have, wanted), (wanted, have)))
    right = ", ".join(wanted)
    if not wanted:
        return wrong("phrases.extra-at-all", extra=extra)
    if not extra:
        return wrong("phrases.missing", missing=missing, wanted=right)
    if not missing:
        return wrong("phrases.extra", extra=extra, wanted=right)
    return wrong("phrases.extra-and-missing", extra=extra, missing=missing, wanted=right)


def _breaks(said: str, shipped: str) -> bool:
    """Whether there are more lines of it than of what was shipped, or a sign that no screen draws."""
    lines = said.splitlines()
    return len(lines) > len(shipped.splitlines()) or any(ord(each) < ord(" ") for line in lines for each in line)
