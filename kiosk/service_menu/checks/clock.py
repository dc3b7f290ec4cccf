"""The clock here and the hall's, and whether anything keeps them together."""

from __future__ import annotations

from broker.bus.clock import now
from kiosk.service_menu.report import Line, Report, line
from kiosk.service_menu.toolbox import Toolbox

NOTICED, WRONG = 2.0, 60.0  # seconds of difference


def clock(toolbox: Toolbox) -> Report:
    here, ahead = now(toolbox.zone), toolbox.hall_ahead()
    lines = [line("clock-here", value=f"{here:%d.%m.%Y %H:%M:%S}")]
    if ahead is None:
        lines.append(line("clock-unknown", "warn"))
    else:
        seconds = ahead.total_seconds()
        lines.append(line("clock-hall", value=f"{here + ahead:%d.%m.%Y %H:%M:%S}"))
        if abs(seconds) < NOTICED:
            lines.append(line("clock-difference", "good", f"{round(seconds, 1) + 0.0:+.1f}"))
        else:
            lines.append(line("clock-differs", "warn" if abs(seconds) < WRONG else "bad", f"{seconds:+.0f}"))
    return Report((*lines, _synchronised(toolbox)))


def _synchronised(toolbox: Toolbox) -> Line:
    said = toolbox.machine.tells(("timedatectl", "show", "--property=NTPSynchronized"))
    if said is None:
        return line("clock-ntp-unknown")
    return line("clock-ntp", "good") if "yes" in said else line("clock-no-ntp", "warn")
