"""The hall's authority on its disk: it lets in, renews, revokes, and writes what the broker reads.

A folder on the queue-master's machine: `hall.pem`, `hall.key`, and `members.json`, which has every certificate that was
ever given. Whoever has `hall.key` may let anybody in: it never leaves this folder but in a backup.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from fcntl import LOCK_EX, flock
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from broker.bus.identity import CERTIFICATE, HALL, KEY
from broker.bus.on_disk import Look, keep, look_of, put
from broker.contracts.errors import Refused
from broker.mosquitto.access import NAME
from provisioning.authority import certificates as made

MEMBERS = "members.json"


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate that was given. `on_purpose`: somebody has shut out just this name, and not the machine that it was on."""

    name: str
    role: str
    serial: str
    until: datetime
    hardware: str = ""
    revoked: bool = False
    on_purpose: bool = False


class Authority:
    """The authority in `folder`; made there when there is none yet and `hall` says for whom."""

    def __init__(self, folder: Path, hall: str = "", at: datetime | None = None) -> None:
        """FileNotFoundError when there is none and none is to be made."""
        self.folder = folder
        self._threads, self._held = threading.RLock(), False
        if hall and not (folder / KEY).is_file():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            key = made.new_key()
            put(folder / HALL, _pem(made.authority(key, hall, at or made.FLOOR)))
            put(folder / KEY, made.private_pem(key), private=True)  # last: without it nothing was made
        signing = load_pem_private_key((folder / KEY).read_bytes(), None)
        assert isinstance(signing, made.Key)
        self._signing = signing
        self.certificate = x509.load_pem_x509_certificate((folder / HALL).read_bytes())

    @property
    def pem(self) -> str:
        return _pem(self.certificate).decode()

    def sign_with(self, does: Callable[[made.Key], str]) -> str:
        """Something else that the hall gives its word for. The key does not leave `does`."""
        return does(self._signing)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Whoever else changes who may come in waits, in any thread and any process. May be entered again inside."""
        with self._threads:
            if self._held:
                yield
                return
            # The folder itself: a file of its own would be carried with the backup, and might be root's.
            place = os.open(self.folder, os.O_RDONLY)
            try:
                flock(place, LOCK_EX)
                self._held = True
                yield
            finally:
                self._held = False
                os.close(place)

    @property
    def members(self) -> tuple[Member, ...]:
        """Every certificate that was given, the oldest first."""
        try:
            return msgspec.json.decode((self.folder / MEMBERS).read_bytes(), type=tuple[Member, ...])
        except FileNotFoundError:
            return ()

    @property
    def look(self) -> Look:
        """Another when the members are, whoever has changed them."""
        return look_of(self.folder / MEMBERS)

    @property
    def names(self) -> dict[str, str]:
        """Who may come in, by name: the role."""
        return {member.name: member.role for member in self.members if not member.revoked}

    def let_in(
        self, asked: x509.CertificateSigningRequest, name: str, role: str, at: datetime, *, serves: str = ""
    ) -> x509.Certificate:
        """A certificate for whoever asks. What was given before under that name is revoked: a name is one box's.

        Refused when the name cannot be one, or the request is not signed by its own key.
        """
        if not NAME.fullmatch(name):
            raise Refused("not-a-name", name=name)
        if not asked.is_signature_valid:
            raise Refused("not-signed")
        given = made.member(self._signing, self.certificate, name, asked.public_key(), at, serves=serves)
        member = Member(
            name=name,
            role=role,
            serial=f"{given.serial_number:x}",
            until=given.not_valid_after_utc,
            hardware=made.name_of(asked),
        )
        with self.alone():
            self.revoke(name)
            self._keep((*self.members, member))
        return given

    def renew(self, shown: x509.Certificate, asked: x509.CertificateSigningRequest, at: datetime) -> x509.Certificate:
        """A new certificate for who has shown a good one. The old one holds on: the new one may not arrive.

        Refused for one that was revoked, or is not ours.
        """
        if not asked.is_signature_valid:
            raise Refused("not-signed")
        return self._again(shown, asked.public_key(), at)

    def renew_here(self, folder: Path, at: datetime) -> None:
        """The identity in `folder`, of this machine, in place and with its key: who shows the old one is believed still."""
        shown = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
        put(folder / CERTIFICATE, _pem(self._again(shown, shown.public_key(), at)))

    def _again(self, shown: x509.Certificate, key: CertificatePublicKeyTypes, at: datetime) -> x509.Certificate:
        with self.alone():
            member = self.of(shown)
            if member is None or member.revoked:
                raise Refused("revoked")
            given = made.member(self._signing, self.certificate, member.name, key, at, serves=made.serves(shown))
            fresh = msgspec.structs.replace(member, serial=f"{given.serial_number:x}", until=given.not_valid_after_utc)
            self._keep((*self.members, fresh))
            return given

    def of(self, shown: x509.Certificate) -> Member | None:
        """The member whose certificate this is; None when it is not of this hall."""
        try:
            shown.verify_directly_issued_by(self.certificate)
        except (ValueError, TypeError, InvalidSignature):
            return None
        serial = f"{shown.serial_number:x}"
        return next((member for member in self.members if member.serial == serial), None)

    def revoke(self, name: str, *, on_purpose: bool = False) -> bool:
        """Shut out whoever has a certificate with this name. False when nobody had."""
        with self.alone():
            members = self.members
            found = {member.serial for member in members if member.name == name and not member.revoked}
            if found:
                self._keep(
                    msgspec.structs.replace(m, revoked=True, on_purpose=on_purpose) if m.serial in found else m
                    for m in members
                )
            return bool(found)

    def is_out_on_purpose(self, name: str) -> bool:
        """Whether somebody has shut out just this name, and nobody has let it in since."""
        last = next((member for member in reversed(self.members) if member.name == name), None)
        return last is not None and last.revoked and last.on_purpose

    def write_revoked(self, file: Path) -> None:
        """The list that the broker reads."""
        serials = [int(member.serial, 16) for member in self.members if member.revoked]
        made_list = made.revoked(self._signing, self.certificate, serials, len(serials) + 1)
        put(file, made_list.public_bytes(Encoding.PEM))

    def equip(self, folder: Path, name: str, role: str, at: datetime, *, serves: str = "") -> None:
        """Make a whole identity in `folder`, for what runs on the authority's own machine. `serves`: BROKER, or ""."""
        key = made.new_key()
        with self.alone():
            given = self.let_in(made.request(key, "this machine"), name, role, at, serves=serves)
            # The broker is another user, of our group.
            write_identity(folder, self.certificate, given, key, private=not serves)

    def _keep(self, members: Iterable[Member]) -> None:
        """Alone: what was read stands still until this is written, and the file is written under one name."""
        keep(self.folder / MEMBERS, tuple(members))


def write_identity(
    folder: Path, hall: x509.Certificate, given: x509.Certificate, key: made.Key, *, private: bool = True
) -> None:
    """Key first, certificate last: a power cut leaves no certificate without its key."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    put(folder / KEY, made.private_pem(key), private=private)
    put(folder / HALL, _pem(hall))
    put(folder / CERTIFICATE, _pem(given))


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
