"""How a role begins anew with what it has only just got."""

from __future__ import annotations

import os
import signal


def begin_anew() -> None:
    """End in good order: whoever keeps us running (systemd, the demo) starts us again."""
    os.kill(os.getpid(), signal.SIGTERM)
