"""Where this machine is in the hall's network."""

from __future__ import annotations

import socket


def own_addresses() -> list[str]:
    """The addresses at which this machine is in the hall."""
    found = {str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.168.0.1", 9))  # nothing is sent: the route tells the address
            found.add(str(asking.getsockname()[0]))
        except OSError:
            pass
    return sorted(found - {"127.0.0.1", "127.0.1.1"}) or ["127.0.0.1"]
