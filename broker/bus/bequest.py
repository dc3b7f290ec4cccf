"""What an appliance leaves to the box that takes its place: small files that were measured on the spot.

The broker keeps them under the appliance's own name, which the access list gives to whoever has that name now: with the
name a new box gets what the dead one had, in the one action of the technician. What a box has itself is never replaced.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from pathlib import Path

from broker.bus.on_disk import put
from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.status import Bequest
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

MOST = 16 * 1024  # bytes of a file


class Bequeathing:
    """`files`: their names in `folder`. `taken` is called when some came from the box before. Before `bus.start()`."""

    def __init__(self, bus: Bus, folder: Path, files: Collection[str], taken: Callable[[], None]) -> None:
        self._bus, self._folder, self._files, self._taken = bus, folder, files, taken
        self._topic = Topics(bus.hall).bequest(bus.client)
        bus.subscribe(self._topic, self._hear)
        self.tell()

    def tell(self) -> None:
        """Leave what is here now. Nothing here: what was left stays."""
        found = {name: text for name in self._files if (text := _read(self._folder / name))}
        if found:
            self._bus.publish(self._topic, codec.encode(Bequest(files=found)), retain=True)

    def _hear(self, message: Message) -> None:
        if not message.retained or not message.body:
            return
        try:
            left = codec.read(Bequest, message.body)
            lacking = {
                name: text
                for name, text in left.files.items()
                if name in self._files and len(text) <= MOST and not (self._folder / name).exists()
            }
            for name, text in lacking.items():
                put(self._folder / name, text.encode())
        except (ContractError, OSError) as error:
            log.warning("what the box before has left could not be taken: %s", error)
            return
        if lacking:
            log.info("taken from the box that had this name before: %s", ", ".join(lacking))
            self.tell()
            self._taken()


def _read(file: Path) -> str:
    try:
        text = file.read_bytes()[: MOST + 1].decode()
    except (OSError, UnicodeDecodeError):
        return ""
    return text if len(text) <= MOST else ""
