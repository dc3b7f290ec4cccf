"""Which words begin like what was typed, give or take so many mistakes. Pure.

A mistake is a letter too many, too few, another, or two that changed places. The words stand in a tree of letters;
a branch is left as soon as it has more mistakes than allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct


class _Node:
    """All words from `low` to `high` begin with the letters that lead here."""

    __slots__ = ("children", "high", "low")

    def __init__(self, low: int) -> None:
        self.low = self.high = low
        self.children: dict[str, _Node] = {}


class NearWords:
    """Made once of all words; `near` tells their places in `words`."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(sorted(set(words)))
        self._root = _Node(0)
        for place, word in enumerate(self.words):
            node = self._root
            node.high = place + 1
            for letter in word:
                node = node.children.setdefault(letter, _Node(place))
                node.high = place + 1

    def near(self, typed: str, allowed: int) -> dict[int, int]:
        """Place of a word -> mistakes, of all words that begin like `typed` with at most `allowed` mistakes."""
        found: dict[int, int] = {}
        first = [min(count, allowed + 1) for count in range(len(typed) + 1)]
        self._walk(self._root, _Wish(typed, allowed, found), 0, first, None, "")
        return found

    def _walk(  # noqa: PLR0917 - one step of a recursion, called from two lines
        self, node: _Node, wish: _Wish, depth: int, row: Sequence[int], above: Sequence[int] | None, last: str
    ) -> None:
        if row[-1] <= wish.allowed:
            for place in range(node.low, node.high):
                if row[-1] < wish.found.get(place, wish.allowed + 1):
                    wish.found[place] = row[-1]
            if row[-1] == 0:
                return  # nothing below is better
        for letter, child in node.children.items():
            below = _next_row(wish, depth + 1, row, above, letter, last)
            if min(below) <= wish.allowed:
                self._walk(child, wish, depth + 1, below, row, letter)


class _Wish(Struct, frozen=True):
    typed: str
    allowed: int
    found: dict[int, int]


def _next_row(  # noqa: PLR0917 - the same
    wish: _Wish, depth: int, row: Sequence[int], above: Sequence[int] | None, letter: str, last: str
) -> list[int]:
    """One more letter of a word: mistakes against each beginning of what was typed (optimal string alignment).

    Beginnings whose length differs by more than the mistakes allowed are not looked at: they have more.
    """
    typed, far = wish.typed, wish.allowed + 1
    below = [far] * (len(typed) + 1)
    below[0] = min(depth, far)
    for at in range(max(1, depth - wish.allowed), min(len(typed), depth + wish.allowed) + 1):
        each = typed[at - 1]
        best = row[at - 1] if each == letter else 1 + min(row[at - 1], row[at], below[at - 1])
        if above is not None and at > 1 and each == last and typed[at - 2] == letter:
            best = min(best, above[at - 2] + 1)
        below[at] = best
    return below
