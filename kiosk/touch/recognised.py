"""What a scanned code is: a booking's code, a ticket's id, a case number, or nothing that we know. Pure.

A scanner types; what arrives depends on the keyboard layout of the machine, on the scanner's own, and on who printed
the code: in either alphabet, in small letters, within an address. A ticket's *number* is none of these: whoever sees
«А042» in a hand would learn how long its holder still has to wait, so only the id on the slip opens a ticket.
"""

from __future__ import annotations

import re

from msgspec import Struct

from broker.contracts import booking_code
from broker.contracts.errors import Refused

FEWEST_DIGITS, MOST_DIGITS = 4, 20  # of a case number


class BookingCode(Struct, frozen=True):
    code: str


class TicketId(Struct, frozen=True):
    id: str


class CaseNumber(Struct, frozen=True):
    digits: str


Known = BookingCode | TicketId | CaseNumber

# The same keys on the layout that scanners type by, and on the Ukrainian (and Russian) one of the machine.
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбюґ" + "ыэъ" + ".,№"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\" + "s'" + "]" + "/?#"
_KEYS = str.maketrans(
    _UKRAINIAN + _UKRAINIAN[:36].upper(), _LATIN + _LATIN[:36].upper().translate(str.maketrans(";',.", ':"<>'))
)
_LOOK_ALIKE = str.maketrans("АВСЕНІКМОРТХавсенікмортх", "ABCEHIKMOPTXabcehikmoptx")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")  # Crockford's letters: no I, L, O, U
_CASE = re.compile(r"[№#\s\d/._-]+")


def recognised(text: str) -> tuple[Known, ...]:
    """All that `text` may be, the likeliest first; () when we know nothing like it."""
    found: list[Known] = []
    for typed in (text, text.translate(_KEYS)):
        # An address: what names the thing stands last in it.
        for part in (typed, re.split(r"[/=#?&]", typed.strip())[-1]):
            found += [known for known in (_ticket(part), _booking(part), _case(part)) if known]
    return tuple(dict.fromkeys(found))


def _ticket(text: str) -> TicketId | None:
    word = text.strip().translate(_LOOK_ALIKE).upper()
    return TicketId(word) if _ULID.fullmatch(word) else None


def _booking(text: str) -> BookingCode | None:
    try:
        return BookingCode(booking_code.typed(text))
    except Refused:
        return None


def _case(text: str) -> CaseNumber | None:
    digits = "".join(sign for sign in text if sign in "0123456789")
    long_enough = FEWEST_DIGITS <= len(digits) <= MOST_DIGITS
    return CaseNumber(digits) if long_enough and _CASE.fullmatch(text.strip()) else None
