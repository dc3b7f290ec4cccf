"""A phrase that somebody has only drafted, as it would be heard: in the words of a call that nobody made. Pure."""

from __future__ import annotations

from announcer.naming import Names
from announcer.phrasing import MOST, Phrase, cardinal, letter, plain
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases, pick

LETTER, NUMBER, WINDOW = "А", 42, 5


def tried(phrases: Phrases, hall: HallFile, language: str, key: str) -> Phrase:
    """What is said with the phrase `key`. A letter or a number is heard in a call. KeyError when there is none."""
    family, _, rest = key.partition(".")
    one, number = LETTER, NUMBER
    if family == "letter":
        one = rest
    elif family == "number":
        number = int(rest) if rest.isdecimal() and int(rest) <= MOST else 142
    said = "call.first" if family in ("letter", "number") else key
    line = hall.line[0] if hall.line else None
    place = _name(phrases, hall, language) if said.startswith("named.") else cardinal(phrases, language, WINDOW)
    text = phrases.say(
        language,
        said,
        letter=letter(phrases, language, one),
        number=cardinal(phrases, language, number),
        window=place,
        place=place,
        id=language,
        lines=pick(line.name, language) if line else "",
    )
    return Phrase(language, plain(text))


def _name(phrases: Phrases, hall: HallFile, language: str) -> str:
    """What this hall calls a window; where none has a name, its number."""
    names = Names.of(hall)
    named = next((window for window, text in names.windows.items() if language in text), WINDOW)
    return names.place(phrases, language, named, "")[0]
