"""The nine points, what they tell, and the calibration that they ask for: tried first, and kept only by a touch. Pure."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from kiosk.service_menu.calibration import GOOD_MM, PASS_MM, Affine, errors, fit, refusal, targets
from kiosk.service_menu.inputs import DropCalibration, Hold, Keep, KeepCalibration, Note, Pointed, Try
from kiosk.service_menu.moves import Step, at_place
from kiosk.service_menu.report import Line, Mark, Report, line
from kiosk.service_menu.state import TRYING, Measured, Points, State, Trial

POINTS = 9


def point(points: Points, press: Pointed) -> Points:
    """One more of the nine."""
    return replace(points, seen=(*points.seen, press.seen), raw=(*points.raw, press.raw or press.seen))


def measured(points: Points, state: State) -> Measured:
    """What all nine tell: how far touches are beside their targets, and whether a calibration would mend it."""
    now = errors(points.seen, state.screen)
    lines = [_error("touch-error", now)]
    total = fit(points.raw, targets(state.screen))
    if max(now) <= GOOD_MM:
        return Measured(Report((*lines, line("touch-good", "good"))), None)
    if total is None:
        return Measured(Report((*lines, line("touch-impossible", "bad"))), None)
    left = errors(points.raw, state.screen, total)
    lines.append(_error("touch-left", left))
    why = refusal(total, left, state.screen)
    lines.append(line(f"touch-{why}", "bad") if why else line("touch-better", "warn"))
    return Measured(Report(tuple(lines)), None if why else total)


def _error(key: str, millimetres: list[float]) -> Line:
    mean, most = sum(millimetres) / len(millimetres), max(millimetres)
    mark: Mark = "good" if most <= GOOD_MM else "warn" if most <= PASS_MM else "bad"
    return line(key, mark, f"{mean:.1f} / {most:.1f} mm")


def tried(state: State, press: Any, at: float) -> Step | None:
    """A press on what was measured or is being tried; None: it is none of these."""
    match press, state.place:
        case Try(), Measured(better=Affine() as better):
            return at_place(state, Trial(at + TRYING), at), (Hold(better),)
        case Keep(), Trial():
            good = Measured(Report((line("touch-kept", "good"),)), None)
            return at_place(state, good, at), (KeepCalibration(), Note("touch-calibrated", state.who))
    return None


def given_up(before: State, after: State, effects: tuple[object, ...]) -> tuple[DropCalibration, ...]:
    """However a trial ends, if nobody said that it is good it is over."""
    over = isinstance(before.place, Trial) and not isinstance(after.place, Trial)
    return (DropCalibration(),) if over and KeepCalibration() not in effects else ()
