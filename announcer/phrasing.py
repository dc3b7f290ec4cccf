"""What is said: from a call to words. Pure; the words themselves are in `phrases/<language>.toml`.

Letters are spoken by name with a pause after them, leading zeros are not read («Талон бе, сорок два»), and all
numbers are nominative cardinals.
"""

from __future__ import annotations

from dataclasses import dataclass

from broker.contracts.numbers import split
from broker.contracts.phrases import Phrases

MOST = 999
LETTERS = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"
_SMALL = 20

# Engines read U+02BC as the name of a sign and split words at it; U+0027 is read right by all of them.
_APOSTROPHES = str.maketrans(dict.fromkeys("\u02bc\u2019\u2018\u02b9\u2032`´", "'"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence group in one language."""

    language: str
    text: str


def call(phrases: Phrases, language: str, number: str, window: int, *, again: bool) -> Phrase:
    """A call in words. `number` in either alphabet ("А042", "a042"). ValueError when it is no ticket number."""
    key = "call.again" if again else "call.first"
    return sentence(phrases, language, key, number, cardinal(phrases, language, window))


def self_test(phrases: Phrases, language: str, number: str, window: int) -> Phrase:
    """A call that says of itself that it is only a test."""
    return sentence(phrases, language, "do.self-test", number, cardinal(phrases, language, window))


def sentence(phrases: Phrases, language: str, key: str, number: str, place: str) -> Phrase:
    """The phrase `key` of a number and the words for a window. ValueError when it is no ticket number."""
    letters, digits = split(number)
    text = phrases.say(
        language,
        key,
        letter=", ".join(letter(phrases, language, one) for one in letters),
        number=cardinal(phrases, language, digits),
        window=place,
        place=place,
    )
    return Phrase(language, plain(text))


def identify(phrases: Phrases, language: str, appliance: str) -> Phrase:
    """The appliance's own id, the digits at its end in words: "announcer-12" -> «announcer дванадцять»."""
    name = appliance.rstrip("0123456789")
    digits = appliance[len(name) :]
    spoken = cardinal(phrases, language, int(digits)) if digits and int(digits) <= MOST else digits
    words = f"{name.replace('-', ' ').strip()} {spoken}".strip()
    return Phrase(language, plain(phrases.say(language, "do.identify", id=words)))


def cardinal(phrases: Phrases, language: str, number: int) -> str:
    """0–999 in words. ValueError beyond."""
    if not 0 <= number <= MOST:
        raise ValueError(number)
    hundreds, rest = number // 100 * 100, number % 100
    parts = [phrases.say(language, f"number.{hundreds}")] if hundreds else []
    if rest or not hundreds:
        parts.append(_below_hundred(phrases, language, rest))
    return phrases.say(language, "number.hundreds-joint").join(parts)


def letter(phrases: Phrases, language: str, one: str) -> str:
    """A letter's name: what `phrases/` says of it, which may be more than one word («ї, як їжак»)."""
    return phrases.say(language, f"letter.{one}")


def plain(text: str) -> str:
    """Text with one kind of apostrophe, U+0027: the only one that every engine reads inside a word."""
    return text.translate(_APOSTROPHES)


def _below_hundred(phrases: Phrases, language: str, number: int) -> str:
    if number < _SMALL or number % 10 == 0:
        return phrases.say(language, f"number.{number}")
    tens, ones = phrases.say(language, f"number.{number // 10 * 10}"), phrases.say(language, f"number.{number % 10}")
    return tens + phrases.say(language, "number.tens-joint") + ones
