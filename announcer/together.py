"""A turn of the line-up in words: one call, or several in one announcement. Pure.

«Талони: а, дванадцять, вікно три. А, тринадцять, вікно п'ять.» Each call is a phrase of its own, so that a pause parts
them and each is made once and kept.
"""

from __future__ import annotations

from announcer import phrasing
from announcer.line_up import Call, Turn
from announcer.phrasing import Phrase, cardinal, plain
from broker.contracts.numbers import split
from broker.contracts.phrases import Phrases


def in_words(phrases: Phrases, turn: Turn) -> list[Phrase]:
    """What is said of a turn, language by language. A number of another make has no words: the board shows it."""
    known = [call for call in turn.calls if _has_words(phrases, call)]
    languages = dict.fromkeys(language for call in known for language in call.languages)
    once: list[Phrase] = []
    for language in languages:
        if language in phrases.languages:
            once += _said(phrases, language, [call for call in known if language in call.languages])
    return once * turn.rounds


def _said(phrases: Phrases, language: str, calls: list[Call]) -> list[Phrase]:
    if len(calls) == 1:
        (call,) = calls
        return [phrasing.call(phrases, language, call.number, call.window, again=call.again)]
    return [_one(phrases, language, call, first=place == 0) for place, call in enumerate(calls)]


def _one(phrases: Phrases, language: str, call: Call, *, first: bool) -> Phrase:
    letters, digits = split(call.number)
    text = phrases.say(
        language,
        "calls.first" if first else "calls.next",
        letter=", ".join(phrasing.letter(phrases, language, one) for one in letters),
        number=cardinal(phrases, language, digits),
        window=cardinal(phrases, language, call.window),
    )
    return Phrase(language, plain(text))


def _has_words(phrases: Phrases, call: Call) -> bool:
    try:
        phrasing.call(phrases, phrases.languages[0], call.number, call.window, again=call.again)
    except ValueError:
        return False
    return True
