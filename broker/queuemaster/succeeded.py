"""A queue-master whose office has gone to another box: it ends, and follows from its next start on."""

from __future__ import annotations

import os
import sys

from broker.bus.settings import Settings
from broker.queuemaster.second import TermOver


def follows(settings: Settings) -> bool:
    """Whether this box has been succeeded: it is the standby then, until it is elected or told to stop."""
    from broker.standby.coming_home import go_on_home  # noqa: PLC0415 - most halls have no pair
    from broker.standby.deposed import as_standby, is_deposed  # noqa: PLC0415
    from broker.standby.run import run as follow  # noqa: PLC0415

    go_on_home(settings)
    if not is_deposed(settings.state_dir, settings.appliance):
        return False
    follow(as_standby(settings), settings)
    return True


def end_of_term(settings: Settings, over: TermOver) -> None:
    """The next start follows whoever decides now, if it is known where; else there is none."""
    sys.stderr.write(f"{over}\n")
    if not settings.second_broker:
        sys.exit(os.EX_CONFIG)
    from broker.standby.deposed import step_down  # noqa: PLC0415

    step_down(settings.state_dir)
    sys.exit(os.EX_TEMPFAIL)
