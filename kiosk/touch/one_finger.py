"""Only one finger counts: whatever else lies on the glass while it is there (a palm, a sleeve, a child) is not heard.

Pure. A finger whose leaving was never told must not make the screen deaf for good.
"""

from __future__ import annotations

from collections.abc import Hashable

FORGOTTEN = 10.0  # seconds; no press lasts so long


class OneFinger:
    """Which finger is down. `comes` and `leaves` say whether this one counts."""

    def __init__(self) -> None:
        self._down: Hashable | None = None
        self._since = 0.0

    def comes(self, finger: Hashable, at: float) -> bool:
        """A finger came down. True: it is the one."""
        if self._down is not None and self._down != finger and at - self._since < FORGOTTEN:
            return False
        self._down, self._since = finger, at
        return True

    def moves(self, finger: Hashable) -> bool:
        return finger == self._down

    def leaves(self, finger: Hashable) -> bool:
        """A finger left. True: it was the one; the next may come."""
        if finger != self._down:
            return False
        self._down = None
        return True
