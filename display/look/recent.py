"""What was made lately and may be wanted again, as much of it as may be kept. Pure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps things that weigh at most `most` together; what was not wanted for longest goes first."""

    def __init__(self, most: int, weight: Callable[[V], int]) -> None:
        self._most, self._weight = most, weight
        self._kept: OrderedDict[K, V] = OrderedDict()
        self.weighs = 0

    def clear(self) -> None:
        self._kept.clear()
        self.weighs = 0

    def get(self, key: K, make: Callable[[], V]) -> V:
        """What is kept under `key`, or what `make` makes of it."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = make()
        self._kept[key] = made
        self.weighs += self._weight(made)
        while self.weighs > self._most and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self.weighs -= self._weight(gone)
        return made
