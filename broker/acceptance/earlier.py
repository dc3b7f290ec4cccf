"""What stands on an earlier sheet and was not checked again this time. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta, tzinfo

from msgspec.structs import replace

from broker.acceptance.finding import PHRASES
from broker.contracts.acceptance import CHECKS, Sheet, Verdict, in_order, lacking, passed
from broker.contracts.fields import Text
from broker.contracts.phrases import pick

OF_TODAY = timedelta(hours=12)
"""An older sheet says nothing of today, but for what only hands can check: nobody does that again each time."""

_HANDS = frozenset(check.item for check in CHECKS if check.here)


def completed(sheet: Sheet, earlier: Iterable[Sheet], zone: tzinfo) -> Sheet:
    """The sheet with what it lacks taken from `earlier` ones, the newest first, each with when that was found.

    Only from sheets of the same appliance that were `made_with` the same; a bad verdict is taken over like a good one.
    """
    same = [each for each in earlier if (each.appliance, each.made_with) == (sheet.appliance, sheet.made_with)]
    found = tuple(
        verdict
        for item in lacking(sheet.role, sheet.checks)
        if (verdict := _latest(item, sheet, same, zone)) is not None
    )
    taken = {verdict.item for verdict in found}
    checks = in_order((*(each for each in sheet.checks if each.item not in taken), *found))
    return replace(sheet, checks=checks, accepted=passed(sheet.role, checks))


def _latest(item: str, sheet: Sheet, earlier: Iterable[Sheet], zone: tzinfo) -> Verdict | None:
    for each in earlier:
        for verdict in each.checks:
            if verdict.item != item or verdict.outcome not in ("pass", "fail"):
                continue
            made = verdict.made or each.at
            if item in _HANDS or timedelta() <= sheet.at - made < OF_TODAY:
                return verdict if verdict.made else replace(verdict, note=_dated(verdict, each, zone), made=made)
    return None


def _dated(verdict: Verdict, sheet: Sheet, zone: tzinfo) -> Text:
    at = f"{sheet.at.astimezone(zone):%d.%m.%Y, %H:%M}"
    return {
        language: PHRASES.say(language, "found.earlier", at=at, told=pick(verdict.note, language))
        for language in PHRASES.languages
    }
