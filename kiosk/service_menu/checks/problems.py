"""What is wrong, here and in the rest of the hall, and what to do about it with one's hands."""

from __future__ import annotations

from broker.contracts.status import Problem
from kiosk.service_menu.report import Line, Report, line, plainly
from kiosk.service_menu.toolbox import Toolbox


def problems(toolbox: Toolbox) -> Report:
    """Its own problems first, then those of the others."""
    own = tuple(_told(each) for each in toolbox.problems()) or (line("no-problems", "good"),)
    others = [_told(each, appliance) for appliance, theirs in sorted(toolbox.elsewhere().items()) for each in theirs]
    return Report((*own, *((line("elsewhere"), *others) if others else ())))


def _told(problem: Problem, appliance: str = "") -> Line:
    # Somebody else's trouble is no fault of this appliance.
    return Line("warn" if appliance else "bad", problem.message, plainly(appliance or problem.code), problem.remedy)
