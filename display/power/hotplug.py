"""Hears when a screen is plugged in or out, or switched so that the cable tells: the kernel says it to whoever listens.

A thread that sleeps in the socket: nothing is looked at again and again.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

_KERNEL = 1  # the group of the kernel's own words
_SETTLED = 2.0  # seconds: a plug goes in by fits and starts, and a television needs a while to say what it is


def is_about_a_screen(message: bytes) -> bool:
    """Of a kernel's message: lines parted by zeros, as "SUBSYSTEM=drm"."""
    return b"SUBSYSTEM=drm" in message.split(b"\0")


def kernel_socket() -> socket.socket | None:
    """Where the kernel's words come in; None where they cannot be had."""
    try:
        heard = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15)  # NETLINK_KOBJECT_UEVENT
        heard.bind((0, _KERNEL))
    except (OSError, AttributeError) as error:
        log.info("plugs are not heard of: %s", error)
        return None
    return heard


class Hotplug:
    """Calls `happened`, in a thread of its own, when the last of some messages about screens is `settled` old.
    `begun`: once, in the same thread, when it begins to listen: a screen may have come before.
    """

    def __init__(
        self,
        happened: Callable[[], None],
        heard: socket.socket | None = None,
        *,
        settled: float = _SETTLED,
        begun: Callable[[], object] = lambda: None,
    ) -> None:
        self._happened, self._settled, self._begun = happened, settled, begun
        self._heard = heard or kernel_socket()
        if self._heard is not None:
            threading.Thread(target=self._listen, name="hotplug", daemon=True).start()

    def stop(self) -> None:
        if self._heard is not None:
            with contextlib.suppress(OSError):
                self._heard.shutdown(socket.SHUT_RDWR)
            self._heard.close()

    def _listen(self) -> None:
        assert self._heard is not None
        self._begun()
        news = False
        while True:
            try:
                self._heard.settimeout(self._settled if news else None)
                message = self._heard.recv(8192)
            except TimeoutError:
                news = False
                self._happened()
                continue
            except OSError:
                return
            if not message:
                return
            news = news or is_about_a_screen(message)
