"""The acceptance sheet: kept on the appliance, and printed to be signed."""

from __future__ import annotations

from datetime import tzinfo

import msgspec
from msgspec.structs import replace

from broker.bus.clock import now
from broker.bus.on_disk import put
from broker.bus.release import release
from broker.contracts.acceptance import Sheet, in_order, is_open, lacking, passed
from broker.contracts.phrases import FIRST, pick
from kiosk.printing.slip import Slip, SlipLine
from kiosk.service_menu.acceptance import line_of
from kiosk.service_menu.checks.printer import printed
from kiosk.service_menu.report import PHRASES, Line, Report, line
from kiosk.service_menu.toolbox import Toolbox

FOLDER = "acceptance"


def store(toolbox: Toolbox) -> Report:
    """Keep the sheet; the report is what it says."""
    sheet = _made(toolbox)
    name = f"{sheet.at:%Y%m%d-%H%M%S}.json"
    if toolbox.keep_sheet is not None:
        toolbox.keep_sheet(sheet)
    else:
        put(toolbox.settings.state_dir / FOLDER / name, msgspec.json.format(msgspec.json.encode(sheet)))
    return Report((_verdict(sheet), *map(line_of, sheet.checks), line("sheet-stored", value=name)))


def print_it(toolbox: Toolbox) -> Report:
    """The same on paper."""
    sheet = _made(toolbox)
    faults = printed(toolbox, slip_of(sheet, toolbox.zone), "acceptance")
    return Report(faults or (line("sheet-printed", "good"), _verdict(sheet), *map(line_of, sheet.checks)))


def _made(toolbox: Toolbox) -> Sheet:
    checks = in_order((*toolbox.sheet, *toolbox.measured()))
    return toolbox.complete(
        Sheet(
            at=now(toolbox.zone),
            appliance=toolbox.appliance,
            role=toolbox.role,
            technician=toolbox.by,
            version=release(),
            accepted=passed(toolbox.role, checks),
            checks=checks,
        )
    )


def _verdict(sheet: Sheet) -> Line:
    if sheet.accepted:
        return line("sheet-good", "good")
    if not is_open(sheet):
        return line("sheet-bad", "bad")
    names = [PHRASES.text(f"item.{item}") for item in lacking(sheet.role, sheet.checks)]
    value = {language: ", ".join(pick(name, language) for name in names) for language in PHRASES.languages}
    return replace(line("sheet-open", "warn"), value=value)


def slip_of(sheet: Sheet, zone: tzinfo) -> Slip:
    """The sheet as a slip of the hall's printer."""
    state = "passed" if sheet.accepted else "open" if is_open(sheet) else "failed"

    unmade = lacking(sheet.role, sheet.checks)

    def say(key: str) -> str:
        return PHRASES.say(FIRST, f"sheet.{key}")

    return Slip(
        FIRST,
        (
            SlipLine("hall", say("title")),
            SlipLine("priority", say(state)),
            SlipLine("fact", sheet.appliance, label=say("appliance")),
            SlipLine("fact", sheet.technician, label=say("technician")),
            SlipLine("fact", f"{sheet.at.astimezone(zone):%d.%m.%Y, %H:%M}", label=say("at")),
            SlipLine("fact", sheet.version, label=say("version")),
            *(
                part
                for verdict in sheet.checks
                for part in (
                    SlipLine(
                        "fact",
                        say("unmade" if verdict.item in unmade else verdict.outcome),
                        label=PHRASES.say(FIRST, f"item.{verdict.item}"),
                    ),
                    SlipLine("text", pick(verdict.note, FIRST)),
                )
            ),
            SlipLine("text", f"{say('sign')} ____________________"),
        ),
    )
