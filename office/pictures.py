"""Live pictures of the screens in the hall: whom to ask for one now, and the last that came. Pure.

A picture costs its appliance some work, so it is asked for only while somebody looks, one at a time.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from broker.contracts.status import Did

EVERY = 2.0  # seconds between two pictures of one screen
LOST_AFTER = 10.0  # seconds after which an ask is taken for lost
JPEG = b"\xff\xd8\xff"


@dataclass(slots=True)
class Screen:
    """`asked`: the id of the ask under way. Moments are monotonic seconds. `version` counts pictures."""

    asked: str = ""
    asked_at: float = -LOST_AFTER
    picture: bytes = b""
    came_at: float = 0.0
    version: int = 0


class Pictures:
    """The screens by appliance id."""

    def __init__(self) -> None:
        self._screens: dict[str, Screen] = {}

    def due(self, screens: Iterable[str], now: float) -> list[str]:
        """Which of `screens` may be asked at `now`."""
        due = []
        for identity in screens:
            screen = self._screens.get(identity, Screen())
            patience = LOST_AFTER if screen.asked else EVERY
            if now - screen.asked_at >= patience:
                due.append(identity)
        return due

    def ask(self, appliance: str, ask: str, now: float) -> None:
        """`ask` (the id of a `do`) went out."""
        screen = self._screens.setdefault(appliance, Screen())
        screen.asked, screen.asked_at = ask, now

    def hear(self, appliance: str, did: Did, now: float) -> bool:
        """What came of a `do`. True when there is a new picture; answers to others' wishes are not ours."""
        screen = self._screens.get(appliance)
        if screen is None or did.id != screen.asked:
            return False
        screen.asked = ""
        try:
            picture = base64.b64decode(did.picture, validate=True)
        except binascii.Error:
            return False
        if not picture.startswith(JPEG):
            return False
        screen.picture, screen.came_at, screen.version = picture, now, screen.version + 1
        return True

    def latest(self, appliance: str) -> Screen | None:
        """The screen's last picture, if there ever was one."""
        screen = self._screens.get(appliance)
        return screen if screen and screen.version else None
