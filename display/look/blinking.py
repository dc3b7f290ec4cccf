"""When something new blinks, and when it has blinked its last. Pure.

Ages are seconds of the screen's own monotonic clock: its wall clock may be wrong, and a call must blink for its ten
seconds all the same.
"""

from __future__ import annotations

BLINKS = 10.0  # seconds after a call or a recall
PHASE = 0.5  # one flash a second; WCAG 2.3.1 allows three


def blinks(age: float) -> bool:
    return age < BLINKS


def in_other_colour(age: float) -> bool:
    """Whether what is `age` old is in its other colour now."""
    return blinks(age) and int(age / PHASE) % 2 == 1


def next_phase(age: float) -> float | None:
    """Seconds until it blinks or has blinked its last; None when it is still."""
    return PHASE - age % PHASE if blinks(age) else None
