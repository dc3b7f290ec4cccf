"""What a screen says, in its language and, smaller, in its second one. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases, pick


class Words(Struct, frozen=True):
    """One text in the screen's language and, smaller, in its second one ("" when there is none)."""

    first: str
    second: str = ""

    @property
    def both(self) -> str:
        """In one line."""
        return f"{self.first}  ·  {self.second}" if self.second else self.first


NO_WORDS = Words("")


class TwoLanguages:
    """The phrases of a screen in the order of its hall's languages; Ukrainian where it knows none of them."""

    def __init__(self, phrases: Phrases, languages: Iterable[str]) -> None:
        self._phrases = phrases
        known = [language for language in languages if language in phrases.languages] or ["uk"]
        self.first = known[0]
        self.second = known[1] if len(known) > 1 else ""

    def words(self, key: str, **slots: object) -> Words:
        """A phrase."""
        say = self._phrases.say
        return Words(say(self.first, key, **slots), say(self.second, key, **slots) if self.second else "")

    def of(self, text: Text) -> Words:
        """What somebody wrote in a hall file, or on the hall's page."""
        return Words(pick(text, self.first), text.get(self.second, "") if self.second else "")
