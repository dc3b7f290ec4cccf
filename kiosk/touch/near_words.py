"""Which words begin like what was typed, give or take so many mistakes. Pure.

A mistake is a letter too many, too few, another, or two that changed places. The words stand in a tree of letters;
a branch is left as soon as it has more mistakes than allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


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
        first = list(range(len(typed) + 1))
        self._walk(self._root, typed, allowed, first, None, "", found)
        return found

    def _walk(  # noqa: PLR0917 - one step of a recursion, called from two lines
        self,
        node: _Node,
        typed: str,
        allowed: int,
        row: Sequence[int],
        above: Sequence[int] | None,
        last: str,
        found: dict[int, int],
    ) -> None:
        if row[-1] <= allowed:
            for place in range(node.low, node.high):
                if row[-1] < found.get(place, allowed + 1):
                    found[place] = row[-1]
            if row[-1] == 0:
                return  # nothing below is better
        for letter, child in node.children.items():
            below = _next_row(typed, row, above, letter, last)
            if min(below) <= allowed:
                self._walk(child, typed, allowed, below, row, letter, found)


def _next_row(typed: str, row: Sequence[int], above: Sequence[int] | None, letter: str, last: str) -> list[int]:
    """One more letter of a word: mistakes against each beginning of `typed` (optimal string alignment)."""
    below = [row[0] + 1]
    for at, each in enumerate(typed, 1):
        best = row[at - 1] if each == letter else 1 + min(row[at - 1], row[at], below[-1])
        if above is not None and at > 1 and each == last and typed[at - 2] == letter:
            best = min(best, above[at - 2] + 1)
        below.append(best)
    return below
