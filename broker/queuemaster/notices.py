"""What everybody in the hall must know besides the calls: its mode, and notices in words for people.

Boards, kiosks and the office show these as they are; what is grave, and in which order, is said here once for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases, pick
from broker.contracts.snapshot import Notice
from broker.queuemaster import reception
from broker.queuemaster.standstill import back_at
from broker.queuemaster.state import Hall

NORMAL = "normal"
_NAMED = 2  # lines; of more than that only the letters are told, which stand on the tickets


def mode(found: tuple[Notice, ...]) -> str:
    """The hall's mode in one word: the code of its gravest notice."""
    return found[0].code if found else NORMAL


def notices(hall: Hall, now: datetime, phrases: Phrases | None = None) -> tuple[Notice, ...]:
    """All that is to be known at `now`, the gravest first. Without phrases: codes and no words."""
    say = _Saying(hall, phrases)
    return (*_standstill(hall, now, say), *_parked(hall, say), *_closing(hall, now, say), *_surges(hall, say))


def _standstill(hall: Hall, now: datetime, say: _Saying) -> Iterator[Notice]:
    """The whole hall is suspended, or comes back from an alarm."""
    why, back = hall.memory.suspended, back_at(hall)
    if why is not None:
        yield Notice(code=why, text=say(f"suspended.{why}", "suspended.other"), stops=True)
    elif back is not None and now < back:
        time = f"{back.astimezone(hall.plan.timezone):%H:%M}"
        yield Notice(code="resuming", text=say("resuming", time=time), until=back)


def _parked(hall: Hall, say: _Saying) -> Iterator[Notice]:
    """Lines that stand still while the others go on, by what stopped them."""
    by_why: dict[str, list[str]] = {}
    for line, why in hall.memory.lines_closed.items():
        if line in hall.plan.lines:
            by_why.setdefault(why or "parked", []).append(line)
    for why, lines in by_why.items():
        yield Notice(code=why, text=say(f"parked.{why}", "parked.other", lines), lines=tuple(lines), stops=True)


def _closing(hall: Hall, now: datetime, say: _Saying) -> Iterator[Notice]:
    """The doors are shut; whoever is inside is still called."""
    if hall.memory.suspended is None and reception.of_hall(hall, now).why == "closing":
        yield Notice(code="closing", text=say("closing"))


def _surges(hall: Hall, say: _Saying) -> Iterator[Notice]:
    """Windows that help in lines which are not theirs, as far as they are open."""
    for lent in hall.memory.surges.values():
        windows = [str(number) for number in sorted(lent) if number in hall.memory.windows]
        lines = list(dict.fromkeys(line for each in lent.values() for line in each if line in hall.plan.lines))
        if windows and lines:
            key = "surge.many" if len(windows) > 1 else "surge.one"
            yield Notice(code="surge", text=say(key, lines=lines, windows=", ".join(windows)), lines=tuple(lines))


class _Saying(NamedTuple):
    """A notice's words in every language."""

    hall: Hall
    phrases: Phrases | None

    def __call__(self, key: str, other: str = "", lines: list[str] | None = None, **slots: str) -> Text:
        """The phrase `notice.<key>`, or `notice.<other>` where nobody has written one for the key."""
        phrases = self.phrases
        if phrases is None:
            return {}
        written = f"notice.{key}" in phrases.keys(phrases.languages[0])
        return {
            language: phrases.say(
                language, f"notice.{key if written else other}", lines=self._names(lines or [], language), **slots
            )
            for language in phrases.languages
        }

    def _names(self, lines: list[str], language: str) -> str:
        known = [self.hall.plan.lines[line] for line in lines]
        if len(known) > _NAMED:
            return ", ".join(line.letter for line in known)
        return ", ".join(f"{line.letter} — {pick(line.name, language)}" for line in known)
