"""How long the paper will last, in words for staff. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from broker.contracts.fields import Text
from broker.contracts.phrases import FIRST
from kiosk.printing.problems import LOW, PHRASES, words_for
from kiosk.printing.roll import Roll

_RECENT = timedelta(hours=1)
_ENOUGH = 5  # slips from which a pace can be told
_FAR = timedelta(hours=10)  # after which nobody is there


class Forecast(Struct, frozen=True):
    """`until`: when the paper ends at the pace of the last hour; None when that cannot be told or is far."""

    metres: float
    slips: int
    until: datetime | None = None


def forecast(roll: Roll, times: Sequence[datetime], now: datetime) -> Forecast:
    """`times`: when the last slips were printed."""
    recent = [moment for moment in times if now - _RECENT <= moment <= now]
    until = None
    if len(recent) >= _ENOUGH:
        span = max(now - min(recent), timedelta(minutes=5))
        lasts = span / len(recent) * roll.left_slips
        until = now + lasts if lasts < _FAR else None
    return Forecast(roll.left_mm / 1000, roll.left_slips, until)


def _metres(metres: float, language: str) -> str:
    if metres >= 1:
        return f"{metres:.0f}"
    return f"{metres:.1f}".replace(".", "," if language == FIRST else ".")


def low(told: Forecast, least: int) -> tuple[Text, Text] | None:
    """What staff are told when there is paper for `least` slips or fewer: a message and a remedy. Round figures, so
    that they do not change with every slip.
    """
    if told.slips > least:
        return None
    slips = told.slips // 10 * 10 if told.slips >= 10 else told.slips  # noqa: PLR2004 - tens
    texts: tuple[Text, Text] = ({}, {})
    for language in PHRASES.languages:
        until = ""
        if told.until:
            rounded = told.until.replace(minute=told.until.minute // 10 * 10, second=0, microsecond=0)
            until = PHRASES.say(language, f"{LOW}.until", time=f"{rounded:%H:%M}")
        said = words_for(
            LOW,
            metres=_metres(told.metres, language),
            slips=PHRASES.count(language, f"{LOW}.slips", slips),
            until=until,
        )
        for text, words in zip(texts, said, strict=True):
            text[language] = words[language]
    return texts
