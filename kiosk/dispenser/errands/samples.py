"""A place for every screen of errands, for the gallery and for tests of looks. Pure."""

from __future__ import annotations

from msgspec import structs

from broker.contracts.booking_code import drawn
from broker.contracts.fields import Text
from broker.contracts.replies import TicketView
from kiosk.dispenser.errands.wanted import CasePad, CodePad, Document, Errand, Late, Told, Where

_CODE = drawn(20261123)
_CASE = "202611004217"
_LATE: Text = {
    "uk": "Час вашого запису минув, тож ви в загальній черзі.",
    "en": "The time of your booking is over, so you are in the ordinary queue.",
}
_EARLY: Text = {
    "uk": "Ваш запис на 14:20. Відмітитися можна від 13:50.",
    "en": "Your booking is for 14:20. You can check in from 13:50.",
}
_OTHER_DAY: Text = {
    "uk": "Ваш запис на інший день: 25.11.2026 о 14:20.",
    "en": "Your booking is for another day: 25.11.2026 at 14:20.",
}
_UNKNOWN: Text = {
    "uk": "Такого запису немає: його скасовано, або його день минув.",
    "en": "There is no such booking: it was cancelled, or its day is over.",
}


ERRANDS = (
    "code-pad",
    "code-pad-wrong",
    "case-pad",
    "check-in-early",
    "check-in-other-day",
    "check-in-unknown",
    "check-in-late",
    "check-in-again",
    "where-waiting",
    "where-called",
    "where-no-show",
    "document-ready",
    "document-not-listed",
    "unknown-scan",
)


def errand_places(ticket: TicketView) -> dict[str, Errand]:
    """By the name of the picture; `ticket`: one that waits."""
    called = structs.replace(ticket, state="called", window=14, ahead=None, estimate=None)
    return {
        "code-pad": CodePad(_CODE[:6]),
        "code-pad-wrong": CodePad(_CODE, wrong=True),
        "case-pad": CasePad(_CASE[:8]),
        "check-in-early": Told("check-in.too-early", _EARLY),
        "check-in-other-day": Told("check-in.other-day", _OTHER_DAY),
        "check-in-unknown": Told("check-in.unknown-booking", _UNKNOWN, CodePad()),
        "check-in-late": Late(ticket, _LATE, "uk"),
        "check-in-again": Where(ticket, again=True),
        "where-waiting": Where(ticket),
        "where-called": Where(called),
        "where-no-show": Where(structs.replace(called, state="no-show")),
        "document-ready": Document(_CASE, "ready"),
        "document-not-listed": Document(_CASE, "not-listed"),
        "unknown-scan": Told("unknown-scan"),
    }
