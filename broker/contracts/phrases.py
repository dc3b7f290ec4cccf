"""Words for people: one TOML file a language in a folder named `phrases`, Ukrainian first.

Keys are dotted ("refused.line-closed"), slots are `{name}`. A word missing in a language is said in Ukrainian.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from broker.contracts.fields import Text

FIRST = "uk"


class Phrases:
    """The phrases of one folder. `say("uk", "ahead", count="7")`."""

    def __init__(self, languages: dict[str, dict[str, str]]) -> None:
        self._shipped = self._languages = languages

    @classmethod
    def load(cls, folder: Path) -> Phrases:
        """All `<language>.toml` files of `folder`."""
        return cls({file.stem: _flat(tomllib.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.toml"))})

    def over(self, others: Phrases) -> Phrases:
        """These, and what they do not say in the words of `others`."""
        both = {*self._languages, *others._languages}
        return Phrases({each: {**others._languages.get(each, {}), **self._languages.get(each, {})} for each in both})

    def speak(self, own: Mapping[str, Mapping[str, str]]) -> None:
        """From now on the words that are `own` (by language) go before the shipped ones, for all who hold these phrases."""
        self._languages = {each: {**words, **own.get(each, {})} for each, words in self._shipped.items()}

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(self._languages, key=lambda language: (language != FIRST, language)))

    def keys(self, language: str) -> set[str]:
        return set(self._languages[language])

    def __contains__(self, key: str) -> bool:
        """Whether there are words for `key`."""
        return key in self._languages[FIRST]

    def say(self, language: str, key: str, **slots: object) -> str:
        """The phrase in `language`, or in Ukrainian. KeyError when nobody wrote it."""
        words = self._languages.get(language, {}).get(key)
        if words is None:
            words = self._languages[FIRST][key]
        return words.format(**slots)

    def template(self, language: str, key: str) -> str:
        """The phrase in `language` with its slots empty. KeyError when nobody wrote it there."""
        return self._languages[language][key]

    def count(self, language: str, key: str, number: int, **slots: object) -> str:
        """The phrase for so many: `key`.one, .few or .many, with `{count}`."""
        spoken = language if f"{key}.many" in self._languages.get(language, {}) else FIRST
        return self.say(spoken, f"{key}.{plural(spoken, number)}", count=number, **slots)

    def text(self, key: str, **slots: object) -> Text:
        """The phrase in every language that there is."""
        return {language: self.say(language, key, **slots) for language in self.languages}


def plural(language: str, number: int) -> str:
    """Which form of a word stands after a number: "one", "few" or "many" (CLDR; English has no "few").

    >>> [plural("uk", n) for n in (1, 2, 5, 11, 12, 21, 22, 111)]
    ['one', 'few', 'many', 'many', 'many', 'one', 'few', 'many']
    """
    if language != FIRST:
        return "one" if number == 1 else "many"
    last, teens = number % 10, number % 100 // 10 == 1
    if teens or last == 0 or last > 4:  # noqa: PLR2004 - 2, 3 and 4 are few
        return "many"
    return "one" if last == 1 else "few"


def pick(text: Text, language: str) -> str:
    """The words of a hall file's text in `language`, else in Ukrainian, else whatever there is."""
    return text.get(language) or text.get(FIRST) or next(iter(text.values()), "")


def _flat(table: dict[str, Any], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{key}.")
        else:
            flat[before + key] = str(value)
    return flat
