"""How old the data on a screen is, when it has to be told, and how. Pure: what every screen of the hall says alike."""

from __future__ import annotations

from datetime import datetime

from broker.contracts.phrases import Phrases

STALE = 5.0  # seconds; from here on the age is shown
UNTRUE = 60.0  # seconds; from here on what was forecast with the old data is not shown any more
_HOUR = 60  # minutes


def age_in_words(seconds: float, phrases: Phrases, language: str) -> str:
    """ "7 с", "3 хв", from the phrases below [age]."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return phrases.say(language, "age.seconds", n=int(seconds))
    if minutes < _HOUR:
        return phrases.say(language, "age.minutes", n=minutes)
    return phrases.say(language, "age.hours", n=minutes // _HOUR)


def next_minute(now: datetime) -> float:
    """Seconds until a clock on the screen shows the next minute."""
    return 60.0 - now.second - now.microsecond / 1e6


def next_age(age: float) -> float:
    """Seconds until the age is told, or told anew, though nothing is heard."""
    if age <= STALE:
        return STALE - age + 0.05
    step = 1.0 if age < UNTRUE else 60.0
    return step - age % step + 0.02
