"""The acceptance of an appliance on its place: which checks its role has, and the sheet of what was found. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.fields import Moment, Text

Outcome = Literal["pass", "fail", "skipped", "asked"]
"""`asked`: a person has yet to say what was seen or heard."""

SCREENS = ("dispenser", "info", "survey", "board", "window-sign")
TOUCHED = ("dispenser", "info", "survey")
ALL = (*SCREENS, "announcer", "buttons", "queue-master", "standby", "witness", "office")


class Check(Struct, frozen=True):
    """`roles`: who has it. `asks`: only a person can tell. `here`: only at the appliance itself, in its service menu."""

    item: str
    roles: tuple[str, ...]
    asks: bool = False
    here: bool = False


CHECKS = (
    Check("printer", ("dispenser", "info"), asks=True),
    Check("paper", ("dispenser", "info")),
    Check("touch", TOUCHED, here=True),
    Check("screen", SCREENS, asks=True),
    Check("sound", ("announcer",), asks=True),
    Check("buttons", ("buttons",), asks=True),
    Check("network", ALL),
    Check("clock", ALL),
    Check("power", ALL),
    Check("storage", ALL),
    Check("problems", ALL),
)


class Verdict(Struct, frozen=True):
    """One line of the sheet. `note`: what was found."""

    item: str
    outcome: Outcome
    note: Text


class Sheet(Struct, frozen=True, kw_only=True):
    """As it is stored, sent and printed. `technician`: who has asked for it."""

    at: Moment
    appliance: str
    role: str
    technician: str
    version: str
    accepted: bool
    checks: tuple[Verdict, ...]
    hardware: str = ""
    place: str = ""


def checks_of(role: str) -> tuple[Check, ...]:
    """The checks of a role."""
    return tuple(check for check in CHECKS if role in check.roles)


def passed(verdicts: tuple[Verdict, ...]) -> bool:
    """Nothing failed, nobody has yet to be asked, and not everything was skipped."""
    outcomes = {verdict.outcome for verdict in verdicts}
    return not outcomes & {"fail", "asked"} and "pass" in outcomes


def judged(sheet: Sheet, said: Mapping[str, bool], by: str) -> Sheet:
    """The sheet after a person has said what was seen and heard. Only what was asked can be answered."""
    checks = tuple(
        replace(verdict, outcome="pass" if said[verdict.item] else "fail")
        if verdict.outcome == "asked" and verdict.item in said
        else verdict
        for verdict in sheet.checks
    )
    return replace(sheet, checks=checks, accepted=passed(checks), technician=by or sheet.technician)
