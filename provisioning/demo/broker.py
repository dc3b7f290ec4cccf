"""Which broker the demo starts and how: Mosquitto where it is installed, else the one that comes as a wheel."""

from __future__ import annotations

import getpass
import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from broker.mosquitto import configuration
from provisioning.demo.letting_in import LettingIn
from provisioning.demo.ports import LOOPBACK

# Debian installs daemons where an ordinary user's PATH does not look.
ALSO_IN = ("/usr/sbin", "/usr/local/sbin", "/sbin")


@dataclass(frozen=True, slots=True)
class BrokerCommand:
    """What to run. `embedded`: nothing of it survives a restart of the broker."""

    arguments: tuple[str, ...]
    embedded: bool


def mosquitto() -> str | None:
    """Where Mosquitto is, if it is installed."""
    return shutil.which("mosquitto", path=os.pathsep.join((os.environ.get("PATH", ""), *ALSO_IN)))


def command(port: int, folder: Path, secured: LettingIn | None = None) -> BrokerCommand | None:
    """How to start a broker on 127.0.0.1:`port` with its files in `folder`; None when this machine has none.

    `secured`: with TLS and an access list, which Mosquitto alone has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    program = mosquitto()
    if program and secured:
        written = folder / "mosquitto.conf"
        own = secured.identity("broker").resolve()
        text = configuration.secure(
            port=port,
            address=LOOPBACK,
            folder=folder.resolve(),
            user=getpass.getuser(),
            identity=own,
            broker=secured.broker.resolve(),
        )
        written.write_text(text, "utf-8")
        return BrokerCommand((program, "-c", str(written)), embedded=False)
    if program:
        written = folder / "mosquitto.conf"
        written.write_text(configuration.demo(port=port, folder=folder.resolve(), user=getpass.getuser()), "utf-8")
        return BrokerCommand((program, "-c", str(written)), embedded=False)
    if not secured and importlib.util.find_spec("iotcore"):
        written = folder / "rumqttd.toml"
        written.write_text(RUMQTTD.format(port=port), "utf-8")
        return BrokerCommand((sys.executable, "-m", "provisioning.demo.embedded_broker", str(written)), embedded=True)
    return None


# The same limits as Mosquitto's, as far as rumqttd has them. Only a v5 listener, and only on loopback: its default
# is every interface.
RUMQTTD = """\
id = 0

[router]
id = 0
max_connections = 1000
max_outgoing_packet_count = 200
max_segment_size = 104857600
max_segment_count = 10

[v5.1]
name = "v5-1"
listen = "127.0.0.1:{port}"
next_connection_delay_ms = 1

[v5.1.connections]
connection_timeout_ms = 60000
max_payload_size = 2097152
max_inflight_count = 200
dynamic_filters = true
"""
