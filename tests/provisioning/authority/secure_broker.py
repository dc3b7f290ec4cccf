"""A hall's broker with TLS and the access list, for tests; and who was let in."""

from __future__ import annotations

import getpass
import signal
from datetime import UTC, datetime
from pathlib import Path

from broker.bus.identity import BROKER
from broker.bus.link import Link
from broker.bus.on_disk import put
from broker.mosquitto import access, configuration
from provisioning.authority.authority import Authority
from tests.broker.mosquitto import Mosquitto

HALL = "test-hall"
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


class SecureBroker(Mosquitto):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.authority = Authority(folder / "authority", HALL, AT)
        self.authority.equip(self.identity("broker"), "broker", access.BROKER, AT, serves=BROKER)
        self.tell()

    def identity(self, name: str) -> Path:
        return self.folder / "identities" / name

    def let_in(self, name: str, role: str) -> Path:
        """A new certificate for the name; the broker knows of it when it is `told`."""
        self.authority.equip(self.identity(name), name, role, AT)
        self.tell()
        return self.identity(name)

    def tell(self) -> None:
        listed = access.access_list(HALL, self.authority.names, windows=(1, 2))
        put(self.folder / "access.list", listed.encode())
        self.authority.write_revoked(self.folder / "revoked.pem")
        if self._process is not None:
            self._process.send_signal(signal.SIGHUP)

    def link(self, name: str, identity: Path | None = None) -> Link:
        return Link(HALL, name, "127.0.0.1", self.port, identity=str(identity or self.identity(name)))

    def log(self) -> str:
        return (self.folder / "mosquitto.log").read_text(errors="replace")

    def _configuration(self) -> str:

        made = configuration.secure(
            port=self.port,
            address="127.0.0.1",
            folder=self.folder,
            user=getpass.getuser(),
            identity=self.identity("broker"),
            broker=self.folder,
        )
        return f"{made}log_type all\n"
