"""A box that has no identity yet: it asks, shows its code, waits, and writes down what it was given.

Everything is done so that it may be cut off at any moment: the key is made once and kept, the certificate is written last;
then the kit is scrubbed and the role taken (`finishing.py`).
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from broker.bus.identity import BOX, CERTIFICATE, KEY, REVOKED
from broker.bus.on_disk import put
from broker.bus.settings import printer_of
from provisioning.authority import certificates
from provisioning.authority.authority import write_identity
from provisioning.enrolment import code as codes
from provisioning.enrolment.desk import Answer, Ask, seal
from provisioning.enrolment.door import Door, NoDesk
from provisioning.enrolment.finishing import SETTINGS, WISH

log = logging.getLogger(__name__)

EVERY = 2.0  # seconds between two questions
FRESH = "new-key.pem"
_BARE = re.compile(r"[A-Za-z0-9_-]+")  # a name that stands without quotes in TOML


@dataclass(frozen=True, slots=True)
class Places:
    """Where a box keeps what it is given: an identity for each role that it has, since a connection has one name."""

    identities: Path
    roles: Path
    hall: Path


@dataclass(frozen=True, slots=True)
class Shows:
    """How a box tells people: `code` until it is let in, `identify` when somebody asks which one it is; `well`: the desk
    answers.
    """

    code: Callable[[str], None]
    identify: Callable[[], None]
    trouble: Callable[[str], None]
    well: Callable[[], None] = lambda: None


class Refusal(Exception):
    """The hall said no; the text is its reason."""


def belongs(identity: Path, hardware: str) -> bool:
    """Whether the identity on this card was given to this box. A card that was copied or moved asks anew."""
    try:
        return (identity / BOX).read_text("utf-8").strip() == hardware
    except OSError:
        return not hardware


def own_key(fresh: Path) -> certificates.Key:
    """The key that this box has made for itself; made now when there is none."""
    try:
        found = load_pem_private_key(fresh.read_bytes(), None)
    except (OSError, ValueError):
        found = certificates.new_key()
        put(fresh, certificates.private_pem(found), private=True)
    assert isinstance(found, certificates.Key)
    return found


class Box:
    """`door` leads to the desk of the hall in the kit; `wanted`: which role the box asks for just now, "" for any; `wait`
    sleeps, and returns True when we are to stop. `was`: as whom this card was let in in another box.
    """

    def __init__(
        self,
        kit: dict[str, Any],
        door: Callable[[], Door | None],
        places: Places,
        shows: Shows,
        *,
        hardware: str,
        wanted: Callable[[], str] = lambda: "",
        was: str = "",
    ) -> None:
        self._kit, self._door, self._places, self._shows = kit, door, places, shows
        self._hardware, self._wanted, self._role, self._was = hardware, wanted, "", was
        self._key = own_key(places.identities / FRESH)
        self._code = codes.new_code(secrets.choice)
        self._asked = ""
        self._identified = False

    def enrol(self, wait: Callable[[float], bool]) -> Answer | None:
        """Until we are let in. None when told to stop. Refusal when the hall has said no."""
        while True:
            wanted = self._wanted()
            try:
                door = self._door()
                if door is None:
                    self._shows.trouble("no-desk")
                elif not self._asked or wanted != self._role:
                    self._ask(door, wanted)
                elif (answer := self._look(door)) is not None:
                    return answer
            except NoDesk as away:
                log.warning("%s", away)
                self._shows.trouble("no-desk")
            if wait(EVERY):
                return None

    def _ask(self, door: Door, wanted: str) -> None:
        """Once for each code, and once more with the same code whenever another role is wanted: a desk takes that for the
        same question. One of an older version leaves the role as it was.
        """
        public = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        request = certificates.request(self._key, self._hardware).public_bytes(Encoding.PEM).decode()
        digest = codes.digest(self._code, public)
        sealed = seal(str(self._kit["token"]), request, digest)
        answer = door.ask(Ask(wanted, digest, request, sealed), self._was)
        self._role, again = wanted, bool(self._asked)
        if answer.state != "waiting" and not again:
            raise Refusal(answer.state)
        self._asked = answer.name or self._asked  # whoever waits already is refused by a technician alone
        if not again:
            self._shows.code(codes.shown(self._code))

    def _look(self, door: Door) -> Answer | None:
        answer = door.asked(self._asked)
        if answer.state == "let-in":
            self._write(answer, door.host)
            door.thank(self._asked)
            return answer
        if answer.state == "refused":
            raise Refusal(answer.state)
        if answer.state == "unknown":  # it was too long ago: another code, at the next turn
            self._code, self._asked = codes.new_code(secrets.choice), ""
        self._shows.well()
        if answer.identify and not self._identified:
            self._shows.identify()
        self._identified = answer.identify
        return None

    def _write(self, answer: Answer, host: str) -> None:
        """`host`: where the hall was found, which may be elsewhere than the kit says."""
        hall = x509.load_pem_x509_certificate(str(self._kit["authority"]).strip().encode())
        given = x509.load_pem_x509_certificate(answer.certificate.encode())
        identity = self._places.identities / answer.role
        put(self._places.hall, answer.hall_file.encode())
        (identity / CERTIFICATE).unlink(missing_ok=True)  # of an earlier key
        (identity / REVOKED).unlink(missing_ok=True)  # of another hall, it may be: then it would let nobody be believed
        (identity / WISH).unlink(missing_ok=True)  # the settings that are given have it
        put(identity / BOX, self._hardware.encode())
        settings = {
            "appliance": answer.name,
            "hall": str(self._places.hall),
            "identity": str(identity),
            "broker_host": f"{host} {answer.beside or ''}".strip(),
            "state_dir": f"/var/lib/cherha/{answer.role}",
            **printer_of(answer.role),
            **answer.settings,
        }
        put(identity / SETTINGS, settings_text(settings).encode())
        write_identity(identity, hall, given, self._key)


def settings_text(settings: dict[str, Any]) -> str:
    """A role's settings file, whatever the values are: a role whose file cannot be read never starts."""
    lines = ["# Written when this box was let in. What you change here holds until it is let in anew."]
    for name, value in settings.items():
        plain = isinstance(value, int | float)
        key = name if _BARE.fullmatch(name) else _quoted(name)
        lines.append(f"{key} = {str(value).lower() if plain else _quoted(str(value))}")
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    """TOML's strings are JSON's, but for the delete sign. Half a surrogate cannot be written in either."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def renew(identity: Path, door: Door) -> None:
    """Another certificate for the same name and key. NoDesk or Refusal: the old one stays.

    The key is not changed with it: two files cannot be written at one moment, and a power cut may come between.
    """
    key = load_pem_private_key((identity / KEY).read_bytes(), None)
    assert isinstance(key, certificates.Key)
    answer = door.renew(certificates.request(key, "renewal").public_bytes(Encoding.PEM).decode())
    if answer.state != "let-in":
        raise Refusal(answer.state)
    put(identity / CERTIFICATE, answer.certificate.encode())


def needs_renewal(identity: Path, at: Any) -> bool:
    """Whether half of its time is over."""
    return certificates.needs_renewal(x509.load_pem_x509_certificate((identity / CERTIFICATE).read_bytes()), at)
