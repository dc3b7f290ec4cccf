"""Nine points touched by a technician whom the office's page sent here, and whether somebody else has the screen. Pure."""

from __future__ import annotations

from typing import Any

from broker.contracts.acceptance import Verdict
from kiosk.service_menu.calibration import PASS_MM, Place, Screen, errors, targets
from kiosk.service_menu.faces import PointsFace
from kiosk.service_menu.report import PHRASES

ALONE = 15.0  # seconds without a touch after which nobody stands there


def face(seen: tuple[Place, ...], screen: Screen, language: str) -> PointsFace:
    """The next point."""
    places = targets(screen)
    words = PHRASES.say(language, "points", number=len(seen) + 1, of=len(places))
    return PointsFace(places[len(seen)], places[: len(seen)], words)


def is_done(seen: tuple[Place, ...], screen: Screen) -> bool:
    return len(seen) == len(targets(screen))


def verdict(seen: tuple[Place, ...], screen: Screen) -> Verdict:
    """How far the worst of the nine was beside its point."""
    most = max(errors(seen, screen))
    note = {language: f"{words}: {most:.1f} mm" for language, words in PHRASES.text("report.touch-most").items()}
    return Verdict("touch", "pass" if most <= PASS_MM else "fail", note)


def somebody_has_it(state: Any, at: float) -> bool:
    """Whether a visitor is there: on the screen, before it a moment ago, or served at the window that it belongs to."""
    at_rest: bool = state.at_rest
    return not at_rest or at - state.presence.seen < ALONE or getattr(state, "visit", None) is not None
