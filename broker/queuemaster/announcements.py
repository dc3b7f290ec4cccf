"""What the voice is asked to say beside the calls, and what became of all that it said. Whose call was spoken is known."""

from __future__ import annotations

from msgspec import structs

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.scrubbing import HIDDEN, scrub
from broker.queuemaster.deciding import Asked, Decided
from broker.queuemaster.state import Hall


def announce(hall: Hall, command: c.Announce, asked: Asked) -> Decided:
    """Refused `unknown-zone`, and `personal-words`: a number that leads to a person is not for a whole hall's ears."""
    for zone in command.zones:
        if zone not in hall.plan.zones:
            raise Refused("unknown-zone", zone=zone)
    text = {language: scrub(words) for language, words in command.text.items()}
    if any(HIDDEN in words or not words for words in text.values()):
        raise Refused("personal-words")
    fact = asked.fact(
        hall, e.AnnouncementMade, announcement=command.id, text=text, zones=command.zones, times=command.times
    )
    return Decided(events=(fact,))


def report(hall: Hall, command: c.ReportAnnouncement, asked: Asked) -> Decided:
    """A fact, whatever it says: only the announcer was there."""
    fact = asked.fact(
        hall,
        e.AnnouncementEnded,
        announcement=command.announcement,
        what=command.what,
        outcome=command.outcome,
        calls=command.calls,
        zones=command.zones,
        why=command.why,
        began=command.began,
    )
    return Decided(events=(fact,))


def ended(hall: Hall, event: e.AnnouncementEnded) -> None:
    """Of two reports on one call the better counts: one announcer may drop what another one spoke."""
    memory = hall.memory
    memory.calls = [
        structs.replace(call, spoken=event.outcome) if call.seq in event.calls and call.spoken != "finished" else call
        for call in memory.calls
    ]
