"""How loud speech is in the headset: steps, of which the first of each visitor is 65 dBA. Pure."""

from __future__ import annotations

STEPS = 7
STEP = 4.0  # dB
FIRST_DBA = 65.0  # EN 301 549, 5.1.3.10 and 5.1.3.13: it can be that loud, and is no louder for the next visitor


def first_step(loudest_dba: float) -> int:
    """The step (1 to STEPS) that each visitor begins with: the loudest that is no louder than 65 dBA."""
    below = max(0.0, loudest_dba - FIRST_DBA)
    return max(1, STEPS - -int(-below // STEP))


def gain(step: int, loudest_dba: float) -> float:
    """dB below the loudest. A headset too loud for its steps begins as quietly as it has to."""
    steps = (STEPS - step) * STEP
    too_loud = max(0.0, loudest_dba - FIRST_DBA - (STEPS - 1) * STEP)
    return steps + too_loud
