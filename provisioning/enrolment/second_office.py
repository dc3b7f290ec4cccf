"""What the staff's pages on the standby's machine need: prepared by the desk, carried by the backup, unused until then."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.identity import is_there
from broker.bus.on_disk import look_of, put
from broker.mosquitto.access import BROKER
from broker.standby.second_office import IDENTITY, PAGE, SETTINGS, STAFF
from provisioning.enrolment.box import settings_text
from provisioning.enrolment.office_page import PORT
from provisioning.enrolment.standbys_own import NAME, PAGE_NAME

if TYPE_CHECKING:
    from provisioning.enrolment.desk import Desk


class SecondOffice:
    """`office`: the folder of the office on this machine; `folder`: beside the folder of the standby's broker."""

    def __init__(self, desk: Desk, office: Path, folder: Path) -> None:
        self._desk, self._staff, self._folder = desk, office / STAFF, folder
        self._seen: tuple[object, ...] = ()
        self.called = ""  # where it will be; "" while it is not prepared

    def look(self, address: str, at: datetime) -> None:
        """Prepare it for a standby at `address`, as far as it is not; "": nobody knows where that is yet."""
        seen = (address, look_of(self._staff))
        if not address or seen[1] is None or (seen == self._seen and is_there(self._folder / IDENTITY)):
            return
        called = address.split(":", maxsplit=1)[0]
        if not is_there(self._folder / IDENTITY):
            self._desk.equip(self._folder / IDENTITY, NAME, "office", at)
        self._desk.equip_once(NAME, self._folder / IDENTITY, "", at, "office")
        settings = {"appliance": NAME, "office_host": "0.0.0.0", "office_names": called, "office_port": PORT}  # noqa: S104
        text = settings_text(settings).encode()
        file = self._folder / SETTINGS
        if not file.is_file() or file.read_bytes() != text or not is_there(self._folder / PAGE):
            self._desk.equip(self._folder / PAGE, PAGE_NAME, BROKER, at, serves=called)
            put(file, text)
        self._desk.equip_once(PAGE_NAME, self._folder / PAGE, called, at)
        put(self._folder / STAFF, self._staff.read_bytes(), private=True)
        self._seen, self.called = seen, f"https://{called}:{PORT}"
