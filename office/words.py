"""How a console says things: phrases of one language, durations, o'clock. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from broker.contracts.fields import Text
from broker.contracts.phrases import FIRST, Phrases, pick

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
# What stands on every page of the staff: who is in, and the lock.
DOORS = Phrases.load(Path(__file__).parent / "doors" / "phrases")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one page: its language, in the hall's time zone.

    `phrases`: those of the page's own folder, looked into before the ones that all pages share.
    """

    language: str
    zone: tzinfo
    phrases: Phrases = PHRASES

    def __call__(self, key: str, **slots: object) -> str:
        return self._book(key).say(self.language, key, **slots)

    def count(self, key: str, number: int, **slots: object) -> str:
        """The phrase for so many."""
        return self._book(f"{key}.many").count(self.language, key, number, **slots)

    def _book(self, key: str) -> Phrases:
        return next((book for book in (self.phrases, PHRASES, DOORS) if key in book), self.phrases)

    def named(self, family: str, code: str) -> str:
        """The phrase `family.code`, or the bare code where a hall file has made up its own."""
        key = f"{family}.{code}"
        return self(key) if key in self._book(key) else code

    def of(self, text: Text) -> str:
        """The words of a hall file or a reply in this language."""
        return pick(text, self.language)

    def clock(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime("%H:%M")

    def number(self, value: float) -> str:
        """2.5 -> "2,5" where the language writes a comma."""
        return f"{value:g}".replace(".", self("time.decimal"))

    def lasting(self, seconds: float) -> str:
        """40 -> "40 с", 610 -> "10 хв 10 с", 4000 -> "1 год 6 хв"."""
        whole = max(0, round(seconds))
        minutes, rest = divmod(whole, 60)
        if whole < 60:  # noqa: PLR2004 - seconds in a minute
            return self("time.seconds", s=rest)
        if whole < 3600:  # noqa: PLR2004 - seconds in an hour
            return self("time.minutes_seconds", m=minutes, s=rest) if rest else self("time.minutes", m=minutes)
        return self("time.hours", h=minutes // 60, m=minutes % 60)


def language_of(wanted: str | None) -> str:
    """A language that we have words in; Ukrainian otherwise."""
    return wanted if wanted in PHRASES.languages else FIRST
