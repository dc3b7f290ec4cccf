"""What a bus is, whichever way the bytes travel. `link.Link` goes over MQTT, `memory.MemoryBus` stays inside.

Handlers and listeners run in the bus's own thread: they must be quick, must not raise, and a screen must carry
the message over to its own thread (Kivy: `Clock.schedule_once`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it arrived. `response_topic` and `correlation` are MQTT 5's, b"" and "" where absent."""

    topic: str
    body: bytes
    retained: bool = False
    response_topic: str = ""
    correlation: bytes = b""


Handler = Callable[[Message], None]
LinkListener = Callable[[bool], None]


class Bus(Protocol):
    """One client of the hall's bus. `client` is its name in `command/<client>` and `reply/<client>`."""

    @property
    def client(self) -> str: ...

    @property
    def hall(self) -> str:
        """The hall's id: the bus lives below its topic root."""
        ...

    @property
    def connected(self) -> bool: ...

    def subscribe(self, topic: str, handler: Handler) -> None:
        """Hear a topic (MQTT wildcards allowed). MAY be called before `start`; survives reconnections."""
        ...

    def publish(
        self, topic: str, body: bytes, *, retain: bool = False, response_topic: str = "", correlation: bytes = b""
    ) -> None:
        """Send, at least once while connected. Retained messages are sent again after every reconnection.

        ContractError when the body is over 64 KiB. While not connected a message that is not retained is
        dropped: what must not be lost goes through the outbox.
        """
        ...

    def on_link(self, listener: LinkListener) -> None:
        """Tell `listener` True at each connection, after the subscriptions are restored, and False at each loss."""
        ...

    def will(self, topic: str, body: bytes) -> None:
        """The retained message that the broker publishes when this client is gone. Before `start`."""
        ...

    def start(self) -> None:
        """Connect, and reconnect for ever, in a thread of its own. Returns at once."""
        ...

    def stop(self) -> None:
        """Send what is under way, disconnect, end the thread."""
        ...
