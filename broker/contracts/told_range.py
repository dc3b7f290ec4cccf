"""The range of time that a visitor is told, as paper, screens and telephones say it alike. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from broker.contracts.decision import Estimate

# A told range ends on the clock's five minutes: "10:40–10:55" is easier to keep in mind than "10:41–10:53".
_STEP = timedelta(minutes=5)


def told_range(estimate: Estimate, asked_at: datetime, zone: tzinfo) -> str:
    """ "10:40–10:55" on the hall's clock.

    Rounded outwards to five minutes, so that what was promised with 80 % is kept with at least 80 %; never before the
    minute in which it was asked.
    """
    asked = asked_at.astimezone(zone).replace(second=0, microsecond=0)
    earliest = max(_step(estimate.earliest.astimezone(zone)), asked)
    latest = _step(estimate.latest.astimezone(zone), up=True)
    return f"{earliest:%H:%M}–{max(latest, earliest + _STEP):%H:%M}"


def _step(moment: datetime, *, up: bool = False) -> datetime:
    down = moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
    return down + _STEP if up and down < moment else down
