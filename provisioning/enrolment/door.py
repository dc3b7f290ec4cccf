"""How a box speaks with the desk: HTTPS to one name, whatever the address is."""

from __future__ import annotations

import hashlib
import http
import http.client
import socket
import ssl
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from broker.bus.addresses import addresses
from broker.bus.identity import CERTIFICATE, HALL, KEY, believing
from broker.bus.room import is_full
from broker.contracts.hall_check import load
from provisioning.enrolment.desk import Answer, Ask
from provisioning.enrolment.finding import answers, latest, listen, reached
from provisioning.enrolment.places import DESK
from provisioning.replacing.packed import Packed
from provisioning.updating.bundles import Bundle

PATIENCE = 10.0  # seconds
MAKING = 1800.0  # seconds, for a backup that is made for us
KIND, WAS = "Cherha-Kind", "Cherha-Was"  # headers
_CHUNK = 256 * 1024
_NOTHING: Mapping[str, str] = {}


class NoDesk(Exception):
    """The desk was not reached, or what was reached is not this hall's desk."""


class _Connection(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, context: ssl.SSLContext, patience: float = PATIENCE) -> None:
        super().__init__(host, port, timeout=patience)
        self._context = context

    def connect(self) -> None:
        plain = socket.create_connection((self.host, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=DESK)


class Door:
    """The desk at `host`:`port`, believed by the hall's certificate; `identity`: who we are already, for a renewal."""

    def __init__(self, host: str, port: int, hall: str, identity: Path | None = None, *, moved: bool = False) -> None:
        """`moved`: the queue-master's machine was found by itself, at an address that nobody here knew."""
        self.host, self._port, self.moved = host, port, moved
        self._context = believing(hall)
        if identity:
            self._context.load_cert_chain(identity / CERTIFICATE, identity / KEY)

    def ask(self, ask: Ask, was: str = "") -> Answer:
        """`was`: as whom this card was let in in another box; beside the rest, as `kind` of `update`."""
        return self._say("POST", "/ask", msgspec.json.encode(ask), {WAS: was} if was else {})

    def asked(self, id: str) -> Answer:  # noqa: A002 - its name in the address
        return self._say("GET", f"/asked/{id}")

    def thank(self, id: str) -> None:  # noqa: A002 - its name in the address
        self._say("DELETE", f"/asked/{id}")

    def renew(self, request: str) -> Answer:
        return self._say("POST", "/renew", request.encode())

    def update(self, runs: str, tried: str, kind: str = "") -> Answer:
        """Whether this box is to take a new version now. `runs`: what it has; `tried`: what it installed last; `kind`: of
        this machine. That goes beside the rest, where a desk of an older version does not stumble over it.
        """
        return self._say("POST", "/update", f"{runs}\n{tried}".encode(), {KIND: kind} if kind else {})

    def shelf(self) -> Answer:
        """What is offered to the hall, for who may have to go on with it."""
        return self._say("GET", "/shelf")

    def pair(self, stands: bytes) -> Answer:
        """What this box has to know of standby and witness. `stands`: what it has of that now, as JSON."""
        return self._say("POST", "/pair", stands)

    def settings(self, told: bytes) -> Answer:
        """What is set at this box, as JSON. A desk of an older version says that it knows nothing of that."""
        return self._say("POST", "/settings", told)

    def bundle(self, file: Path, bundle: Bundle) -> None:
        """Fetch the bundle that was told of into `file`. NoDesk when it broke off, OSError of a disk that is full; never more
        than was told.
        """
        self._fetch(f"/bundle/{bundle.sha256}", file, bundle.size)

    def packed(self) -> Answer:
        """The backup of the first machine, for the box that takes its place; it is made now, which may take long."""
        return self._say("GET", "/packed", patience=MAKING)

    def fetch_packed(self, file: Path, packed: Packed) -> None:
        """NoDesk when it broke off, or is another by now; OSError of a disk that is full."""
        self._fetch(f"/packed/{packed.sha256}", file, packed.size)
        with file.open("rb") as fetched:
            if hashlib.file_digest(fetched, "sha256").hexdigest() != packed.sha256:
                raise NoDesk(f"{self.host}:{self._port}: the backup did not come whole")

    def _fetch(self, path: str, file: Path, size: int) -> None:
        connection = _Connection(self.host, self._port, self._context)
        try:
            connection.request("GET", path)
            said = connection.getresponse()
            if said.status != http.HTTPStatus.OK:
                raise NoDesk(f"{self.host}:{self._port}: {said.status}")
            with file.open("wb") as into:
                while (part := said.read(_CHUNK)) and into.tell() <= size:
                    into.write(part)
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, OSError) and is_full(error):
                raise
            raise NoDesk(f"{self.host}:{self._port}: {error}") from None
        finally:
            connection.close()

    def _say(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        beside: Mapping[str, str] = _NOTHING,
        *,
        patience: float = PATIENCE,
    ) -> Answer:
        connection = _Connection(self.host, self._port, self._context, patience)
        try:
            connection.request(method, path, body, dict(beside))
            said = connection.getresponse().read(256 * 1024)
            return msgspec.json.decode(said, type=Answer)
        except (OSError, http.client.HTTPException, msgspec.MsgspecError) as error:
            raise NoDesk(f"{self.host}:{self._port}: {error}") from None
        finally:
            connection.close()


def door_of(state: Path, role: str, port: int, host: str = "") -> Door:
    """The desk, for a role that was let in: on the first machine of its brokers on which one is open, where multicast DNS
    says that it is, or at `host`.

    `state`: where enrolment has written settings and identity. OSError when they are not there.
    """
    identity = state / "identities" / role
    settings = tomllib.loads((state / "roles" / f"{role}.toml").read_text("utf-8"))
    brokers = f"{settings.get('broker_host', '127.0.0.1')} {settings.get('second_broker', '')}"
    hosts = [each for each, _ in addresses(brokers, port)]
    open_one, moved = host or next((each for each in hosts if answers(each, port)), ""), False
    if not open_one and (heard := latest(listen(load(Path(str(settings["hall"]))).hall.id))) and (at := reached(heard)):
        (open_one, port), moved = at, not heard.second and at[0] not in hosts
    return Door(open_one or hosts[0], port, (identity / HALL).read_text("ascii"), identity, moved=moved)
