"""The desk of a hall on this machine, for a card in a virtual PC that asks to be let in."""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from broker.contracts.hall_check import load
from provisioning.authority.authority import Authority
from provisioning.enrolment.desk import Desk
from provisioning.enrolment.places import DESK, REGISTER
from provisioning.enrolment.register import Register
from provisioning.enrolment.serving import Server
from provisioning.image.machine import HOST
from provisioning.kit.making import kit_text


class HallDesk:
    """Open as long as the block lasts. `kit`: what belongs on the hall's cards."""

    def __init__(self, hall: Path, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        place, now = folder / "authority", datetime.now(UTC)
        read = load(hall)
        authority = Authority(place, read.hall.id, now)
        self._register = Register(place / REGISTER)
        self._desk = Desk(authority, self._register, hall, read, folder / "broker", clock=lambda: datetime.now(UTC))
        self._desk.equip_once("desk", place / "desk", DESK, now)
        self._server = Server(self._desk, place / "desk", "127.0.0.1", 0)
        self.kit = kit_text(
            authority, place, read.hall.id, HOST, port=self._server.port, technician="Тарас, тел. 123"
        ).encode()

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.stop()

    def accept(self, code: str, name: str, role: str) -> None:
        """As the technician's page does it. Refused when no box shows that code."""
        self._register.accept(code, name, role, self._desk.authority.names, time.monotonic())
