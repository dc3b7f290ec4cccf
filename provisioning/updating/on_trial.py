"""Whether the root that runs here is on trial: a new one, which `libexec/slot-well` gives up for the one before it when a role is
not ready in ten minutes.
"""

from __future__ import annotations

import re
from pathlib import Path

from provisioning.enrolment import places

SYSTEM, TOLD = places.STATE / "system", Path("/proc/cmdline")


def on_trial(system: Path = SYSTEM, told: Path = TOLD) -> bool:
    """False where there is no root to go back to: what runs there stays, however ill it is."""
    found = re.search(r"rauc\.slot=([AB])", told.read_text("ascii", "replace"))
    if found is None:
        return False
    own, other = found[1], "B" if found[1] == "A" else "A"
    return (system / f"well-{other}").exists() and not (system / f"well-{own}").exists()
