"""The strip at the foot of a board: how old the data is, what the signs mean, and the hall's messages in turn. Pure.

It does not run. A text that moves cannot be read by everybody, and would be drawn sixty times a second.
"""

from __future__ import annotations

from display.board.layouts.shape import Message
from display.board.words import Tongue
from display.look.aging import age_in_words

LEGEND_SECONDS = 12.0


def stale(age: float, tongue: Tongue) -> str:
    """«Дані 7 с тому — зв’язок відновлюється»."""
    say = tongue.phrases.say
    return "  ·  ".join(say(each, "stale", age=age_in_words(age, tongue.phrases, each)) for each in tongue.languages)


def turns(legend: str, messages: tuple[Message, ...], tongue: Tongue) -> tuple[tuple[str, float], ...]:
    """What stands in the strip one after another, each with its seconds."""
    told = [(legend, LEGEND_SECONDS)] if legend else []
    return (*told, *((tongue.pick(message.text).both, message.seconds) for message in messages))


def told_at(all_turns: tuple[tuple[str, float], ...], monotonic: float) -> tuple[str, float]:
    """Whose turn it is at this moment, and in how many seconds the next one's is (0: never)."""
    if len(all_turns) <= 1:
        return (all_turns[0][0] if all_turns else ""), 0.0
    at = monotonic % sum(seconds for _, seconds in all_turns)
    for words, seconds in all_turns:
        if at < seconds:
            return words, seconds - at
        at -= seconds
    return all_turns[0][0], all_turns[0][1]
