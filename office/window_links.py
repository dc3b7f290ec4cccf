"""A link of its own for each window, so that the journal says who pressed: `by: "window-5"`, never "the office".

Opened when somebody looks at the window's console, closed when nobody has for a while. One name per window is also
what the broker's access list can hold a window to.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass

from broker.bus.asking import Asker
from broker.bus.seam import Bus
from broker.contracts.commands import Command
from broker.contracts.replies import Reply

IDLE_AFTER = 600.0  # seconds
PATIENCE = 5.0  # seconds; the same id is sent again within them


async def asked(asker: Asker, command: Command, patience: float = PATIENCE) -> Reply | None:
    """The queue-master's reply to a command, or None when there was none. In an asyncio loop."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Reply | None] = loop.create_future()

    def settle(reply: Reply | None) -> None:
        if not answer.done():  # the browser MAY have given up meanwhile
            answer.set_result(reply)

    def replied(reply: Reply | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, reply)

    asker.ask_later(command, replied, patience)
    return await answer


def client_name(window: int) -> str:
    """The MQTT client of a window."""
    return f"window-{window}"


@dataclass(slots=True)
class _Open:
    bus: Bus
    asker: Asker
    used: float


class WindowLinks:
    """`link` makes a bus for a client name. Lives in one asyncio loop; `now` is monotonic seconds."""

    def __init__(self, link: Callable[[str], Bus]) -> None:
        self._link = link
        self._open: dict[int, _Open] = {}

    def touch(self, window: int, now: float) -> Asker:
        """Somebody is at the console of `window`: its link is opened, or kept open."""
        known = self._open.get(window)
        if known is None:
            bus = self._link(client_name(window))
            known = self._open[window] = _Open(bus, Asker(bus), now)
            bus.start()
        known.used = now
        return known.asker

    async def ask(self, window: int, command: Command, now: float) -> Reply | None:
        """The queue-master's reply, or None when there was none."""
        return await asked(self.touch(window, now), command)

    def close_idle(self, now: float) -> None:
        """Close what nobody has used for a while."""
        for window, link in list(self._open.items()):
            if now - link.used > IDLE_AFTER:
                del self._open[window]
                _close(link)

    def close(self) -> None:
        """Close all, and wait for their goodbyes."""
        goodbyes = [_close(link) for link in self._open.values()]
        self._open.clear()
        for goodbye in goodbyes:
            goodbye.join()


def _close(link: _Open) -> threading.Thread:
    """A goodbye takes as long as the network takes: it has a thread of its own, so that pages do not wait for it."""
    link.asker.close()
    goodbye = threading.Thread(target=link.bus.stop, name=f"goodbye-{link.bus.client}")
    goodbye.start()
    return goodbye
