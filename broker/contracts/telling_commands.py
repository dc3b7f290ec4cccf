"""Wishes about help, announcements, surveys and the staff: what is told, and moves no ticket."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from broker.contracts.announced import Kind, Outcome
from broker.contracts.command import Command
from broker.contracts.fields import Answers, Comments, Id, Language, Moment, Said, Seq, Slug, Slugs, TicketRef, WindowId
from broker.contracts.staffed import StaffDeed


class CallForHelp(Command, frozen=True, kw_only=True):
    """Somebody at `place` (an appliance's id, "ramp", …) needs a person. Late, it is no help: give `expires`."""

    place: Slug
    why: Slug = "button"


class AcknowledgeHelp(Command, frozen=True, kw_only=True):
    """Somebody goes there now."""

    help: Id


class EndHelp(Command, frozen=True, kw_only=True):
    """Somebody was helped, or needs no help after all."""

    help: Id
    why: Slug | None = None


class Announce(Command, frozen=True, kw_only=True):
    """Let the voice say something of the staff's own, once before the next call, in `zones` (none: everywhere).

    `text`: the words in each language, spoken in the hall's order of languages; no number that leads to a person.
    `times`: how often in a row.
    """

    text: Said
    zones: Slugs = ()
    times: Annotated[int, Meta(ge=1, le=3)] = 1


class ReportAnnouncement(Command, frozen=True, kw_only=True):
    """What became of one announcement. The announcer's: nobody else knows.

    `calls`: the `seq` of each `ticket-called` or `ticket-recalled` that it spoke. `began`: its first sample; absent
    when there was none. `why`: a code, of one that was not heard to its end.
    """

    announcement: Id
    what: Kind
    outcome: Outcome
    calls: Annotated[tuple[Seq, ...], Meta(max_length=20)] = ()
    zones: Slugs = ()
    why: Slug | None = None
    began: Moment | None = None


class AnswerSurvey(Command, frozen=True, kw_only=True):
    """What a visitor touched on the tablet of a window. The first answer is sent at once; more of the same `run`
    complete it. One run a ticket.

    `ticket`: whom the tablet saw there; absent: whoever is served there now. `answers`: by the question's name;
    `comments`: free text, scrubbed here and again by the queue-master. An empty list or text takes an answer back.
    `partial`: more may come.
    """

    window: WindowId
    ticket: TicketRef | None = None
    survey: Slug
    version: Annotated[str, Meta(min_length=1, max_length=40)]
    run: Id
    language: Language = "uk"
    answers: Answers = field(default_factory=dict)
    comments: Comments = field(default_factory=dict)
    partial: bool = False


class NoteStaff(Command, frozen=True, kw_only=True):
    """Somebody of the staff has signed in, gone, or tried in vain, at `window` or elsewhere: for the journal alone.

    `appliance`: the one that was let in, replaced or shut out. `whom`: the id of who was added, changed or removed;
    `roles`: those that they have from now on.
    """

    what: StaffDeed
    window: WindowId | None = None
    appliance: Slug | None = None
    whom: Slug | None = None
    roles: Slugs = ()
