"""Why a number seems out of order: a sign before it, and what the signs mean. Pure.

Only what a law or a rule of the hall makes public is told. That a visitor needs a certain window, or that an operator
chose them, is nobody's business in the hall.
"""

from __future__ import annotations

from collections.abc import Iterable

from broker.contracts.hall_file import HallFile
from broker.contracts.snapshot import CallView
from display.board.words import NO_BREAK, Tongue

_OF_REASONS = {"returned": "returned", "transferred": "onward", "next-leg": "onward", "appointment-due": "booked"}
_ORDER = ("priority", "booked", "returned", "onward")


def meaning(call: CallView) -> str:
    """Which of the signs this call has; "" when nothing about it is odd."""
    if call.priority:
        return "priority"
    if call.booked:
        return "booked"
    return _OF_REASONS.get(call.reason or "", "")


def sign(hall: HallFile, call: CallView, tongue: Tongue) -> str:
    """One letter; of a priority, the one that the hall file writes before such a ticket's class."""
    found = meaning(call)
    return _letter(hall, found, tongue) if found else ""


def legend(hall: HallFile, calls: Iterable[CallView], tongue: Tongue) -> str:
    """«П — пріоритет, З — за записом»: what is on the screen, and what may come any moment."""
    shown = {meaning(call) for call in calls}
    if hall.priority:
        shown.add("priority")
    if any("booking" in service.modes for service in hall.service):
        shown.add("booked")
    signs = [(_letter(hall, each, tongue), tongue.words(f"mark.{each}.means")) for each in _ORDER if each in shown]
    # Where the strip is narrow, each sign stands with its meaning in one line.
    return ",  ".join(f"{letter} — {means.both}".replace(" ", NO_BREAK) for letter, means in signs)


def _letter(hall: HallFile, of: str, tongue: Tongue) -> str:
    # Prefixes are a matter of the hall file; the snapshot only says that there is a priority.
    prefixes = "/".join(dict.fromkeys(each.prefix for each in hall.priority)) if of == "priority" else ""
    return prefixes or tongue.say(f"mark.{of}.sign")
