"""A touched appliance is accepted from the technician's page, too: what only hands can do is left to its own menu."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from broker.acceptance import finding
from broker.acceptance.hardware import Hardware
from broker.acceptance.taking import Acceptance, Own
from broker.bus.appliance import Appliance
from broker.bus.bequest import Bequeathing
from broker.bus.hall_copy import HallCopy
from broker.bus.identity import BOX
from broker.bus.seam import Bus
from broker.bus.unknown_settings import tell_unknown
from broker.contracts.errors import HardwareError
from broker.contracts.phrases import FIRST, pick
from kiosk.service_menu import calibration_file
from kiosk.service_menu.checks import printer
from kiosk.service_menu.report import Report
from kiosk.service_menu.toolbox import Toolbox


def accepted_from_afar(appliance: Appliance, toolbox: Toolbox, bus: Bus) -> tuple[Toolbox, Acceptance]:
    """Teach the appliance; the toolbox whose sheets are kept with those from afar, and who keeps them."""
    settings = toolbox.settings
    HallCopy(appliance, bus, settings)
    tell_unknown(appliance, settings)
    # Taken in when the box starts for the first time under its name: nobody has touched it yet.
    left = Bequeathing(bus, settings.state_dir, (calibration_file.FILE,), toolbox.restart)
    if toolbox.correcting is not None:
        toolbox.correcting.listen(left.tell)
    hardware = Hardware(settings.state_dir)
    taken = Acceptance(
        appliance,
        bus,
        settings.state_dir,
        toolbox.zone,
        _own(toolbox),
        hardware=hardware,
        place=settings.place,
        made_with=lambda: hardware.made_with(_settled(toolbox)),
    )
    toolbox = replace(
        toolbox,
        complete=taken.complete,
        keep_sheet=taken.keep,
        measured=lambda: (finding.power(hardware.power()), finding.storage(hardware.storage())),
    )
    return toolbox, taken


def _own(toolbox: Toolbox) -> Own:
    def screen() -> str:
        toolbox.identify()
        return toolbox.screen

    found = {"screen": screen}
    if toolbox.lend_printer is not None:
        found["printer"] = lambda: _told(printer.print_test_slip(toolbox))
        found["paper"] = lambda: _told(printer.how_it_is(toolbox))
    return found


def _settled(toolbox: Toolbox) -> str:
    """What touches depend on beside the machine: which box was let in here, and its calibration."""
    box = Path(toolbox.settings.identity, BOX)
    known = box.read_text("utf-8") if toolbox.settings.identity and box.is_file() else ""
    return f"{known} {toolbox.correcting.holds if toolbox.correcting else ''}"


def _told(report: Report) -> str:
    """What a report says in a few words. HardwareError with its faults."""
    bad = [
        f"{pick(line.label, FIRST)} {pick(line.value, FIRST)}".strip() for line in report.lines if line.mark == "bad"
    ]
    if report.failed:
        raise HardwareError("; ".join(bad))
    return "; ".join(value for line in report.lines if (value := line.value.get(FIRST, "")))
