"""At the desk of a standby in office: a newcomer takes the first machine's place, with all that is known here.

Whoever has the first machine's backup has the hall's authority. It is given to one box alone: the one whose code a
technician has typed for this, and which shows the certificate that it was given then. The backup word is not needed and
not sent: what was made of it goes with the backup, as this box keeps it and the first machine kept it.
"""

from __future__ import annotations

import errno
import hashlib
import io
import logging
import os
import shutil
import threading
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.identity import BROKER as SERVES
from broker.bus.on_disk import put
from broker.bus.settings import Settings
from broker.contracts.errors import Refused
from broker.mosquitto.access import BROKER
from broker.standby.candidate import holds_office
from broker.standby.kept_files import KEY, SEALED
from broker.standby.mirroring import BESIDE
from broker.standby.run import in_office
from broker.standby.sealing import Key, is_sealed_by, kept_key, unseal
from broker.standby.second_disk import kept_files
from broker.standby.taking import JOURNAL, take
from provisioning.backup.believed import believe
from provisioning.enrolment import places
from provisioning.enrolment.first_machines_own import BROKERS, PAGE
from provisioning.kit.making import kit_text
from provisioning.kit.schema import FILE as KIT
from provisioning.pairing.pair import QUEUE_MASTER, WITNESS
from provisioning.replacing.packed import Packed, called_here

if TYPE_CHECKING:
    from provisioning.enrolment.desk import Desk
    from provisioning.enrolment.register import Waiting

log = logging.getLogger(__name__)

FOLDER = "for-first-machine"  # below the standby's own
_FILE = "hall.cherha"
_GOOD_FOR = timedelta(hours=1)  # a box that could not fetch it, or has no room, asks every few seconds
_ROOM = 128 * 1024 * 1024  # bytes that stay free: the queue is written to this disk


class NextFirst:
    """`settings`: of the standby on this machine."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk, self._settings = desk, settings
        self._folder = settings.state_dir / FOLDER
        self._came = settings.state_dir / BESIDE
        self._alone = threading.Lock()
        self._ready: tuple[Packed, object, datetime] | None = None

    @property
    def name(self) -> str:
        """Whose place it is; "" where this box does not decide, or cannot open what there is of the first machine."""
        if not holds_office(self._settings.state_dir, self._settings.appliance):
            return ""
        names = [member.name for member in self._desk.authority.members if member.role == QUEUE_MASTER]
        return names[-1] if names and self._key is not None else ""

    @property
    def settings(self) -> dict[str, str | int]:
        """What the box has to know of the pair whose second one it becomes."""
        names = self._desk.authority.names
        witness = next((name for name, role in names.items() if role == WITNESS), self._settings.witness)
        return {"standby": self._settings.appliance, "witness": witness}

    def let_in(self, code: str, asked: str, steady: float) -> Waiting:
        """The technician has typed the code of a new box: the first machine comes in no more. Refused as by the register."""
        authority, name = self._desk.authority, self.name
        with authority.alone():
            names = {**authority.names, name: QUEUE_MASTER}  # also one that was shut out before
            found = self._desk.register.accept(code, name, QUEUE_MASTER, names, steady, instead=True, asked=asked)
            self._desk.shut_first_out(name)
            return found

    def packed(self, address: str, at: datetime) -> Packed:
        """All that this box has, made now: it takes as long as the journal is large. It is made once for a box that asks
        again, as long as nobody was let in or shut out since.

        Refused where it cannot be opened; OSError or sqlite3.Error where there is no room for it, and then nothing of it stays.
        """
        with self._alone:
            if (key := self._key) is None:
                raise Refused("first-not-here")
            if self._ready is not None and self.file.is_file():
                packed, look, made = self._ready
                since = (address, key.secret.hex(), self._desk.authority.look)
                if (packed.address, packed.secret, look) == since and abs(at - made) < _GOOD_FOR:
                    return packed
            self.let_go()
            try:
                packed = self._pack(key, address, at)
            except BaseException:
                self.let_go()
                raise
            self._ready = packed, self._desk.authority.look, at
            return packed

    def _pack(self, key: Key, address: str, at: datetime) -> Packed:
        files = kept_files(in_office(self._settings))
        self._need_room(sum(each.size for each in files.listed()))
        self._folder.mkdir(mode=0o700)
        authority, beside, file = self._desk.authority, self._folder / "beside", self._folder / _FILE
        believe(authority, self._came / "identities", key, at)
        self._lay_beside(beside, address, at)
        seq = take(self._settings.state_dir, file, key, files, beside)
        shutil.rmtree(beside)
        log.info("a backup up to event %d lies ready for the first machine's place", seq)
        with file.open("rb") as opened:
            sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        return Packed(
            sha256=sha256, size=file.stat().st_size, salt=key.salt.hex(), secret=key.secret.hex(), address=address
        )

    def _need_room(self, files: int) -> None:
        """OSError before a disk is filled that the queue needs. Of all there are two copies for a while."""
        state = self._settings.state_dir
        wanted = 2 * (files + sum(path.stat().st_size for path in state.glob(f"{JOURNAL}*"))) + _ROOM
        if shutil.disk_usage(state).free < wanted:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._folder))

    @property
    def file(self) -> Path:
        return self._folder / _FILE

    def let_go(self) -> None:
        """Nobody has to fetch it any more."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _lay_beside(self, folder: Path, address: str, at: datetime) -> None:
        """What the first machine would make itself, of the authority that will be its: made here, it can be shut out here."""
        authority = self._desk.authority
        authority.equip(folder / "broker" / "identity", BROKERS, BROKER, at, serves=SERVES)
        if self._sealed("office").is_file():
            called = called_here(str(self._role("office").get("office_names", "")), address)
            authority.equip(folder / PAGE, PAGE, BROKER, at, serves=called.split()[0])
            kit = kit_text(authority, authority.folder, self._desk.hall_id, address, token=self._desk.register.token)
            put(folder / "office" / KIT, kit.encode(), private=True)

    @property
    def _key(self) -> Key | None:
        key, role = kept_key(self._settings.state_dir / KEY), self._sealed(QUEUE_MASTER)
        return key if key is not None and role.is_file() and is_sealed_by(key, role) else None

    def _role(self, role: str) -> dict[str, object]:
        """The settings of a role of the first machine."""
        plain = io.BytesIO()
        assert self._key is not None
        with self._sealed(role).open("rb") as sealed:
            unseal(self._key, sealed, plain)
        return tomllib.loads(plain.getvalue().decode())

    def _sealed(self, role: str) -> Path:
        return self._came / places.ROLES.name / f"{role}.toml{SEALED}"
