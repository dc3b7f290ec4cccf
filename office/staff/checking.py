"""What is wrong with what was typed about somebody: all of it at once. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from broker.contracts.staff_pins import easy
from office.doors.person import CARD_SIGNS, PIN_DIGITS, ROLES, Person, Staff

LONGEST_NAME = 60
_CODE = re.compile(r"[a-z0-9-]{1,40}")
_CARD = re.compile(rf"[0-9A-Za-z]{{{CARD_SIGNS[0]},{CARD_SIGNS[1]}}}")
_PIN = re.compile(rf"[0-9]{{{PIN_DIGITS[0]},{PIN_DIGITS[1]}}}")


class Mistake(Struct, frozen=True):
    """`field` of a form, or `line` of a list, 0 where there is none. `key`: of the phrases; `slots`: what stands in them."""

    field: str
    key: str
    slots: dict[str, str] = {}
    line: int = 0


def plain(name: str) -> str:
    """A name as it is kept: no space before, behind or twice."""
    return " ".join(name.split())


def of_name(name: str, others: Collection[str]) -> Iterator[Mistake]:
    """`others`: names that would be taken for it on the sign-in page, if they were the same."""
    if not name:
        yield Mistake("name", "mistake.name-none")
    elif len(name) > LONGEST_NAME:
        yield Mistake("name", "mistake.name-long", {"most": str(LONGEST_NAME)})
    elif not name.isprintable():
        yield Mistake("name", "mistake.name-odd")
    elif name.casefold() in {other.casefold() for other in others}:
        yield Mistake("name", "mistake.name-taken", {"name": name})


def of_code(code: str, staff: Staff) -> Iterator[Mistake]:
    """A code that somebody new is to have."""
    if not _CODE.fullmatch(code):
        yield Mistake("person", "mistake.code-odd")
    elif holder := staff.of(code):
        yield Mistake("person", "mistake.code-taken", {"name": holder.name})


def of_roles(roles: Collection[str]) -> Iterator[Mistake]:
    if not roles:
        yield Mistake("roles", "mistake.roles-none")
    for role in roles:
        if role not in ROLES:
            yield Mistake("roles", "mistake.role-unknown", {"role": role, "known": ", ".join(ROLES)})


def of_pin(pin: str | None) -> Iterator[Mistake]:
    """None: it will be drawn."""
    if pin is None:
        return
    if not _PIN.fullmatch(pin):
        yield Mistake("pin", "mistake.pin-odd")
    elif easy(pin):
        yield Mistake("pin", "mistake.pin-easy")


def of_card(card: str) -> Iterator[Mistake]:
    """ "": it is taken away."""
    if card and not _CARD.fullmatch(card):
        yield Mistake("card", "mistake.card-odd")


def names_of(staff: Staff, but: Person | None = None) -> tuple[str, ...]:
    return tuple(person.name for person in staff.person if person != but)


def near(word: str, known: Collection[str]) -> str:
    """The known word that was meant, or "" where nothing is like it."""
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")
