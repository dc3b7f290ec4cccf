"""Counts wrong PINs and cards, by person and by address, and says how long to wait. Pure: time is passed in.

A person's own count opens after the usual few; an address may be the one machine of many people, and gets more. Both
are counted before a PIN is known to be right: tries that run at the same time are all counted.
"""

from __future__ import annotations

from collections.abc import Iterable

from broker.contracts.wrong_codes import FREE, wait_after

ADDRESS_FREE = 12  # wrong tries of one address that cost nothing
MOST = 10_000  # keys that are remembered; an address costs an attacker nothing, memory costs us
FORGOTTEN_AFTER = 3600.0  # seconds without a wrong try


class Tries:
    """`now` is monotonic seconds. One for the whole office; lives in its event loop."""

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, float]] = {}  # key -> how many in a row, when the last one was

    def wait(self, person: str, address: str, now: float) -> float:
        """Seconds until the next try of `person` from `address` is looked at."""
        return max(0.0, self._left(f"p {person}", 0, now), self._left(f"a {address}", ADDRESS_FREE - FREE, now))

    def count(self, person: str, address: str, now: float) -> bool:
        """One more try begins, and is wrong until `right` is told. Whether it shuts the door."""
        self._forget(now)
        for key in (f"p {person}", f"a {address}"):
            self._wrong[key] = (self._wrong.get(key, (0, 0.0))[0] + 1, now)
        return self.wait(person, address, now) > 0

    def right(self, person: str, address: str) -> None:
        """That try was right: the person's count begins anew, the address gets its try back."""
        self._wrong.pop(f"p {person}", None)
        count, at = self._wrong.get(f"a {address}", (0, 0.0))
        if count > 1:
            self._wrong[f"a {address}"] = (count - 1, at)
        else:
            self._wrong.pop(f"a {address}", None)

    def forgive(self, person: str) -> None:
        """Whoever manages the staff says so: the person's count begins anew."""
        self._wrong.pop(f"p {person}", None)

    def forgive_address(self, address: str, persons: Iterable[str] = ()) -> None:
        """The same for a machine, and for what is counted there in the place of `persons`, as cards are."""
        self._wrong.pop(f"a {address}", None)
        for person in persons:
            self.forgive(person)

    def addresses(self) -> tuple[str, ...]:
        """Those that are counted."""
        return tuple(key.removeprefix("a ") for key in self._wrong if key.startswith("a "))

    def _left(self, key: str, more: int, now: float) -> float:
        count, at = self._wrong.get(key, (0, 0.0))
        return at + wait_after(max(0, count - more)) - now

    def _forget(self, now: float) -> None:
        if len(self._wrong) >= MOST:
            self._wrong = {key: each for key, each in self._wrong.items() if now - each[1] < FORGOTTEN_AFTER}
        while len(self._wrong) >= MOST:
            del self._wrong[next(iter(self._wrong))]
