"""Whether the queue-master is there, by what the broker says of it: its last will comes the moment its process ends,
long before its silence can be told from a pause.
"""

from __future__ import annotations

from collections.abc import Callable

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.status import Status
from broker.contracts.topics import Topics

ROLE = "queue-master"


class MasterWatch:
    """`on_change` is called in the bus's thread. Whoever was never heard of is taken to be there: silence is told by
    the snapshot's age.
    """

    def __init__(self, bus: Bus, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._gone: set[str] = set()
        self._there: set[str] = set()
        bus.subscribe(Topics(bus.hall).status("+"), self._hear)

    @property
    def gone(self) -> bool:
        """The queue-master said goodbye, or the broker says that its connection ended."""
        return bool(self._gone) and not self._there

    def _hear(self, message: Message) -> None:
        try:
            status = codec.read(Status, message.body)
        except ContractError:
            return
        if status.role != ROLE:
            return
        name, before = message.topic.split("/")[-2], self.gone
        ended = status.state in ("lost", "stopping")
        (self._gone if ended else self._there).add(name)
        (self._there if ended else self._gone).discard(name)
        if self.gone != before:
            self._on_change()
