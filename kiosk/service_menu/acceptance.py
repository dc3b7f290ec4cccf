"""The acceptance of an appliance on its place: which checks, in which order, and what a person has to say to each. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.acceptance import Outcome, Verdict
from kiosk.service_menu.report import PHRASES, Line, Mark

__all__ = ["CHECKS", "Check", "Outcome", "Verdict", "checks_of", "line_of"]


class Check(Struct, frozen=True):
    """`item`: what it is about; `deed`: what is done. `asks`: only a person can tell (was it heard? seen? printed?)."""

    item: str
    deed: str
    asks: bool = False


CHECKS = (
    Check("printer", "test-slip", asks=True),
    Check("touch", "touch-test"),
    Check("screen", "screen-test", asks=True),
    Check("sound", "sound", asks=True),
    Check("network", "network"),
    Check("clock", "clock"),
    Check("problems", "problems"),
)


def checks_of(offers: tuple[str, ...]) -> tuple[Check, ...]:
    """The checks of an appliance that offers these items."""
    return tuple(check for check in CHECKS if check.item in offers)


_MARKS: dict[Outcome, Mark] = {"pass": "good", "fail": "bad", "skipped": "warn", "asked": "warn"}


def line_of(verdict: Verdict) -> Line:
    """As a line of a report."""
    return Line(_MARKS[verdict.outcome], PHRASES.text(f"item.{verdict.item}"), verdict.note)
