"""What a visitor hears whom a closed line turns away: why, and when to come, as people say it ("tomorrow at 08:00")."""

from __future__ import annotations

from datetime import datetime, tzinfo

from broker.contracts.errors import Refused
from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases

_ELEVEN = 11  # "о 10:00", but "об 11:00"
_WEEK = 7


def opens_at(refusal: Refused) -> datetime | None:
    """When the line that refused takes visitors again, if that is known."""
    opens = refusal.details.get("opens") if refusal.reason == "line-closed" else None
    return datetime.fromisoformat(opens) if opens else None


def message(refusal: Refused, zone: tzinfo, phrases: Phrases) -> Text | None:
    """The words of a refusal by the calendar; None when it is of another kind."""
    key = f"closed.{refusal.details.get('why')}"
    opens, now = opens_at(refusal), refusal.details.get("now")
    if opens is None or now is None or key not in phrases.keys(phrases.languages[0]):
        return None
    words = {}
    for language in phrases.languages:
        when = said(opens, datetime.fromisoformat(now), zone, language, phrases)
        book = f" {phrases.say(language, 'closed.book')}" if refusal.slots else ""
        words[language] = phrases.say(language, key, when=when) + book
    return words


def said(moment: datetime, now: datetime, zone: tzinfo, language: str, phrases: Phrases) -> str:
    """A moment to come, by the hall's clock: "сьогодні о 13:00", "завтра о 08:00", "у понеділок о 08:00", "24.12 …"."""
    there, here = moment.astimezone(zone), now.astimezone(zone)
    at = phrases.say(language, "when.at-eleven" if there.hour == _ELEVEN else "when.at", time=f"{there:%H:%M}")
    days = (there.date() - here.date()).days
    if days in (0, 1):
        return phrases.say(language, "when.tomorrow" if days else "when.today", at=at)
    if days < _WEEK:
        return phrases.say(language, f"when.weekday.{there.isoweekday()}", at=at)
    return phrases.say(
        language, "when.date", day=there.day, month=phrases.say(language, f"when.month.{there.month}"), at=at
    )
