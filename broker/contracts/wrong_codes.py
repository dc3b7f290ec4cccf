"""How long the door stays shut after wrong codes: of a service menu, of a sign-in. Pure.

Counted in wrong codes, never in time of day: a clock may be wrong, and whoever cuts the power must gain nothing. After
a start of an appliance the whole wait for the count begins anew (`kiosk.service_menu.doorkeeper`).
"""

from __future__ import annotations

FREE = 3  # wrong codes that cost nothing but the third: anybody mistypes
WAITS = (30.0, 60.0, 120.0, 240.0, 480.0, 900.0)


def wait_after(wrong: int) -> float:
    """Seconds until the next code is looked at, after so many wrong ones in a row.

    >>> [wait_after(n) for n in (0, 2, 3, 4, 5, 100)]
    [0.0, 0.0, 30.0, 60.0, 120.0, 900.0]
    """
    return 0.0 if wrong < FREE else WAITS[min(wrong - FREE, len(WAITS) - 1)]
