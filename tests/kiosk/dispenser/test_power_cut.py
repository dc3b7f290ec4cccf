"""The power goes while a slip is in the printer, or while a ticket is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs
from PIL.Image import Image

from broker.bus.clock import now
from kiosk.dispenser.inputs import PrintSlip, SlipFound, SlipSettled
from kiosk.dispenser.recovering import Printing, fate
from kiosk.dispenser.slip_desk import SlipDesk
from kiosk.dispenser.slips.ticket_slip import slip_for
from kiosk.dispenser.visit import Home, Issued
from kiosk.dispenser.visit_record import VisitRecord
from kiosk.printing.drawing import draw
from kiosk.printing.emulator import NetworkPrinter
from kiosk.printing.opening import open_printer
from kiosk.printing.printer import Printer
from kiosk.printing.status import PrinterStatus
from tests.broker.until import until
from tests.kiosk.dispenser.alone.test_flow_alone import Alone
from tests.kiosk.printing.halls import AT, HALL, ticket

pytestmark = pytest.mark.fast

TICKET = ticket("А007")


@pytest.fixture
def device() -> Iterator[NetworkPrinter]:
    with NetworkPrinter() as device:
        yield device


class Life:
    """One life of a dispenser's printer thread; `left` tells how the last one ended."""

    def __init__(self, folder: Path, opened: Callable[[], Printer]) -> None:
        self.record = VisitRecord(folder)
        self.settled: list[tuple[str, bool]] = []
        self.statuses: list[PrinterStatus] = []
        self.desk = SlipDesk(
            opened,
            HALL,
            80,
            self.record,
            on_status=self.statuses.append,
            on_settled=lambda name, printed: self.settled.append((name, printed)),
        )

    def live(self) -> list[tuple[str, bool]]:
        self.desk.start()
        until(lambda: self.settled)
        self.desk.stop()
        return self.settled


def left_by_the_last_life(folder: Path, **fields: object) -> None:
    slip = Printing(ticket=TICKET, language="uk", alone=False, at=now(HALL.timezone), cuts=0)
    VisitRecord(folder).print(structs.replace(slip, **fields))


def life(folder: Path, device: NetworkPrinter, *, counts: bool = True) -> Life:
    return Life(folder, lambda: open_printer(device.setting, 80, folder, counts=counts))


def test_a_slip_is_on_the_disk_before_its_first_byte_and_off_it_when_it_is_out(tmp_path: Path) -> None:
    seen: list[tuple[str, ...]] = []

    class Watching:
        def status(self) -> PrinterStatus:
            return PrinterStatus()

        def print(self, image: Image, *, ticket: str) -> None:
            seen.append(tuple(each.ticket.id for each in VisitRecord(tmp_path).printing))

        def cuts(self) -> int | None:
            return None

        def changed(self) -> bool:
            return False

        def close(self) -> None:
            """Nothing is held."""

    this = Life(tmp_path, Watching)
    this.record.ask(TICKET.id)
    this.desk.print(PrintSlip(TICKET, "uk"))
    assert this.live() == [(TICKET.id, True)]
    assert seen == [(TICKET.id,)]
    assert VisitRecord(tmp_path).printing == ()
    assert VisitRecord(tmp_path).asked == ()


def test_a_printer_that_counts_says_that_the_slip_came_out(tmp_path: Path, device: NetworkPrinter) -> None:
    device.machine.cuts = 1
    left_by_the_last_life(tmp_path)
    assert life(tmp_path, device).live() == [(TICKET.id, True)]
    assert device.machine.slips == []
    assert not device.machine.garbage


@pytest.mark.parametrize("counts", [True, False])
def test_a_slip_that_may_not_have_come_out_is_printed_once_more_and_says_so(
    counts: bool,  # noqa: FBT001
    tmp_path: Path,
    device: NetworkPrinter,
) -> None:
    device.machine.counts = counts
    left_by_the_last_life(tmp_path, cuts=0 if counts else None)
    assert life(tmp_path, device, counts=counts).live() == [(TICKET.id, True)]
    (slip,) = device.machine.slips
    assert slip.tobytes() == draw(slip_for(TICKET, HALL, "uk", copy=True), 80).tobytes()
    assert not device.machine.garbage
    assert VisitRecord(tmp_path).printing == ()


@pytest.mark.parametrize("fields", [{"copies": 1}, {"at": AT - timedelta(days=1)}])
def test_there_is_one_copy_at_most_and_none_for_who_has_long_gone(
    fields: dict[str, object], tmp_path: Path, device: NetworkPrinter
) -> None:
    left_by_the_last_life(tmp_path, **fields)
    assert life(tmp_path, device).live() == [(TICKET.id, False)]
    assert device.machine.slips == []


def test_without_paper_the_copy_is_not_waited_for(tmp_path: Path, device: NetworkPrinter) -> None:
    device.machine.rows_left = 0
    left_by_the_last_life(tmp_path)
    assert life(tmp_path, device).live() == [(TICKET.id, False)]
    with device.lock:
        device.machine.mend()
    assert device.machine.slips == []
    assert device.machine.waiting == 0


def test_a_copy_that_takes_the_power_down_again_is_not_tried_for_ever() -> None:
    slip = Printing(ticket=TICKET, language="uk", alone=False, at=AT, cuts=None)
    assert fate(slip, AT, None) == "again"
    assert fate(structs.replace(slip, copies=1), AT, None) == "lost"
    assert fate(structs.replace(slip, cuts=7), AT, 8) == "out"
    assert fate(structs.replace(slip, cuts=7), AT, 7) == "again"
    assert fate(structs.replace(slip, cuts=7), AT, None) == "again"


def test_the_visitor_who_still_stands_there_sees_the_number() -> None:
    for printed in (True, False):
        dispenser = Alone()
        dispenser.tell(SlipFound(dispenser.at, TICKET, "en"))
        assert isinstance(dispenser.state.place, Issued)
        assert dispenser.state.language == "en"
        dispenser.tell(SlipSettled(dispenser.at, TICKET.id, printed=printed))
        assert dispenser.state.place.slip == ("printed" if printed else "on-screen")
        dispenser.wait(100.0)
        assert isinstance(dispenser.state.place, Home)


def test_more_slips_than_there_can_be_visitors_are_not_kept(tmp_path: Path, device: NetworkPrinter) -> None:
    this = life(tmp_path, device)
    for n in range(10):
        this.desk.print(PrintSlip(structs.replace(TICKET, id=f"t{n}"), "uk"))
    assert this.settled == [(f"t{n}", False) for n in range(4, 10)]


def test_a_moment_is_kept_with_its_zone(tmp_path: Path) -> None:
    left_by_the_last_life(tmp_path)
    (left,) = VisitRecord(tmp_path).printing
    assert isinstance(left.at, datetime)
    assert left.at.tzinfo is not None
