"""Finding by what a visitor types: forgives Latin letters, the wrong keyboard, endings, word order and slips. Pure.

Knows nothing of what it finds: `Finder` is made once of entries, most wanted first, and gives their keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from kiosk.touch.near_words import NearWords
from kiosk.touch.spelling import forms, mistyped, stems, words

# What a result costs; the cheapest is shown first, of equals the one that stands first in the index.
_WHOLE = -1.0  # exactly this is its name
_ASIDE = 0.25  # the word stands beside the name
_STEM = 0.25  # another ending
_SLIP = 1.0  # a mistake in a word
_MISSING = 3.0  # a word that is nowhere
_OTHER_KEYS = 0.75  # typed with the keyboard switched
_WORSE = 1.5  # what costs so much more than the best is not shown

_ONE_SLIP, _TWO_SLIPS = 4, 8  # letters from which on so many mistakes are forgiven
_KEPT = 256  # words whose findings are kept: while one is typed, those before it stay


class Entry(Struct, frozen=True):
    """`texts`: the names by which it is known, in all languages; `also`: other words that lead to it."""

    key: str
    texts: tuple[str, ...]
    also: tuple[str, ...] = ()


class Finder:
    """`find("pasport dytyny")` -> keys. Entries that answer equally well come in the order in which they were given."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        standing: dict[str, dict[int, float]] = defaultdict(dict)
        self._whole: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for place, entry in enumerate(self._entries):
            for cost, texts in ((_ASIDE, entry.also), (0.0, entry.texts)):
                for text in texts:
                    for word in words(text):
                        for form in forms(word):
                            standing[form][place] = cost
            for text in entry.texts:
                self._whole[_sound(text)].add(place)
        self._near = NearWords(standing)
        self._standing = [standing[word] for word in self._near.words]
        self._kept: dict[tuple[str, int], dict[int, float]] = {}

    def find(self, typed: str, most: int | None = None) -> tuple[str, ...]:
        """The keys of the entries that were meant, the likeliest first. Nothing typed finds nothing."""
        costs: dict[int, float] = {}
        readings = [(typed, 0.0)]
        if len(typed.strip()) > 1:  # one letter tells nothing of the keyboard
            readings.append((mistyped(typed), _OTHER_KEYS))
        for slips in (1, 2):  # two only where one does not help: more is found than meant
            for text, extra in readings:
                for place, cost in self._costs(text, slips).items():
                    costs[place] = min(costs.get(place, cost + extra), cost + extra)
            if costs and min(costs.values()) < _MISSING:
                break
        limit = min(costs.values(), default=0.0) + _WORSE
        found = sorted((round(cost, 2), place) for place, cost in costs.items() if cost <= limit)
        return tuple(self._entries[place].key for _, place in found[:most])

    def _costs(self, text: str, slips: int) -> dict[int, float]:
        """What each entry costs that has at least half of the words."""
        typed = words(text)
        found = [self._word(word, slips) for word in typed]
        costs: dict[int, float] = {}
        for place in {place for each in found for place in each}:
            having = [each[place] for each in found if place in each]
            missing = len(typed) - len(having)
            if missing <= len(having):
                costs[place] = sum(having) + _MISSING * missing
        for place in self._whole.get(_sound(text), ()):
            costs[place] = _WHOLE
        return costs

    def _word(self, word: str, slips: int) -> dict[int, float]:
        """Entry -> what it costs that it has this word, or its beginning."""
        key = (word, slips)
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = self._seek(word, slips)
        return self._kept[key]

    def _seek(self, word: str, slips: int) -> dict[int, float]:
        allowed = min(slips, (len(word) >= _ONE_SLIP) + (len(word) >= _TWO_SLIPS))
        costs: dict[int, float] = {}
        # One mistake in a stem is its last letter, which changes before some endings («землі», «земельний»).
        tries = [(form, allowed, 0.0) for form in forms(word)]
        tries += [(stem, min(allowed, len(stem) >= _ONE_SLIP), _STEM) for stem in stems(word)]
        for form, mistakes, extra in tries:
            if not form:
                continue  # a lone soft sign
            for near, slipped in self._near.near(form, mistakes).items():
                for place, aside in self._standing[near].items():
                    cost = slipped * _SLIP + extra + aside
                    costs[place] = min(costs.get(place, cost), cost)
        return costs


def _sound(text: str) -> tuple[str, ...]:
    """A whole text as it sounds, whatever its word order."""
    return tuple(sorted(forms(word)[-1] for word in words(text)))
