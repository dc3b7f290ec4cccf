"""Where the hall's desk is: at the address in the kit, or wherever it says by multicast DNS that it is.

In a hall with a standby two machines may say so for a moment: the one whose queue-master has the later term is meant.
"""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from provisioning.enrolment.places import SERVICE

HALL, TERM, SECOND = b"hall", b"term", b"second"
SECONDS = 3.0
SETTLE = 1.0  # seconds after the first answer, for another


class Heard(NamedTuple):
    """Who says to be the desk. `second`: on the standby's machine."""

    term: int
    addresses: tuple[str, ...]
    port: int
    second: bool = False


def answers(host: str, port: int, seconds: float = SECONDS) -> bool:
    try:
        socket.create_connection((host, port), seconds).close()
    except OSError:
        return False
    return True


def find(
    host: str,
    port: int,
    hall: str,
    *,
    answers: Callable[[str, int], bool] = answers,
    heard: Callable[[str], tuple[str, int] | None] | None = None,
) -> tuple[str, int] | None:
    """The desk's address; None: not found now. Whoever answers must still show that it is this hall's."""
    if answers(host, port):
        return host, port
    return (heard or hear)(hall)


def hear(hall: str) -> tuple[str, int] | None:
    """Where the desk of `hall` says on the local network that it is."""
    meant = latest(listen(hall))
    return reached(meant) if meant else None


def latest(heard: Sequence[Heard]) -> Heard | None:
    """Whoever is of an earlier term was succeeded, and does not know it yet."""
    return max(heard, key=lambda each: each.term, default=None)


def reached(heard: Heard, answers: Callable[[str, int], bool] = answers) -> tuple[str, int] | None:
    """A machine may have addresses in other networks, too."""
    return next(((each, heard.port) for each in heard.addresses if answers(each, heard.port)), None)


def listen(hall: str, seconds: float = SECONDS, interfaces: Sequence[str] | None = None) -> list[Heard]:
    """Everybody who says to be the desk of `hall`."""
    import threading  # noqa: PLC0415

    from zeroconf import InterfaceChoice, ServiceBrowser, ServiceStateChange, Zeroconf  # noqa: PLC0415 - seldom gone

    found: list[Heard] = []
    heard = threading.Event()
    with Zeroconf(interfaces=list(interfaces) if interfaces else InterfaceChoice.All) as multicast:

        def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
            if state_change is not ServiceStateChange.Added:
                return
            info = zeroconf.get_service_info(service_type, name)
            if info and info.port and info.properties.get(HALL) == hall.encode() and info.parsed_addresses():
                term = info.properties.get(TERM) or b""
                found.append(
                    Heard(
                        int(term) if term.isdigit() else 0,
                        tuple(info.parsed_addresses()),
                        info.port,
                        info.properties.get(SECOND) == b"1",
                    )
                )
                heard.set()

        browser = ServiceBrowser(multicast, SERVICE, handlers=[changed])
        if heard.wait(seconds):
            time.sleep(SETTLE)
        browser.cancel()
    return found


@contextmanager
def told(
    hall: str,
    port: int,
    addresses: Sequence[str],
    *,
    term: int = 0,
    second: bool = False,
    interfaces: Sequence[str] | None = None,
) -> Iterator[None]:
    """Tell the local network where the desk of `hall` is, as long as the block lasts."""
    from zeroconf import InterfaceChoice, ServiceInfo, Zeroconf  # noqa: PLC0415

    own = f"{hall}-{secrets.token_hex(4)}"  # two machines of a hall may speak at once: neither must be kept from it
    info = ServiceInfo(
        SERVICE,
        f"{own}.{SERVICE}",
        port=port,
        properties={HALL: hall.encode(), TERM: str(term).encode(), SECOND: b"1" if second else b"0"},
        parsed_addresses=list(addresses),
        server=f"{own}.local.",
    )
    with Zeroconf(interfaces=list(interfaces) if interfaces else InterfaceChoice.All) as multicast:
        multicast.register_service(info)
        try:
            yield
        finally:
            multicast.unregister_service(info)
