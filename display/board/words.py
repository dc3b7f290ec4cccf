"""One text in the languages that a board speaks at this moment. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases, pick
from display.look.two_languages import Words

NO_BREAK = "\N{NO-BREAK SPACE}"


class Tongue(Struct, frozen=True):
    """The phrases of a board, and the languages that it speaks now; `second` is "" where it speaks one at a time."""

    phrases: Phrases
    first: str
    second: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.first, self.second) if self.second else (self.first,)

    def say(self, key: str, **slots: object) -> str:
        """In the first language alone."""
        return self.phrases.say(self.first, key, **slots)

    def words(self, key: str, **slots: object) -> Words:
        return Words(*(self.phrases.say(each, key, **slots) for each in self.languages))

    def pick(self, text: Text) -> Words:
        """Words of the hall file or of a message: in the second language only where somebody wrote it."""
        return Words(pick(text, self.first), text.get(self.second, "") if self.second else "")

    def date(self, moment: datetime, language: str = "") -> str:
        """«понеділок, 23 листопада»."""
        language = language or self.first
        say = self.phrases.say
        weekday = say(language, f"date.weekday.{moment.isoweekday()}")
        month = say(language, f"date.month.{moment.month}")
        return say(language, "date.written", weekday=weekday, day=moment.day, month=month)

    def dated(self, key: str, moment: datetime) -> Words:
        """A phrase with a day and a time of it."""
        time = f"{moment:%H:%M}"
        return Words(*(self.phrases.say(each, key, date=self.date(moment, each), time=time) for each in self.languages))

    def has(self, key: str) -> bool:
        return key in self.phrases.keys("uk")


def tongue_at(phrases: Phrases, languages: tuple[str, ...], turn: float, monotonic: float) -> Tongue:
    """Which languages a board speaks. `turn`: seconds after which the next takes over; 0: two at once."""
    known = [one for one in languages if one in phrases.languages] or ["uk"]
    if turn and len(known) > 1:
        return Tongue(phrases, known[int(monotonic / turn) % len(known)])
    return Tongue(phrases, known[0], known[1] if len(known) > 1 else "")
