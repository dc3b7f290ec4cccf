"""The acceptance, check by check, until its sheet is full. Pure."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from kiosk.service_menu.acceptance import Check, Outcome, Verdict, checks_of
from kiosk.service_menu.calibration import PASS_MM, errors
from kiosk.service_menu.inputs import Begin, Judge, Skip
from kiosk.service_menu.items import DEEDS
from kiosk.service_menu.moves import Step, at_place, do
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.state import Judging, Next, Pattern, Points, State

ITEM = "acceptance"


def begun(state: State, at: float) -> State:
    return at_place(replace(state, sheet=()), Next(0), at)


def pressed(state: State, press: Any, at: float) -> Step | None:
    """A press that belongs to the acceptance; None: it does not."""
    match press, state.place:
        case Begin(), Next(number):
            return _begin(state, checks_of(state.offers)[number], at)
        case Skip(), Next(number) | Judging(number):
            return _judged(state, number, "skipped", Report((line("skipped"),)), at)
        case Judge(well), Judging(number, report):
            return _judged(state, number, "pass" if well else "fail", report, at)
    return None


def _begin(state: State, check: Check, at: float) -> Step:
    match DEEDS[check.deed].kind:
        case "pattern":
            return at_place(state, Pattern(ITEM), at), ()
        case "points":
            return at_place(state, Points(ITEM), at), ()
    return do(state, ITEM, check.deed, at)


def reported(state: State, report: Report, at: float) -> Step:
    """A check has ended by itself: its report is the verdict, or a person is asked."""
    number = len(state.sheet)
    if checks_of(state.offers)[number].asks and not report.failed:
        return at_place(state, Judging(number, report), at), ()
    return _judged(state, number, "fail" if report.failed else "pass", report, at)


def pointed(state: State, points: Points, at: float) -> Step:
    most = max(errors(points.seen, state.screen))
    return reported(state, Report((line("touch-most", "good" if most <= PASS_MM else "bad", f"{most:.1f} mm"),)), at)


def _judged(state: State, number: int, outcome: Outcome, report: Report, at: float) -> Step:
    checks = checks_of(state.offers)
    telling = next((each for each in report.lines if each.mark == "bad"), report.lines[0] if report.lines else None)
    found = telling or line("no-answer", "bad")
    note = {
        language: f"{words}: {found.value[language]}" if found.value.get(language) else words
        for language, words in found.label.items()
    }
    state = replace(state, sheet=(*state.sheet, Verdict(checks[number].item, outcome, note)))
    if number + 1 < len(checks):
        return at_place(state, Next(number + 1), at), ()
    return do(state, ITEM, "sheet-store", at)
