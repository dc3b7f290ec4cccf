"""Which calls the hall's voice has just begun to say, so that a screen flashes them with the gong. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from broker.contracts.status import Speaking

Visit = tuple[str, int]  # number, window


class Beginnings:
    """Tells each call of each announcement once, when that has begun."""

    def __init__(self) -> None:
        self._known: frozenset[tuple[str, str, int]] = frozenset()  # announcement, number, window

    def of(self, speaking: Iterable[Speaking]) -> frozenset[Visit]:
        """`speaking`: all that is being said now."""
        said = frozenset((one.id, call.number, call.window) for one in speaking for call in one.calls)
        begun, self._known = said - self._known, said
        return frozenset((number, window) for _, number, window in begun)
