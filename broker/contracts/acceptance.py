"""The acceptance of an appliance on its place: which checks its role has, and the sheet of what was found. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """`roles`: who has it. `asks`: only a person can tell. `here`: only hands at the appliance itself can make it.

    `may_lack`: nothing is wrong with a machine that has none of it: no printer was set, nothing measures its supply.
    """

    item: str
    roles: tuple[str, ...]
    asks: bool = False
    here: bool = False
    may_lack: bool = False


CHECKS = (
    Check("printer", ("dispenser", "info"), asks=True, may_lack=True),
    Check("paper", ("dispenser", "info"), may_lack=True),
    Check("touch", TOUCHED, here=True),
    Check("screen", SCREENS, asks=True),
    Check("sound", ("announcer",), asks=True),
    Check("buttons", ("buttons",), asks=True),
    Check("network", ALL),
    Check("clock", ALL),
    Check("power", ALL, may_lack=True),
    Check("storage", ALL),
    Check("problems", ALL),
)
_ORDER = {check.item: number for number, check in enumerate(CHECKS)}


class Verdict(Struct, frozen=True):
    """One line of the sheet. `note`: what was found. `made`: when, if it stands here from an earlier sheet."""

    item: str
    outcome: Outcome
    note: Text
    made: Moment | None = None


class Sheet(Struct, frozen=True, kw_only=True):
    """As it is stored, sent and printed. `technician`: who has asked for it.

    `made_with`: a digest of machine, screen, touch panel and calibration; with another one touch has to be checked anew.
    """

    at: Moment
    appliance: str
    role: str
    technician: str
    version: str
    accepted: bool
    checks: tuple[Verdict, ...]
    hardware: str = ""
    place: str = ""
    made_with: str = ""


def checks_of(role: str) -> tuple[Check, ...]:
    """The checks of a role."""
    return tuple(check for check in CHECKS if role in check.roles)


def lacking(role: str, verdicts: tuple[Verdict, ...]) -> tuple[str, ...]:
    """The items that nobody has checked yet, skipped ones too, though this role is not accepted without them.

    What a machine may lack is never among them. A person at the service menu may skip the printer, too: that stands on
    the sheet, over the signature. Touch, screen, sound and the rest are what the role is there for.
    """
    made = {verdict.item for verdict in verdicts if verdict.outcome != "skipped"}
    return tuple(check.item for check in checks_of(role) if not check.may_lack and check.item not in made)


def passed(role: str, verdicts: tuple[Verdict, ...]) -> bool:
    """Nothing failed, nobody has yet to be asked, and nothing is `lacking`."""
    outcomes = {verdict.outcome for verdict in verdicts}
    return not outcomes & {"fail", "asked"} and "pass" in outcomes and not lacking(role, verdicts)


def is_open(sheet: Sheet) -> bool:
    """Nothing is bad, and somebody has yet to say or to do something."""
    return not sheet.accepted and all(verdict.outcome != "fail" for verdict in sheet.checks)


def in_order(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """As they stand on a sheet."""
    return tuple(sorted(verdicts, key=lambda each: _ORDER.get(each.item, len(_ORDER))))


def judged(sheet: Sheet, said: Mapping[str, bool], by: str) -> Sheet:
    """The sheet after a person has said what was seen and heard. Only what was asked can be answered."""
    checks = tuple(
        replace(verdict, outcome="pass" if said[verdict.item] else "fail")
        if verdict.outcome == "asked" and verdict.item in said
        else verdict
        for verdict in sheet.checks
    )
    return replace(sheet, checks=checks, accepted=passed(sheet.role, checks), technician=by or sheet.technician)
