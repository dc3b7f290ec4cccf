"""The desk of the hall's authority: boxes ask here, over TLS, and fetch what became of it.

On the queue-master's machine. It alone has the authority's key; whom it lets in is said in the register, by a technician.
"""

from __future__ import annotations

import hmac
import logging
import sqlite3
import time
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from broker.bus.clock import new_id
from broker.bus.identity import CERTIFICATE, REVOKED, is_there
from broker.bus.on_disk import Look, look_of, put
from broker.contracts.errors import ConfigError, Refused
from broker.contracts.hall_check import load
from broker.contracts.hall_file import HallFile
from broker.mosquitto.access import BROKER, OF_A_WINDOW, access_list
from provisioning.authority.authority import Authority, Member
from provisioning.authority.certificates import name_of, needs_renewal
from provisioning.enrolment import first_machines_own, second_broker, setting, standbys_own
from provisioning.enrolment.places import BROKER as BROKER_FILES
from provisioning.enrolment.places import BROKER_PORT
from provisioning.enrolment.register import Register, Waiting
from provisioning.pairing.known import Known
from provisioning.pairing.pair import QUEUE_MASTER, STANDBY, Stands
from provisioning.replacing.packed import Packed
from provisioning.updating.bundles import Bundle, fitting
from provisioning.updating.plan import LAST, Asked, Plan, quiet
from provisioning.updating.shelf import Updates, box_of, boxes

if TYPE_CHECKING:
    from provisioning.replacing.at_desk import NextFirst

log = logging.getLogger(__name__)

LIST = "access.list"


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A box's question. `seal`: that it has the hall's kit. `role`: what it wants to be, which a technician may follow."""

    role: str
    digest: str
    request: str
    seal: str


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    state: str
    identify: bool = False
    certificate: str = ""
    name: str = ""
    role: str = ""
    settings: dict[str, str | int] = {}
    hall_file: str = ""
    update: Bundle | None = None
    shelf: Plan | None = None
    beside: str | None = None
    now: bool = False
    revoked: str = ""
    wish: int = 0
    time: datetime | None = None
    first: str = ""
    packed: Packed | None = None


def seal(token: str, request: str, digest: str) -> str:
    return hmac.new(token.encode(), f"{request}\n{digest}".encode(), "sha256").hexdigest()


class Desk:
    """What the desk does with each question; `Server` brings them."""

    def __init__(
        self,
        authority: Authority,
        register: Register,
        hall_path: Path,
        hall: HallFile,
        broker: Path,
        *,
        clock: Callable[[], datetime],
        steady: Callable[[], float] = time.monotonic,
        turned: bool = False,
    ) -> None:
        """`turned`: on the standby's machine, where it decides and the queue-master may follow it."""
        self.authority, self.register = authority, register
        self.turned = turned
        self._hall_path, self._hall, self._broker = hall_path, hall, broker
        self._clock, self._steady = clock, steady
        self._seen = look_of(self._hall_path)
        self._told: Look = None  # of the members, when the broker was told
        self.updates = Updates(broker.parent / "updates")
        self.pairing = Known(broker.parent / "pairing", steady)
        self.next_first: NextFirst | None = None
        self.tells_time: Callable[[], datetime | None] = lambda: None

    def ask(self, ask: Ask, address: str, was: str = "") -> str:
        """The id under which the box may come back. Refused for who has no kit of this hall.

        `was`: as whom its card was let in in another box, or so it says; people are told, and nothing follows from it.
        """
        token = self.register.token
        if not token or not hmac.compare_digest(seal(token, ask.request, ask.digest), ask.seal):
            raise Refused("no-kit")
        try:
            asked = x509.load_pem_x509_csr(ask.request.encode())
        except ValueError:
            raise Refused("not-signed") from None
        if not asked.is_signature_valid:
            raise Refused("not-signed")
        key = asked.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()
        hardware = name_of(asked)
        mine = [each for each in self.authority.members if not each.revoked]
        known = [each.name for each in mine if was and each.name == was] or [
            each.name for each in mine if each.hardware == hardware
        ]
        box = Waiting(
            id=new_id(), hardware=hardware, role=ask.role[:40], address=address, digest=ask.digest, key=key,
            request=ask.request, since=self._steady(), known=known[-1] if known else "",
        )  # fmt: skip
        return self.register.ask(box, self._steady()).id

    def asked(self, id: str) -> Answer:  # noqa: A002 - its name in the address
        """What became of it. Whoever was accepted gets the certificate here."""
        with self.authority.alone():
            found = self.register.of(id, self._steady())
            if found is None:
                return Answer(state="unknown")
            if found.state != "accepted":
                return Answer(state=found.state, identify=found.identify)
            if found.role == STANDBY:
                standbys_own.forget(self.authority, self._broker.parent)
            request = x509.load_pem_x509_csr(found.request.encode())
            given = self.authority.let_in(request, found.name, found.role, self._clock())
            if found.role == QUEUE_MASTER and self.next_first is not None:
                self.register.promise_first(f"{given.serial_number:x}")
            self.tell_broker()
            log.info("%s (%s) is let in, on %s", found.name, found.role, found.hardware)
            of_pair = self.pairing.at_entry(found.name, found.role, self.authority.members, found.address)
            return Answer(
                state="let-in",
                certificate=given.public_bytes(Encoding.PEM).decode(),
                name=found.name,
                role=found.role,
                settings={"broker_port": BROKER_PORT, **of_pair.settings, **_of_role(found.role), **found.settings},
                beside=of_pair.beside,
                hall_file=self._hall_path.read_text("utf-8"),
            )

    def thanked(self, id: str) -> None:  # noqa: A002 - its name in the address
        """The box has written everything down."""
        self.register.forget(id)

    def renew(self, shown: x509.Certificate, request: str) -> Answer:
        try:
            asked = x509.load_pem_x509_csr(request.encode())
        except ValueError:
            raise Refused("not-signed") from None
        with self.authority.alone():
            given = self.authority.renew(shown, asked, self._clock())
        return Answer(state="let-in", certificate=given.public_bytes(Encoding.PEM).decode(), name=name_of(given))

    def update(self, shown: x509.Certificate | None, runs: str, tried: str, kind: str = "") -> Answer:
        """Whether the box that shows this certificate is to take a new version now. Refused for a stranger."""
        member = self._known(shown)
        members = self.authority.members
        asked = Asked(box_of(member, members), runs, tried, kind)
        plan, verdict = self.updates.asked(asked, self._clock(), self._steady(), boxes(members))
        return Answer(state=verdict, name=asked.name, update=fitting(plan.bundles, kind) if plan else None)

    def shelf(self, shown: x509.Certificate | None) -> Answer:
        """All that is offered, and how it stands, for a machine that may have to go on with it; `now`: nobody waits, and so
        much may be fetched. Refused for all others.
        """
        if self._known(shown).role not in LAST:
            raise Refused("not-yours")
        return Answer(state="shelf", shelf=self.updates.plan, now=quiet(self.updates.hall, self._steady()))

    def pair(self, shown: x509.Certificate | None, body: bytes, address: str) -> Answer:
        """What the box that shows this certificate has to know of standby and witness, and whom it must not believe any
        more: a broker whose machine was lost. Refused for a stranger.
        """
        member, stands = self._known(shown), msgspec.json.decode(body, type=Stands)
        if member.serial == self.register.next_first and self.next_first is not None:  # it works, and needs no more
            self.register.promise_first("")
            self.next_first.let_go()
        told = self.pairing.asked(member, stands, self.authority.members, address)
        return Answer(
            state="paired",
            settings=dict(told.settings),
            beside=told.beside,
            now=told.now,
            revoked=self._revoked(),
            first=self.pairing.first(member, address) if self.turned else "",
            time=self.tells_time(),
        )

    def _revoked(self) -> str:
        try:
            return (self._broker / REVOKED).read_text("ascii")
        except FileNotFoundError:
            return ""

    def settings(self, shown: x509.Certificate | None, body: bytes) -> Answer:
        """The box that shows this certificate says what is set there, and hears what a technician has set since. Refused
        for a stranger.
        """
        said = msgspec.json.decode(body, type=dict[str, str | int])
        wish = setting.told_by(self, self._known(shown), said, self._clock())
        if wish is None:
            return Answer(state="kept")
        return Answer(state="kept", settings={**wish.settings}, now=wish.at_once, wish=wish.number)

    def bundle(self, shown: x509.Certificate | None, sha256: str) -> Path:
        """The file of it; a box of an older version does not say which. Refused for a stranger, FileNotFoundError when
        there is none such.
        """
        self._known(shown)
        offered = plan.bundles if (plan := self.updates.plan) else ()
        found = next((each for each in offered if each.sha256 == sha256), None if sha256 else fitting(offered, ""))
        if found is None:
            raise FileNotFoundError(sha256)
        return self.updates.file(found)

    def packed(self, shown: x509.Certificate | None, address: str) -> Answer:
        """The first machine's backup, made now for the box that takes its place. Refused for everybody else."""
        first = self.may_be_first(shown)
        try:
            packed = first.packed(address, self._clock())
        except (OSError, sqlite3.Error) as error:
            log.error("the backup for the first machine's place could not be made: %s", error)  # noqa: TRY400 - the words say it all
            raise Refused("disk") from None
        self.may_be_first(shown)  # it may have been shut out while that was made
        return Answer(state="packed", packed=packed, settings=first.settings)

    def may_be_first(self, shown: x509.Certificate | None) -> NextFirst:
        """Refused for whoever is not the box that takes the first machine's place."""
        member = self._known(shown)
        if self.next_first is None or member.serial != self.register.next_first:
            raise Refused("not-yours")
        return self.next_first

    def _known(self, shown: x509.Certificate | None) -> Member:
        member = self.authority.of(shown) if shown else None
        if member is None or member.revoked:
            raise Refused("revoked")
        return member

    def shut_out(self, name: str, spare: Collection[str] = ()) -> None:
        """Let nobody in any more under that name. Refused when nobody has it, or its role is one of `spare`.

        Where the standby decides, the queue-master of the first machine goes with all that is of that machine.
        """
        with self.authority.alone():
            role = self.authority.names.get(name)
            if role in spare:
                raise Refused("own-machine", name=name)
            accepted = self.register.drop(name, self._steady())  # it has not fetched its certificate, or not all of it
            if role is None and not accepted:
                raise Refused("name-free", name=name)
            if role == QUEUE_MASTER and self.turned:
                self.shut_first_out(name)
                return
            self.authority.revoke(name, on_purpose=True)
            if role == STANDBY:
                standbys_own.forget(self.authority, self._broker.parent)
            self.tell_broker()
            log.info("%s is let in no more", name)

    def shut_first_out(self, name: str) -> None:
        """Where the standby decides: the queue-master of the first machine, and all that is of that machine."""
        with self.authority.alone():
            self.authority.revoke(name)
            first_machines_own.forget(self.authority, self._clock())
            self.register.promise_first("")
            if self.next_first is not None:
                self.next_first.let_go()
            self.tell_broker()
            log.info("%s is let in no more, with its machine", name)

    @property
    def hall_id(self) -> str:
        return self._hall.hall.id

    def equip(self, folder: Path, name: str, role: str, at: datetime, *, serves: str = "") -> None:
        """A whole identity for what is not a box of its own."""
        with self.authority.alone():
            self.authority.equip(folder, name, role, at, serves=serves)
            self.tell_broker()

    def _beside(self, name: str) -> Path:
        """A folder of what the backup carries to the standby."""
        return self._broker.parent / name

    def equip_once(self, name: str, folder: Path, serves: str, at: datetime, role: str = BROKER) -> None:
        """An identity of this machine, unless there is one that is believed; it is renewed when it is time."""
        if is_there(folder):
            held = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
            member = self.authority.of(held)
            if member is not None and not member.revoked:
                if needs_renewal(held, at):
                    self.authority.renew_here(folder, at)
                return
        self.authority.equip(folder, name, role, at, serves=serves)

    def look_at_hall(self) -> None:
        """Take in a hall file that was changed since: a new window has topics of its own in the broker's list."""
        seen = look_of(self._hall_path)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            hall = load(self._hall_path)
        except (ConfigError, OSError) as wrong:
            log.warning("the hall file is left as it was: %s", wrong)
            return
        with self.authority.alone():
            before, self._hall = self._hall, hall
            if before.windows != hall.windows:
                self.tell_broker()
                log.info("the broker knows of windows %s", ", ".join(map(str, hall.windows)))

    def keep_list(self) -> None:
        """Write the broker's list anew where it went (without it the queue-master believes nobody after its next start),
        or where another process has changed who may come in.
        """
        if self.authority.look != self._told or not (self._broker / LIST).is_file():
            self.tell_broker()

    @property
    def windows_of_hall(self) -> Collection[int]:
        return self._hall.windows

    @property
    def windows(self) -> dict[str, int]:
        """Of each button box and tablet that has one: the only window that it speaks for."""
        names, windows = self.authority.names, self.register.windows
        return {name: window for name, window in windows.items() if names.get(name) in OF_A_WINDOW}

    def tell_broker(self) -> None:
        """What the broker reads; systemd sees that it changed and lets it read (`appliance-broker.path`)."""
        with self.authority.alone():  # of two processes, the one that knows less must not write last
            self._told = self.authority.look
            names = second_broker.turned(self.authority.names) if self.turned else self.authority.names
            listed = access_list(self._hall.hall.id, names, self._hall.windows, own=self.windows)
            put(self._broker / LIST, listed.encode())
            self.authority.write_revoked(self._broker / REVOKED)
            if "standby" in names.values() and not self.turned:
                beside = self._beside(second_broker.FOLDER)
                second_broker.write_second_broker(
                    self, self._hall.hall.id, list(self._hall.windows), beside, self._clock()
                )


def _of_role(role: str) -> dict[str, str | int]:
    """What a box of this role is told beside what a technician says."""
    return {"broker_files": str(BROKER_FILES)} if role == "standby" else {}
