"""Tells systemd that we are up and that the loop that matters still turns (`Type=notify`, `WatchdogSec=`).

The protocol is a datagram to a socket; https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html. Where
nobody watches, as in the demo, nothing is sent.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress


class Watchdog:
    """Pet it from the loop itself: a thread or a timer of its own would go on petting beside a loop that hangs.

    `every`: seconds between two pets; None: nobody waits for them.
    """

    def __init__(
        self, environment: Mapping[str, str] = os.environ, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._address = environment.get("NOTIFY_SOCKET", "")
        self._petted = float("-inf")
        # Children inherit the variables; they are not the one who is watched.
        patience = environment.get("WATCHDOG_USEC", "") if _is_ours(environment) else ""
        self.every = int(patience) / 2e6 if patience.isdigit() and self._address else None

    def ready(self) -> None:
        """We serve. A start that is not told within `TimeoutStartSec=` counts as failed."""
        self._tell("READY=1")

    def pet(self) -> None:
        """The loop has turned. As often as you like: most of the times nothing is sent."""
        if self.every is not None and self._clock() - self._petted >= self.every / 2:
            self._petted = self._clock()
            self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        self._tell("STOPPING=1")

    def _tell(self, state: str) -> None:
        if not self._address:
            return
        # "@" stands for the zero byte that begins the name of a socket without a file.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            sock.setblocking(False)  # whoever serves visitors does not wait for whoever watches
            sock.sendto(state.encode(), address)


def _is_ours(environment: Mapping[str, str]) -> bool:
    return environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
