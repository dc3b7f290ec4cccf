"""The hall kit on the pages of the standby, while it decides: the one that cards were made with is gone with the first machine,
and on the cards themselves its secret is scrubbed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from broker.bus.on_disk import put
from broker.contracts.errors import ConfigError
from provisioning.enrolment.desk import Desk
from provisioning.kit.making import kit_text
from provisioning.kit.reading import read

log = logging.getLogger(__name__)

EVERY = 10.0  # seconds between two looks at this machine's addresses


class SecondKit:
    """`file`: where the office on this machine has it; `addresses`: at which boxes find this desk, at `port`."""

    def __init__(
        self, desk: Desk, file: Path, addresses: Callable[[], Sequence[str]], port: int, steady: Callable[[], float]
    ) -> None:
        self._desk, self._file, self._addresses, self._port = desk, file, addresses, port
        self._steady, self._looked = steady, float("-inf")

    def look(self) -> None:
        """Now and then: a kit that leads here. It has the hall's token: kits that were made before let boxes ask as well."""
        if self._steady() - self._looked < EVERY:
            return
        self._looked = self._steady()
        token, here = self._desk.register.token, self._addresses()
        if token and here and not self._leads(token, here):
            authority = self._desk.authority
            text = kit_text(authority, authority.folder, self._desk.hall_id, here[0], port=self._port, token=token)
            try:
                put(self._file, text.encode(), private=True)
            except OSError as error:  # a full disk, which must not end the desk
                log.error("the hall kit could not be written: %s", error)  # noqa: TRY400 - the words say it all

    def _leads(self, token: str, here: Sequence[str]) -> bool:
        try:
            values, _ = read(self._file.read_bytes())
        except (OSError, ConfigError):
            return False
        return values["token"] == token and values["address"] in here and values["port"] == self._port
