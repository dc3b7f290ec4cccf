"""From messages to facts on disk: read, recognise the repeated, decide, write once for all, answer.

Knows the journal but no network and no clock: `run` gives it what arrived and publishes what it returns.
"""

from __future__ import annotations

import logging
import os
from datetime import datetime, timedelta

import msgspec
from msgspec import Raw, Struct

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.errors import ContractError, Refused
from broker.contracts.events import Event
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases
from broker.contracts.replies import NOT_NOW, Reply
from broker.contracts.snapshot import Snapshot
from broker.queuemaster import answer, told_once
from broker.queuemaster.archiving import Archived
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.deadlines import due, next_wake
from broker.queuemaster.foresight import Foresight
from broker.queuemaster.forgetting import Forgetting
from broker.queuemaster.gate import Gate
from broker.queuemaster.guessing import Guessing
from broker.queuemaster.hall import Asked, Decided, Hall, Means, decide, evolve
from broker.queuemaster.hall_time import HallTime
from broker.queuemaster.journal import Checkpoint, DiskFull, FirstReply, Journal
from broker.queuemaster.passing_over import passed_over
from broker.queuemaster.picture import snapshot
from broker.queuemaster.reception import next_change
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.restoring import restored
from broker.queuemaster.secrets_of_days import SecretsOfDays

log = logging.getLogger(__name__)

EVENTS_A_PAGE = 500
PAGE_BYTES = codec.MAX_BYTES - 1024
CHECKPOINT_EVERY = 5000
RETRY = timedelta(seconds=1)
_QUESTIONS = (
    c.WhereAmI,
    c.CountAhead,
    c.Explain,
    c.EventsSince,
    c.ListSlots,
    c.ListBookings,
    c.IsReady,
)  # change nothing; asked twice, they are answered twice
_TOLD_WHEN = (c.TakeTicket, c.CheckIn)  # the fact itself says when; the answers to the others, when they are shown
_SHOWN_WHEN = (c.WhereAmI, c.GiveWay, c.MoveTicket, c.ReturnTicket, c.SetPriority, c.Transfer)
_PASSING = NOT_NOW | {
    "expired",
    "from-the-future",
    "too-many-guesses",
    "too-many-cases",
}  # true now, not of the command

_WITH_A_CODE = (c.CheckIn, c.MoveBooking, c.CancelBooking)


class Incoming(Struct, frozen=True):
    """One message of a client, as it arrived."""

    client: str
    body: bytes
    response_topic: str = ""
    correlation: bytes = b""


class Outcome(Struct, frozen=True):
    """What a batch came to: an answer to each message, in order, and the events that are now on disk.

    `turned`: a line has opened or closed since the last batch, by the calendar, which is no event.
    """

    answers: list[tuple[Incoming, bytes]]
    events: list[bytes]
    turned: bool = False


class _Batch:
    """What a batch has gathered before it is written."""

    def __init__(self) -> None:
        self.answers: list[tuple[Incoming, bytes]] = []
        self.events: list[bytes] = []
        self.replies: dict[str, bytes] = {}
        self.kept: list[FirstReply] = []
        self.base: Checkpoint | None = None


class QueueMaster:
    """The hall and its journal. `published`: up to which event all have left; the owner keeps it true. `gate`: holds
    askers to what is theirs; by itself it believes all.

    `days_without_secret`: for these there are bookings whose codes, or documents whose cases, cannot be checked, because
    the secret was lost.
    """

    def __init__(
        self, plan: HallFile, journal: Journal, phrases: Phrases, reserve: Reserve, calendar: Calendar | None = None
    ) -> None:
        self.gate = Gate()
        self._plan = plan
        self._calendar = calendar or Calendar.of(plan)
        self._journal = journal
        self._phrases = phrases
        self._reserve = reserve
        self.foresight = Foresight()
        self._secrets = SecretsOfDays(journal.path.parent / "secrets")
        self._forgetting = Forgetting(journal, self._secrets, plan.retention)
        self._archived: Archived | None = None  # a day in the archive, of which the journal does not know yet
        self._guessing = Guessing(plan.policy.wrong_codes, plan.policy.wrong_codes_pause, plan.timezone)
        self._cases = Guessing(
            plan.documents.wrong_cases, plan.documents.wrong_cases_pause, plan.timezone, "too-many-cases"
        )
        self._checkpoint_at = 0
        self._failed = False
        self._turns: datetime | None = None  # when a line next opens or closes
        self._time = HallTime(_last_moment(journal))
        self.published = journal.published
        self.hall = self._restored()
        booked = {each.day for each in self.hall.memory.bookings.values()}
        booked |= set(self.hall.memory.documents)
        self.days_without_secret = sorted(day for day in booked if not self._secrets.knows(day))
        if not reserve.lay_by():
            journal.spare_room(sparing=True)

    @property
    def is_full(self) -> bool:
        """Whether new tickets are refused, because the disk has no room for them."""
        return self._reserve.spent

    def take(self, plan: HallFile, calendar: Calendar) -> None:
        """Go on with another hall file, as after a restart: what happened does not depend on it. Between two batches.

        Whether it may be taken now is asked of `taking_hall.obstacles` before.
        """
        self._plan, self._calendar = plan, calendar
        self.hall = Hall(plan, self.hall.memory, calendar)
        self._turns = None
        self.foresight.forget()

    def handle(self, incoming: list[Incoming], now: datetime) -> Outcome:
        """Answer a batch. When this returns, everything that it answers `done` is on disk."""
        clock, now = now, self._time.at(now)
        for _ in range(2):
            batch = self._gather(incoming, now, clock)
            try:
                if batch.events or batch.kept:
                    self._journal.append(batch.events, batch.kept, self.published, batch.base)
            except DiskFull:
                self.hall = self._restored()
                try:
                    self._reserve.spend()
                except DiskFull:
                    break
                self._journal.spare_room(sparing=True)
            else:
                self._failed = False
                if batch.base is not None:
                    self._archived = None
                return Outcome(batch.answers, batch.events, self._turned(now))
        self._failed = True
        refusal = Refused("storage-failed")
        return Outcome([(m, self._refused(_id_of(m), refusal)) for m in incoming], [])

    def _turned(self, now: datetime) -> bool:
        turned = self._turns is not None and self._turns <= now
        self._turns = next_change(self.hall, now)
        return turned

    def picture(self, now: datetime, epoch: str) -> Snapshot:
        now = self._time.at(now)
        return snapshot(self.hall, now, epoch, self._phrases, self.foresight.lines(self.hall, now))

    def look_ahead(self, now: datetime) -> bool:
        """With nothing else to do: see to it that the next picture tells true waits. Whether they are new."""
        return self.foresight.look(self.hall, self._time.at(now))

    def next_wake(self, now: datetime) -> datetime:
        """When to ask again, by the machine's clock."""
        time = self._time.at(now)
        wait = next_wake(self.hall, time) - time
        return now + (max(wait, RETRY) if self._failed else wait)  # a deadline that cannot be written stays due

    def unpublished(self) -> list[bytes]:
        """Events that may not have left before the last end."""
        return [record.body for record in self._journal.records(self.published)]

    def keep_house(self) -> None:
        """A checkpoint when enough has happened since the last; the reserve again when there is room."""
        if self.is_full and self._reserve.lay_by():
            self._journal.spare_room(sparing=False)
        enough = max(CHECKPOINT_EVERY, 2 * len(self.hall.memory.tickets))
        if self.hall.seq - self._checkpoint_at >= enough:
            self.checkpoint()
        self._forgetting.turn(self.hall.memory.day)

    @property
    def may_archive(self) -> bool:
        """Whether a day may be put into the archive: there is room, and the last one is written down."""
        return not self.is_full and self._archived is None

    def archive(self, archived: Archived) -> None:
        """Write down, with the next batch, that a day is in the archive. Any thread may call."""
        self._archived = archived

    def pass_over(self, now: datetime) -> None:
        """Never give out today what may have been given out in a part of the journal that was lost. DiskFull."""
        batch, now = _Batch(), self._time.at(now)
        self._meet_deadlines(batch, now)  # a day that is over takes its numbers with it
        facts = passed_over(self.hall, now)
        self._apply(facts, [codec.encode(fact) for fact in facts], batch)
        self._journal.append(batch.events, [], self.published)

    def checkpoint(self) -> None:
        """Keep the hall as it is, so that the next start is quick."""
        try:
            self._journal.save_checkpoint(msgspec.json.encode(self.hall.memory))
        except DiskFull:
            return  # the next start is slower, nothing is lost
        self._checkpoint_at = self.hall.seq

    def _gather(self, incoming: list[Incoming], now: datetime, clock: datetime) -> _Batch:
        batch = _Batch()
        self._meet_deadlines(batch, now)  # before the commands: none of them may fall into a day that is over
        for message in incoming:
            batch.answers.append((message, self._answer(message, batch, now, clock)))
        self._meet_deadlines(batch, now)
        self._tell_archived(batch, now)
        return batch

    def _tell_archived(self, batch: _Batch, now: datetime) -> None:
        """In the same transaction as the fact, the journal comes to begin after that day."""
        if self._archived is not None:
            fact = self._archived.fact(self.hall.seq + 1, now)
            self._apply((fact,), [codec.encode(fact)], batch)
            batch.base = self._archived.base

    def _meet_deadlines(self, batch: _Batch, now: datetime) -> None:
        while facts := due(self.hall, now):
            self._apply(facts, [codec.encode(fact) for fact in facts], batch)

    def _answer(self, message: Incoming, batch: _Batch, now: datetime, clock: datetime) -> bytes:
        try:
            command = codec.command(message.body)
        except ContractError as error:
            return codec.encode(answer.invalid(error))
        try:
            self.gate.need(self.hall, command, message.client)
        except Refused as refusal:  # before the kept replies, of which none is a stranger's; and not kept itself
            return self._refused(command.id, refusal)
        return self._answer_to(command, message, batch, now, clock)

    def _answer_to(self, command: c.Command, message: Incoming, batch: _Batch, now: datetime, clock: datetime) -> bytes:
        first = batch.replies.get(command.id) or self._journal.reply(command.id)
        if first is not None:
            asked = Asked(by=message.client, at=now, means=self._means())
            return told_once.told_again(self.hall, command, first, asked)
        try:
            self._need_room(command)
            self._need_kept(command)
            self._need_patience(command, message.client, now)
            means = self._means(plays=isinstance(command, _TOLD_WHEN))
            with self.foresight.spending(self.hall, means.plays):
                decided = decide(self.hall, command, now, message.client, clock, means)
            bodies = [codec.encode(fact) for fact in decided.events]  # before the hall changes: one may be too large
        except ContractError as error:
            return codec.encode(answer.invalid(ContractError(error.why, error.field, command.id)))
        except Refused as refusal:
            if refusal.reason == "unknown-booking":
                self._guessing.was_wrong(message.client, now)
            body = self._refused(command.id, refusal)
            if refusal.reason not in _PASSING:
                self._keep(command, body, batch)
            return body
        except Exception:  # a mistake of ours, on one command: the hall is unchanged and must go on
            log.exception("%s of %s could not be decided", type(command).__name__, message.client)
            return self._refused(command.id, Refused("our-mistake"))
        if decided.document == "not-listed":
            self._cases.was_wrong(message.client, now)
        self._apply(decided.events, bodies, batch)
        reply = self._done(command, decided, batch, now)
        if not isinstance(command, _QUESTIONS):
            self._keep(command, codec.encode(told_once.kept(reply)), batch)
        return codec.encode(reply)

    def _means(self, *, plays: bool = False) -> Means:
        return Means(
            plays=self.foresight.plays(self.hall) if plays else 0, chance=os.urandom(16), digest=self._secrets.digest
        )

    def _need_room(self, command: c.Command) -> None:
        """A full disk takes no new visitors; those who hold a slip already, printed offline, still come in."""
        if self.is_full and (isinstance(command, c.Book) or (isinstance(command, c.TakeTicket) and not command.lease)):
            raise Refused("storage-full")

    def _need_kept(self, command: c.Command) -> None:
        """Who asks for events that are in the archive learns so, instead of getting a page with a hole."""
        if isinstance(command, c.EventsSince) and command.seq < self._journal.begins:
            raise Refused("archived", begins=str(self._journal.begins))

    def _need_patience(self, command: c.Command, client: str, now: datetime) -> None:
        """Who tries codes of bookings, or numbers of cases, until one fits."""
        if isinstance(command, _WITH_A_CODE):
            self._guessing.need_patience(client, now)
        elif isinstance(command, c.IsReady):
            self._cases.need_patience(client, now)

    def _apply(self, facts: tuple[Event, ...], bodies: list[bytes], batch: _Batch) -> None:
        batch.events += bodies
        for fact in facts:
            evolve(self.hall, fact)

    def _keep(self, command: c.Command, body: bytes, batch: _Batch) -> None:
        batch.replies[command.id] = body
        slip = isinstance(command, c.TakeTicket) and command.lease is not None
        batch.kept.append(FirstReply(command.id, self.hall.seq, body, lasting=slip))

    def _done(self, command: c.Command, decided: Decided, batch: _Batch, now: datetime) -> Reply:
        means = self._means(plays=isinstance(command, _SHOWN_WHEN))
        with self.foresight.spending(self.hall, means.plays):
            reply = answer.done(self.hall, command.id, decided, now, self._phrases, means=means)
        if decided.events_since is not None:
            return answer.with_events(reply, self._page(decided.events_since, batch))
        return answer.cut_to(PAGE_BYTES, reply)

    def _page(self, after: int, batch: _Batch) -> tuple[Raw, ...]:
        """Events after a seq: at most 500, and no more than fit into one message."""
        page: list[Raw] = []
        size = 0
        written = [record.body for record in self._journal.records(after, EVENTS_A_PAGE)]
        unwritten = batch.events[max(0, after - self._journal.seq) :]
        for body in [*written, *unwritten][:EVENTS_A_PAGE]:
            size += len(body) + 1
            if size > PAGE_BYTES:
                break
            page.append(Raw(body))
        return tuple(page)

    def _refused(self, command_id: str | None, refusal: Refused) -> bytes:
        return codec.encode(answer.refused(command_id, refusal, self._phrases, self.hall))

    def _restored(self) -> Hall:
        """The hall as the journal has it: the last checkpoint, and what happened since."""
        hall, self._checkpoint_at = restored(self._plan, self._journal, self._calendar)
        return hall


def _last_moment(journal: Journal) -> datetime | None:
    for record in journal.records(journal.seq - 1):
        return codec.event(record.body).at
    return None


def _id_of(message: Incoming) -> str | None:
    try:
        return codec.command(message.body).id
    except ContractError as error:
        return error.command_id
