"""A check that was made apart, by a pattern from afar, lands in the acceptance sheet. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from broker.contracts.acceptance import CHECKS, Sheet, Verdict, passed

OF_TODAY = timedelta(hours=12)  # an older sheet says nothing of today, and is left as it is
_ORDER = [check.item for check in CHECKS]


def with_verdict(last: Sheet | None, blank: Sheet, verdict: Verdict, at: datetime) -> Sheet:
    """The last sheet with `verdict` in its place; `blank` with it alone, where there is no sheet of today.

    What is written into a sheet keeps its moment: it is the same sheet.
    """
    sheet = last if last is not None and timedelta() <= at - last.at < OF_TODAY else replace(blank, at=at, checks=())
    others = [each for each in sheet.checks if each.item != verdict.item]
    checks = tuple(sorted((*others, verdict), key=lambda each: _ORDER.index(each.item)))
    return replace(sheet, checks=checks, accepted=passed(checks))
