"""SIGTERM and SIGINT end a screen at once, also while its loop sleeps inside SDL, where Python runs no handler."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Callable


def stop_on_signals(stop: Callable[[], None], wake: Callable[[], None]) -> None:
    """Call `stop` in the main thread at the first SIGTERM or SIGINT. `wake` gets the main thread out of its sleep.

    Call it in the main thread, before the window is made: SDL takes these signals where nobody else has.
    """

    def stopped(*_: object) -> None:
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stopped)
    ours, pythons = socket.socketpair()
    pythons.setblocking(False)
    # The interpreter writes a byte here at once, whatever the main thread does; the handler runs when it wakes.
    signal.set_wakeup_fd(pythons.fileno(), warn_on_full_buffer=False)

    def watch() -> None:
        with contextlib.suppress(OSError):
            while ours.recv(64):
                wake()
        pythons.close()

    threading.Thread(target=watch, name="signals", daemon=True).start()
