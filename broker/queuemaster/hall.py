"""The queue-master in two functions: `decide` says what follows from a command, `evolve` makes it so.

The first promise: whatever `decide` returns, `evolve` accepts. Neither knows a clock, a network or a disk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from broker.contracts import commands as c
from broker.contracts.errors import Refused
from broker.queuemaster import (
    announcements,
    at_windows,
    bookings,
    check_in,
    checking,
    documents,
    for_visitors,
    giving_way,
    hall_mode,
    moving,
    staffing,
    surge,
    surveys,
)
from broker.queuemaster import help as helping
from broker.queuemaster.deciding import PLAIN, Asked, Decided, Means
from broker.queuemaster.evolve import evolve
from broker.queuemaster.state import Hall

__all__ = ["Asked", "Decided", "Hall", "Means", "decide", "evolve"]

DEFAULT_LIFE = timedelta(seconds=30)
FUTURE_ALLOWED = timedelta(minutes=2)  # clocks in a hall differ; a command from much later is a mistake

_DECIDERS: dict[type[c.Command], Callable[[Hall, Any, Asked], Decided]] = {
    c.TakeTicket: for_visitors.take_ticket,
    c.Book: bookings.book,
    c.MoveBooking: bookings.move_booking,
    c.CancelBooking: bookings.cancel_booking,
    c.ListBookings: bookings.list_bookings,
    c.ListSlots: bookings.list_slots,
    c.CheckIn: check_in.check_in,
    c.DocumentReady: documents.document_ready,
    c.DocumentHandedOut: documents.document_handed_out,
    c.IsReady: documents.is_ready,
    c.CancelTicket: for_visitors.cancel_ticket,
    c.GiveWay: giving_way.give_way,
    c.ReturnTicket: for_visitors.return_ticket,
    c.MoveTicket: moving.move_ticket,
    c.SetPriority: checking.set_priority,
    c.LeaseNumbers: for_visitors.lease_numbers,
    c.WhereAmI: for_visitors.where_am_i,
    c.CountAhead: for_visitors.count_ahead,
    c.Explain: for_visitors.explain,
    c.EventsSince: for_visitors.events_since,
    c.OpenWindow: at_windows.open_window,
    c.PauseWindow: at_windows.pause_window,
    c.CloseWindow: at_windows.close_window,
    c.CallNext: at_windows.call_next,
    c.CallTicket: at_windows.call_ticket,
    c.Recall: at_windows.recall,
    c.StartService: at_windows.start_service,
    c.Finish: at_windows.finish,
    c.NoShow: at_windows.no_show,
    c.Hold: at_windows.hold,
    c.Resume: at_windows.resume,
    c.Transfer: at_windows.transfer,
    c.SuspendHall: hall_mode.suspend_hall,
    c.ResumeHall: hall_mode.resume_hall,
    c.StartSurge: surge.start_surge,
    c.EndSurge: surge.end_surge,
    c.CallForHelp: helping.call_for_help,
    c.AcknowledgeHelp: helping.acknowledge_help,
    c.EndHelp: helping.end_help,
    c.Announce: announcements.announce,
    c.ReportAnnouncement: announcements.report,
    c.AskSurvey: surveys.ask_survey,
    c.AnswerSurvey: surveys.answer_survey,
    c.NoteTicket: staffing.note_ticket,
    c.NoteStaff: staffing.note_staff,
}


def decide(  # noqa: PLR0917 - each is a circumstance of the command; callers name the last two
    hall: Hall,
    command: c.Command,
    now: datetime,
    by: str,
    clock: datetime | None = None,
    means: Means = PLAIN,
) -> Decided:
    """What follows from `command` of client `by` at `now`; the hall is not changed.

    `clock`: what the machine's clock says, where hall time is ahead of it; a command is fresh by either of the two.
    Refused when a rule says no; ContractError when fields of the command contradict each other.
    """
    asked = Asked(by=by, at=now, command=command.id, staff=command.staff, means=means)
    _need_fresh(command, min(now, clock or now, key=lambda moment: abs(moment - command.at)))
    return _DECIDERS[type(command)](hall, command, asked)


def _need_fresh(command: c.Command, now: datetime) -> None:
    """Refused `expired` or `from-the-future`. A slip that was printed offline is never too late to be taken in."""
    if isinstance(command, c.TakeTicket) and command.lease is not None:
        return
    if command.at > now + FUTURE_ALLOWED:  # asked first: 30 s after the last moment of the year 9999 cannot be said
        reason = "from-the-future"
    elif now >= (command.expires or command.at + DEFAULT_LIFE):
        reason = "expired"
    else:
        return
    raise Refused(reason, at=command.at.isoformat(timespec="seconds"), now=now.isoformat(timespec="seconds"))
