"""A turn of the line-up in words: one call, or several in one announcement. Pure.

«Талони: а, дванадцять, вікно три. А, тринадцять, вікно п'ять.» Each call is a phrase of its own, so that a pause parts
them and each is made once and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from announcer import phrasing
from announcer.line_up import Call, Turn
from announcer.naming import Names
from announcer.phrasing import Phrase
from broker.contracts.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase, and the call that it says."""

    phrase: Phrase
    call: Call


def in_words(phrases: Phrases, turn: Turn, names: Names = Names()) -> list[Words]:  # noqa: B008 - it never changes
    """What is said of a turn, language by language. A number of another make has no words: the board shows it."""
    known = [call for call in turn.calls if _has_words(phrases, call)]
    languages = dict.fromkeys(language for call in known for language in call.languages)
    once: list[Words] = []
    for language in languages:
        if language in phrases.languages:
            calls = [call for call in known if language in call.languages]
            once += [
                Words(_said(phrases, language, _key(turn, len(calls), place), call, names), call)
                for place, call in enumerate(calls)
            ]
    return once * turn.rounds


def left(words: Sequence[Words], place: int) -> tuple[Call, ...] | None:
    """What is not said yet at `place`: each call with the languages that it was not said in.

    None while a call was not said at all: until then nobody breaks in.
    """
    said = {(each.call.seq, each.phrase.language) for each in words[:place]}
    if {each.call.seq for each in words} - {seq for seq, _ in said}:
        return None
    rest: dict[int, Call] = {}
    for each in words[place:]:
        call, language = each.call, each.phrase.language
        if (call.seq, language) not in said:
            before = rest[call.seq].languages if call.seq in rest else ()
            rest[call.seq] = replace(call, languages=tuple(dict.fromkeys((*before, language))))
    return tuple(rest.values())


def _key(turn: Turn, count: int, place: int) -> str:
    if count > 1:
        return "calls.next" if place else "calls.first"
    if turn.short or turn.others:
        return "call.short"
    return "call.again" if turn.call.again else "call.first"


def _said(phrases: Phrases, language: str, key: str, call: Call, names: Names) -> Phrase:
    place, named = names.place(phrases, language, call.window, call.zone)
    return phrasing.sentence(phrases, language, f"named.{key}" if named else key, call.number, place)


def _has_words(phrases: Phrases, call: Call) -> bool:
    try:
        phrasing.call(phrases, phrases.languages[0], call.number, call.window, again=call.again)
    except ValueError:
        return False
    return True
