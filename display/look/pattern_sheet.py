"""A check that was made apart, by a pattern from afar, lands in the acceptance sheet. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from broker.acceptance.earlier import OF_TODAY
from broker.contracts.acceptance import Sheet, Verdict, in_order, passed


def with_verdict(last: Sheet | None, blank: Sheet, verdict: Verdict, at: datetime) -> Sheet:
    """The last sheet with `verdict` in its place; `blank` with it alone, where there is no sheet of today.

    What is written into a sheet keeps its moment: it is the same sheet. One that was made with another screen or touch
    panel than `blank` is left as it is.
    """
    goes_on = last is not None and timedelta() <= at - last.at < OF_TODAY and last.made_with == blank.made_with
    sheet = last if last is not None and goes_on else replace(blank, at=at, checks=())
    checks = in_order((*(each for each in sheet.checks if each.item != verdict.item), verdict))
    return replace(sheet, checks=checks, accepted=passed(sheet.role, checks))
