"""The staff's pages where the queue-master is now: they were on the box that died.

The desk has prepared them while all was well (`provisioning/enrolment/second_office.py`), and the backup has carried them: who
may sign in, and certificates for calling the broker and for being called by browsers.
"""

from __future__ import annotations

import json
import logging
import tomllib
from collections.abc import Callable
from pathlib import Path

from broker.bus.on_disk import put
from broker.bus.settings import Settings
from broker.standby.mirroring import BESIDE

log = logging.getLogger(__name__)

CARRIED = "office"  # below the backup
PREPARED = "office-of-standby"  # at the queue-master, beside what the standby's broker reads
IDENTITY, PAGE, SETTINGS, STAFF = "identity", "page", "settings.toml", "staff.toml"
_MARK = "# Of the box that was the standby, for as long as it decides.\n"


def open_office(settings: Settings, root: Path, before: Callable[[], None]) -> None:
    """Write the settings with which the pages begin on this machine. Not where an office is at home already.

    `settings`: of the queue-master that this box has become; `root`: where its roles are; `before`: what is done first.
    """
    carried, file = settings.state_dir / BESIDE / CARRIED, root / "roles" / "office.toml"
    if file.exists() or not all((carried / name).exists() for name in (IDENTITY, PAGE, SETTINGS, STAFF)):
        return
    told = tomllib.loads((carried / SETTINGS).read_text("utf-8"))
    mine = {
        **told,
        "broker_host": f"{settings.broker_host}:{settings.broker_port} {settings.second_broker}".strip(),
        "broker_port": settings.broker_port,
        "identity": str(carried / IDENTITY),
        "hall": str(settings.hall),
        "state_dir": str(root / "office"),
        "journal": str(settings.state_dir / "journal.db"),
        "content": settings.content,
        "office_certificate": str(carried / PAGE / "certificate.pem"),
        "office_key": str(carried / PAGE / "key.pem"),
    }
    before()
    put(root / "office" / STAFF, (carried / STAFF).read_bytes(), private=True)
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in mine.items())
    put(file, (_MARK + "".join(lines)).encode())  # last: systemd starts it
    log.warning("the staff's pages are here now: %s", told.get("office_names", ""))


def is_second(root: Path) -> bool:
    """Whether the pages of this machine are there only while it decides."""
    file = root / "roles" / "office.toml"
    return file.is_file() and file.read_text("utf-8").startswith(_MARK)


def close_office(root: Path) -> None:
    """Who follows again has no pages of its own: those that run stay until the box starts anew."""
    if is_second(root):
        (root / "roles" / "office.toml").unlink()
