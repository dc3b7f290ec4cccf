"""How old news are, in words that nobody misreads. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from broker.contracts.phrases import Phrases


def age(read: datetime | None, now: datetime | None, zone: tzinfo, phrases: Phrases, language: str) -> str:
    """«Оновлено сьогодні о 09:40», «Дані від 3 листопада». "" when nothing was ever read."""
    if read is None:
        return ""
    local = read.astimezone(zone)
    today = (now or read).astimezone(zone).date()
    time = f"{local:%H:%M}"
    if local.date() == today:
        return phrases.say(language, "news.today", time=time)
    if local.date() == today - timedelta(days=1):
        return phrases.say(language, "news.yesterday", time=time)
    return phrases.say(language, "news.older", date=day(read, now, zone, phrases, language))


def day(at: datetime, now: datetime | None, zone: tzinfo, phrases: Phrases, language: str) -> str:
    """«3 листопада», with its year when that is another."""
    local = at.astimezone(zone)
    month = phrases.say(language, "news.months").split()[local.month - 1]
    same = local.year == (now or at).astimezone(zone).year
    return phrases.say(language, "news.date" if same else "news.date-year", day=local.day, month=month, year=local.year)
