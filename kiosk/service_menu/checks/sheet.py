"""The acceptance sheet: kept on the appliance, and printed to be signed."""

from __future__ import annotations

from datetime import datetime

import msgspec

from broker.bus.clock import now
from broker.bus.on_disk import put
from broker.bus.release import release
from broker.contracts.acceptance import Sheet
from broker.contracts.phrases import FIRST, pick
from kiosk.printing.slip import Slip, SlipLine
from kiosk.service_menu.acceptance import Verdict, line_of, passed
from kiosk.service_menu.checks.printer import printed
from kiosk.service_menu.report import PHRASES, Report, line
from kiosk.service_menu.toolbox import Toolbox

FOLDER = "acceptance"


def store(toolbox: Toolbox) -> Report:
    """Keep the sheet; the report is what it says."""
    at, checks = now(toolbox.zone), (*toolbox.sheet, *toolbox.measured())
    sheet = Sheet(
        at=at,
        appliance=toolbox.appliance,
        role=toolbox.role,
        technician=toolbox.by,
        version=release(),
        accepted=passed(checks),
        checks=checks,
    )
    name = f"{at:%Y%m%d-%H%M%S}.json"
    if toolbox.keep_sheet is not None:
        toolbox.keep_sheet(sheet)
    else:
        put(toolbox.settings.state_dir / FOLDER / name, msgspec.json.format(msgspec.json.encode(sheet)))
    verdict = line("sheet-good", "good") if sheet.accepted else line("sheet-bad", "bad")
    return Report((verdict, *map(line_of, checks), line("sheet-stored", value=name)))


def print_it(toolbox: Toolbox) -> Report:
    """The same on paper."""
    slip = slip_of(toolbox.sheet, toolbox.appliance, toolbox.by, now(toolbox.zone), release())
    faults = printed(toolbox, slip, "acceptance")
    return Report(faults or (line("sheet-printed", "good"), *map(line_of, toolbox.sheet)))


def slip_of(sheet: tuple[Verdict, ...], appliance: str, by: str, at: datetime, version: str) -> Slip:
    """The sheet as a slip of the hall's printer."""

    def say(key: str) -> str:
        return PHRASES.say(FIRST, f"sheet.{key}")

    return Slip(
        FIRST,
        (
            SlipLine("hall", say("title")),
            SlipLine("priority", say("passed" if passed(sheet) else "failed")),
            SlipLine("fact", appliance, label=say("appliance")),
            SlipLine("fact", by, label=say("technician")),
            SlipLine("fact", f"{at:%d.%m.%Y, %H:%M}", label=say("at")),
            SlipLine("fact", version, label=say("version")),
            *(
                part
                for verdict in sheet
                for part in (
                    SlipLine("fact", say(verdict.outcome), label=PHRASES.say(FIRST, f"item.{verdict.item}")),
                    SlipLine("text", pick(verdict.note, FIRST)),
                )
            ),
            SlipLine("text", f"{say('sign')} ____________________"),
        ),
    )
