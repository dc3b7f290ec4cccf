"""Errands as values: what can be wished, asked, scanned and shown. Places here are places of a visit as any. Pure."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from broker.contracts.booking_code import DRAWN
from broker.contracts.fields import Text
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import DocumentAnswer, TicketView
from kiosk.touch.recognised import FEWEST_DIGITS, MOST_DIGITS

CODE_SIGNS = DRAWN + 1
CASE_SIGNS = MOST_DIGITS
FEWEST_CASE_SIGNS = FEWEST_DIGITS


class Errands(Struct, frozen=True):
    """What a hall has to offer. `documents`: the service by which they are picked up, or ""."""

    bookings: bool = False
    documents: str = ""

    @classmethod
    def of(cls, hall: HallFile) -> Errands:
        return cls(any("booking" in service.modes for service in hall.service), hall.documents.service)


# Presses.


class OpenCodePad(Struct, frozen=True):
    """I have booked."""


class OpenCasePad(Struct, frozen=True):
    """Is my document ready?"""


class Submit(Struct, frozen=True):
    """What I have typed is whole."""


class PrintLate(Struct, frozen=True):
    """I know that I am late; print the ticket of the ordinary queue."""


ErrandPress = OpenCodePad | OpenCasePad | Submit | PrintLate


# What happens.


class Scanned(Struct, frozen=True):
    """A scanner has read `text`. `spare`: a new id, should one be needed."""

    at: float
    text: str
    spare: str


# What the shell is asked to do: to ask the queue-master, under this id, for `patience` seconds.


class SendCheckIn(Struct, frozen=True):
    id: str
    booking: str
    language: str
    patience: float


class AskWhere(Struct, frozen=True):
    id: str
    ticket: str
    patience: float


class AskReady(Struct, frozen=True):
    id: str
    case: str
    patience: float


Wish = SendCheckIn | AskWhere | AskReady


# Places.


class CodePad(Struct, frozen=True):
    """`wrong`: what was typed cannot be a code, and the visitor has been told so."""

    typed: str = ""
    wrong: bool = False


class CasePad(Struct, frozen=True):
    typed: str = ""


class Waiting(Struct, frozen=True):
    """For the answer to a wish; until `quiet_until` the screen `before` stays."""

    wish: Wish
    before: Any
    quiet_until: float
    until: float
    said: bool = False


class Late(Struct, frozen=True):
    """There is a ticket, of the ordinary queue, and its visitor has not been told yet that it is one. `message`: why."""

    ticket: TicketView
    message: Text
    language: str


class Where(Struct, frozen=True):
    """Where a ticket stands. `again`: its booking was checked in before."""

    ticket: TicketView
    again: bool = False


class Document(Struct, frozen=True):
    case: str
    state: DocumentAnswer


class Told(Struct, frozen=True):
    """Something to read. `about`: which words; `message`: the queue-master's own; `retry`: where to try again."""

    about: str
    message: Text | None = None
    retry: CodePad | CasePad | None = None


Pad = CodePad | CasePad
Errand = CodePad | CasePad | Waiting | Late | Where | Document | Told
