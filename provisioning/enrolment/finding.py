"""Where the hall's desk is: at the address in the kit, or wherever it says by multicast DNS that it is."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from provisioning.enrolment.places import SERVICE

HALL = b"hall"
SECONDS = 3.0


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


def hear(hall: str, seconds: float = SECONDS) -> tuple[str, int] | None:
    """Listen for the desk of `hall` on the local network."""
    import threading  # noqa: PLC0415

    from zeroconf import ServiceBrowser, ServiceStateChange, Zeroconf  # noqa: PLC0415 - the second way is seldom gone

    found: list[tuple[str, int]] = []
    heard = threading.Event()
    with Zeroconf() as multicast:

        def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
            if state_change is not ServiceStateChange.Added:
                return
            info = zeroconf.get_service_info(service_type, name)
            if info and info.port and info.properties.get(HALL) == hall.encode() and info.parsed_addresses():
                found.append((info.parsed_addresses()[0], info.port))
                heard.set()

        browser = ServiceBrowser(multicast, SERVICE, handlers=[changed])
        heard.wait(seconds)
        browser.cancel()
    return found[0] if found else None


@contextmanager
def told(hall: str, port: int, addresses: list[str]) -> Iterator[None]:
    """Tell the local network where the desk of `hall` is, as long as the block lasts."""
    from zeroconf import ServiceInfo, Zeroconf  # noqa: PLC0415

    info = ServiceInfo(
        SERVICE,
        f"{hall}.{SERVICE}",
        port=port,
        properties={HALL: hall.encode()},
        parsed_addresses=addresses,
        server=f"{hall}-desk.local.",
    )
    with Zeroconf() as multicast:
        multicast.register_service(info)
        try:
            yield
        finally:
            multicast.unregister_service(info)
