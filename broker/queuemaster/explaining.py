"""What a ticket's holder is told in two sentences: who went before and why, and what that means now.

Nobody else's data is in it: visitors are counted by reason, not named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases
from broker.contracts.replies import TicketView
from broker.queuemaster.overtaking import Why
from broker.queuemaster.state import Hall

# Phrases of an overtaking that are counted under one word.
_ALIKE = {
    "priority-unchecked": "priority",
    "guarantee": "priority",
    "preferred-line": "other-line",
    "turn": "other-line",
    "counts-from": "oldest",
    "no-access": "needs",
    "stayed": "next-leg",
}


def went_before(whys: Iterable[Why], phrases: Phrases, language: str) -> str:
    """How many went before and why, the commonest reason first."""
    counted = Counter(_ALIKE.get(phrase, phrase) for _, phrase in whys)
    total = sum(counted.values())
    if not total:
        return phrases.say(language, "went-before.nobody")
    groups = [(phrases.say(language, f"went-before.why.{each}"), count) for each, count in counted.most_common()]
    why = groups[0][0] if len(groups) == 1 else ", ".join(f"{count} — {word}" for word, count in groups)
    return phrases.count(language, "went-before", total, why=why)


def two_sentences(
    hall: Hall, view: TicketView, whys: Iterable[Why], phrases: Phrases, why: Callable[[str, str], str]
) -> Text:
    """In every language that the phrases have. `why`: (language, code) -> words for why the hall or a line stands."""
    told = tuple(whys)
    return {
        language: f"{went_before(told, phrases, language)} {_now(hall, view, phrases, language, why)}"
        for language in phrases.languages
    }


def _now(hall: Hall, view: TicketView, phrases: Phrases, language: str, why: Callable[[str, str], str]) -> str:
    if view.state != "waiting":
        return phrases.say(language, f"now.{view.state}", window=view.window)
    memory = hall.memory
    stands = memory.suspended if memory.suspended is not None else memory.lines_closed.get(view.line)
    if stands is not None:
        return phrases.say(language, "now.suspended", why=why(language, stands))
    ahead = phrases.count(language, "now.ahead", view.ahead) if view.ahead else phrases.say(language, "now.next")
    if view.estimate is None:
        return phrases.say(language, "now.unknown", ahead=ahead)
    earliest, latest = (_clock(hall, moment) for moment in (view.estimate.earliest, view.estimate.latest))
    return phrases.say(language, "now.likely", ahead=ahead, earliest=earliest, latest=latest)


def _clock(hall: Hall, moment: datetime) -> str:
    return f"{moment.astimezone(hall.plan.timezone):%H:%M}"
