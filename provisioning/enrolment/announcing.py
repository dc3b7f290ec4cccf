"""Where the desk is, said on the local network for as long as it is open; said anew when a router gives another address."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack

from provisioning.enrolment.own_addresses import own_addresses

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds between two looks


class Announcing:
    """`tell`: says it, with these addresses, until what it returns is left."""

    def __init__(
        self,
        tell: Callable[[Sequence[str]], AbstractContextManager[None]],
        steady: Callable[[], float],
        addresses: Callable[[], Sequence[str]] = own_addresses,
    ) -> None:
        self._tell, self._steady, self._addresses = tell, steady, addresses
        self._looked = float("-inf")
        self._told: Sequence[str] | None = None
        self._saying = ExitStack()

    def look(self) -> None:
        """Now and then. A network that is away is no reason to close the desk: it is tried again."""
        now = self._steady()
        if now - self._looked < EVERY:
            return
        self._looked = now
        here = self._addresses()
        if here == self._told:
            return
        self.close()
        try:
            self._saying.enter_context(self._tell(here))
        except OSError as error:
            log.warning("the local network cannot be told where the desk is: %s", error)
        else:
            self._told = here

    def close(self) -> None:
        self._told = None
        try:
            self._saying.close()
        except OSError as error:  # the address is gone, and nobody hears it being taken back
            log.info("the network was not told that the desk has left: %s", error)
