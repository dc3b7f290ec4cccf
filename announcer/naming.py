"""What a hall calls its windows and zones when it speaks: «каса», «кабінет сім», «другий поверх». Pure.

A window with a spoken name is called by it, in the languages that it has one in, and by its number in the others. A
zone with one is said after the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from announcer.phrasing import MOST, cardinal, plain
from broker.contracts.fields import Text
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases

_QUOTES = str.maketrans("", "", '«»„“”"')  # some voices name them
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Names:
    """Of the windows by their numbers, of the zones by their ids."""

    windows: Mapping[int, Text] = field(default_factory=dict)
    zones: Mapping[str, Text] = field(default_factory=dict)

    @classmethod
    def of(cls, hall: HallFile) -> Names:
        return cls(
            {window.id: window.spoken for window in hall.window if window.spoken},
            {zone.id: zone.spoken for zone in hall.zone if zone.spoken},
        )

    def place(self, phrases: Phrases, language: str, window: int, zone: str) -> tuple[str, bool]:
        """What is said in the place of a window's number, and whether it is a name."""
        name = self.windows.get(window, {}).get(language, "")
        words = aloud(phrases, language, name) if name else cardinal(phrases, language, window)
        where = self.zones.get(zone, {}).get(language, "")
        return (f"{words}, {aloud(phrases, language, where)}" if where else words), bool(name)

    def all(self, phrases: Phrases, language: str) -> Iterator[str]:
        """Every name, as it is spoken."""
        for names in (self.windows, self.zones):
            yield from (aloud(phrases, language, name[language]) for name in names.values() if language in name)


def aloud(phrases: Phrases, language: str, name: str) -> str:
    """A name as voices read it best: its numbers in words, without quotation marks.

    >>> aloud(Phrases({"uk": {"number.7": "сім"}}), "uk", "кабінет «7»")
    'кабінет сім'
    """

    def words(digits: re.Match[str]) -> str:
        number = int(digits.group())
        return cardinal(phrases, language, number) if number <= MOST else digits.group()

    return plain(_DIGITS.sub(words, name.translate(_QUOTES)).strip())
