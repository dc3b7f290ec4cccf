"""Wishes of whoever sits at a window."""

from __future__ import annotations

from broker.contracts.command import Command
from broker.contracts.fields import Slug, Slugs, TicketRef, Why, WindowId


class OpenWindow(Command, frozen=True, kw_only=True):
    """Open, or go on after a pause. `lines` narrows or changes what the window serves.

    `automatic`: where the policy calls by itself, whether it does here (absent: as before; at first it does).
    """

    window: WindowId
    operator: Slug | None = None
    lines: Slugs | None = None
    why: Why | None = None
    automatic: bool | None = None


class PauseWindow(Command, frozen=True, kw_only=True):
    window: WindowId
    operator: Slug | None = None
    lines: Slugs | None = None
    why: Why | None = None


class CloseWindow(Command, frozen=True, kw_only=True):
    window: WindowId
    operator: Slug | None = None
    lines: Slugs | None = None
    why: Why | None = None


class CallNext(Command, frozen=True, kw_only=True):
    window: WindowId


class CallTicket(Command, frozen=True, kw_only=True):
    """Call one ticket out of turn; `why` is shown to whoever it overtook."""

    window: WindowId
    ticket: TicketRef
    why: Why


class Recall(Command, frozen=True, kw_only=True):
    window: WindowId


class StartService(Command, frozen=True, kw_only=True):
    window: WindowId


class Finish(Command, frozen=True, kw_only=True):
    """The visitor has been served. A visit of several legs goes on with the next; `next_service` puts one before it.

    `stay`: the next leg begins here at once (true) or waits in its own line (false); absent: as the policy says.
    `outcome`: how it ended, by an id of the hall's [[outcome]] or of those that are usual.
    """

    window: WindowId
    outcome: Slug | None = None
    next_service: Slug | None = None
    stay: bool | None = None


class NoShow(Command, frozen=True, kw_only=True):
    window: WindowId


class Transfer(Command, frozen=True, kw_only=True):
    """Send the window's visitor on: to a service, a line or a window (exactly one)."""

    window: WindowId
    to_service: Slug | None = None
    to_line: Slug | None = None
    to_window: WindowId | None = None
    keep_seniority: bool = True


class Hold(Command, frozen=True, kw_only=True):
    """The visitor went to pay; the window is free, the ticket is not forgotten."""

    window: WindowId


class Resume(Command, frozen=True, kw_only=True):
    window: WindowId
    ticket: TicketRef


class AskSurvey(Command, frozen=True, kw_only=True):
    """The operator registers the case and the visitor has a minute: the tablet of this window may ask now."""

    window: WindowId
