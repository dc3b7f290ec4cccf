"""Holds askers to what is theirs, by the broker's access list on this machine's disk.

The list is looked at again once a second, and always before somebody is refused: a box that has just come in is in it,
since the broker would not let it speak otherwise. Where certificates are used and no list was ever read, nobody is
believed until there is one; a broker without TLS has none, and all are believed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from broker.bus.on_disk import Look, look_of
from broker.bus.settings import Settings
from broker.contracts.commands import Command
from broker.contracts.errors import Refused
from broker.mosquitto.speaking import Speakers, speakers
from broker.queuemaster.entitled import need_entitled
from broker.queuemaster.state import Hall

log = logging.getLogger(__name__)

LOOK = 1.0  # seconds
TOLD_FOR = 600.0  # seconds for which staff are told, after the last
NO_LIST = "none"  # the setting for a broker with TLS that was set up by hand: all who come in are believed
MOST_NAMES = 64  # that are counted apart; whoever can invent names must not fill our memory


def list_of(settings: Settings) -> Path | None:
    """Where the access list is; without certificates a name says nothing, and no list is read."""
    if not settings.identity or settings.access_list == NO_LIST:
        return None
    if settings.access_list:
        return Path(settings.access_list)
    return settings.state_dir.parent / "broker" / "access.list"


class Gate:
    def __init__(self, file: Path | None = None, steady: Callable[[], float] = time.monotonic) -> None:
        self._file, self._steady = file, steady
        self._known: Speakers | None = None
        self._look: Look = None
        self._looked = self._refused = float("-inf")
        self._counts: dict[str, int] = {}
        self._trouble = ""
        if file is not None:
            self._read(file)

    @property
    def blind(self) -> bool:
        """Whether nobody is believed, for want of a list. Any thread may ask."""
        return self._file is not None and self._known is None

    @property
    def refuses(self) -> bool:
        """Whether somebody was refused lately. Any thread may ask."""
        return self._steady() - self._refused < TOLD_FOR

    def need(self, hall: Hall, command: Command, client: str) -> None:
        """Refused when the command is not the client's to give."""
        if self._file is None:
            return
        if self._steady() - self._looked >= LOOK:
            self._read(self._file)
        refusal = self._refusal(hall, command, client)
        if refusal is not None and self._read(self._file):
            refusal = self._refusal(hall, command, client)
        if refusal is not None:
            if self._known is not None:
                self._count(command, client, refusal)
            raise refusal

    def _refusal(self, hall: Hall, command: Command, client: str) -> Refused | None:
        if self._known is None:
            return Refused("nobody-known")
        try:
            need_entitled(hall, command, client, self._known)
        except Refused as refusal:
            return refusal
        except Exception:  # a mistake of ours, on one command: the queue-master must go on
            log.exception("whether %s may ask for %s cannot be told", client, type(command).__name__)
            return Refused("our-mistake")
        return None

    def _read(self, file: Path) -> bool:
        """Whether the list is another than before. One that went or cannot be read does not make strangers of anybody's."""
        self._looked = self._steady()
        look = look_of(file)
        if look is not None and look == self._look:
            return False
        try:
            known = speakers(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            self._tell(f"{file} cannot be read: {error}")
            return False
        if known is None:
            self._tell(
                f'{file} was not made by the desk; access_list = "{NO_LIST}" believes all whom the broker lets in'
            )
            return False
        self._look, self._known, self._trouble = look, known, ""
        return True

    def _tell(self, trouble: str) -> None:
        """Once, though the list is tried at each refusal."""
        if trouble != self._trouble:
            self._trouble = trouble
            log.error("%s; %s", trouble, "the one before holds" if self._known else "nobody is believed")

    def _count(self, command: Command, client: str, refusal: Refused) -> None:
        self._refused = self._steady()
        name = client if client in self._counts or len(self._counts) < MOST_NAMES else "others"
        count = self._counts[name] = self._counts.get(name, 0) + 1
        if count & (count - 1) == 0:  # the 1st, 2nd, 4th, 8th: a flood must not fill the log
            log.warning("%s asked for %s: %s (%d)", client, type(command).__name__, refusal.reason, count)
