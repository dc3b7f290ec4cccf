"""A page of the journal for whoever follows it: events and the replies to their commands, no more than one message takes.

A page is cut where a command ends whenever it can be: half a command must never be all that somebody has.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Raw
from msgspec.structs import replace

from broker.contracts import codec
from broker.contracts.standby import Follow, KeptReply, Page
from broker.queuemaster.journal import GENESIS, Journal, Record

ROOM = 40 * 1024  # bytes of events and replies in a page: the rest of a message is for names and secrets
AT_ONCE = 400


def page(journal: Journal, asked: Follow, secrets: dict[str, bytes]) -> Page:
    """What follows on `asked.have`. `secrets`: those that the follower has not."""
    told = Page(
        number=asked.number,
        have=asked.have,
        last=journal.seq,
        begins=journal.begins,
        published=journal.published,
        secrets=secrets,
    )
    if not is_ours(journal, asked):
        return replace(told, forked=True)
    records, replies, whole = _cut(list(journal.records(asked.have, AT_ONCE)), journal, asked.have)
    return replace(
        told,
        root=(records[-1].hash if records else bytes.fromhex(asked.root)).hex(),
        whole=whole,
        events=tuple(Raw(record.body) for record in records),
        replies=replies,
    )


def is_ours(journal: Journal, asked: Follow) -> bool:
    """Whether the follower's last event is ours: then so is everything before it, by the chain."""
    if asked.have == journal.begins:
        return bytes.fromhex(asked.root) == (journal.begin_root if journal.begins else GENESIS)
    if not journal.begins < asked.have <= journal.seq:
        return False
    (found,) = journal.records(asked.have - 1, 1)
    return found.hash == bytes.fromhex(asked.root)


def _cut(records: list[Record], journal: Journal, have: int) -> tuple[list[Record], tuple[KeptReply, ...], bool]:
    """As many of the records as there is room for, up to the end of a command if there is one; and their replies."""
    size, fitting = 0, 0
    answers: dict[int, list[KeptReply]] = {}
    for command, seq, body, lasting in journal.replies(have, records[-1].seq if records else have):
        answers.setdefault(seq, []).append(KeptReply(command, seq, Raw(body), lasting=lasting))
    for record in records:
        size += len(record.body) + sum(len(each.body) + 100 for each in answers.get(record.seq, ())) + 1
        if size > ROOM and fitting:
            break
        fitting += 1
    more = fitting < len(records) or len(records) == AT_ONCE
    ends = [place for place, (one, two) in enumerate(pairwise(records), 1) if _command(one) != _command(two)]
    cut = max((end for end in ends if end <= fitting), default=0) if more else fitting
    taken = records[: cut or fitting]
    return taken, _of(answers, taken), bool(cut) or not more


def _command(record: Record) -> str | int:
    """What an event was caused by; one that time alone has caused stands by itself."""
    event = codec.event(record.body)
    return getattr(event, "command", None) or record.seq


def _of(answers: dict[int, list[KeptReply]], records: Iterable[Record]) -> tuple[KeptReply, ...]:
    return tuple(reply for record in records for reply in answers.get(record.seq, ()))
