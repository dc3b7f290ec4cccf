"""Follows the last wish for the light, looks what came of it, and tries again a few times. In a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from display.power.seam import Observed, Switch, together

Told = Callable[[bool, dict[str, Observed]], None]
"""What was wished, and what each switch saw afterwards. In the keeper's thread."""

RETRIES = (5.0, 15.0, 60.0)  # seconds: televisions are slow, and some need to be told twice
LOOKS = 60.0  # seconds between two looks, where there is something to see


class Keeper:
    """`light`: what is wished from now on. Against whoever has a remote control it does not fight: after the retries it
    only looks, and tells.
    """

    def __init__(
        self,
        switches: Sequence[Switch],
        told: Told = lambda _on, _seen: None,
        *,
        retries: Sequence[float] = RETRIES,
        looks: float = LOOKS,
    ) -> None:
        self._switches, self._told = switches, told
        self._retries, self._looks = retries, looks
        self._wish: bool | None = None
        self._news = threading.Condition()
        self._fresh = self._ended = False
        self._thread = threading.Thread(target=self._follow, name="screen-power", daemon=True)
        if switches:
            self._thread.start()

    def light(self, *, on: bool) -> None:
        """Returns at once."""
        with self._news:
            if on != self._wish:
                self._wish = on
                self._again()

    def again(self) -> None:
        """Something was plugged in: the last wish is told anew."""
        with self._news:
            self._again()

    def stop(self) -> None:
        with self._news:
            self._ended = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(5)

    def _again(self) -> None:
        self._fresh = True
        self._news.notify()

    def _follow(self) -> None:
        tries = 0
        pause: float | None = None
        while True:
            with self._news:
                self._news.wait_for(lambda: self._fresh or self._ended, pause)
                if self._ended:
                    return
                fresh, self._fresh, wish = self._fresh, False, self._wish
            if wish is None:
                continue
            tries = 0 if fresh else tries + 1
            pause = self._step(wish, tries, fresh=fresh)

    def _step(self, wish: bool, tries: int, *, fresh: bool) -> float | None:  # noqa: FBT001 - the wish itself
        """Switch if that is still to be tried, look, tell. Returns when to come again; None: only when something happens."""
        want = "on" if wish else "off"
        seen = {} if fresh else self._see()
        if fresh or (tries <= len(self._retries) and together(seen) not in (want, "unknown")):
            for switch in self._switches:
                switch.switch(on=wish)
            seen = self._see()
        self._told(wish, seen)
        if all(state == "unknown" for state in seen.values()):
            return None  # nothing here can see: there is nothing to look at again
        return self._retries[tries] if together(seen) != want and tries < len(self._retries) else self._looks

    def _see(self) -> dict[str, Observed]:
        return {switch.name: switch.observe() for switch in self._switches}
