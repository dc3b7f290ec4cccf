"""Who works in the hall, as the staff list has it. Pure.

Ids go into the journal; names stay in the staff list and on the sign-in page of the hall's own network.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

Role = Literal["operator", "reception", "manager", "technician"]
ROLES: tuple[Role, ...] = get_args(Role)
PIN_DIGITS = (4, 12)  # the fewest and the most
CARD_SIGNS = (4, 40)

Pin = Annotated[str, Meta(pattern=r"^[0-9]{4,12}$")]
Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")]
Card = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{4,40}$", description="what a card reader types before Enter")]


class SignIn(Struct, frozen=True, kw_only=True):
    """[sign_in]. `names`: the page shows whom there is, to choose from; else everybody types their id.

    `card_salt`: hexadecimal, of all cards: a card is known by its digest alone.
    """

    names: bool = True
    card_salt: str = ""


class Person(Struct, frozen=True, kw_only=True):
    """[[person]]. `pin` is an argon2id hash, `card` a digest in hexadecimal, "" where there is none.

    `told_pin`: for a demo alone: the page tells it to everybody.
    """

    id: str
    name: str
    roles: tuple[str, ...]
    pin: str = ""
    card: str = ""
    told_pin: str = ""


class Staff(Struct, frozen=True, kw_only=True):
    """The staff list."""

    sign_in: SignIn = SignIn()
    person: tuple[Person, ...] = ()

    def of(self, identity: str) -> Person | None:
        """Who has this id."""
        return next((person for person in self.person if person.id == identity), None)

    @property
    def for_show(self) -> bool:
        """Whether the page tells PINs: such a file is good for a demo alone."""
        return any(person.told_pin for person in self.person)


def with_person(staff: Staff, person: Person) -> Staff:
    """`staff` and one more, or another in place of who has that id."""
    if staff.of(person.id) is None:
        return Staff(sign_in=staff.sign_in, person=(*staff.person, person))
    others = tuple(person if each.id == person.id else each for each in staff.person)
    return Staff(sign_in=staff.sign_in, person=others)


def without(staff: Staff, identity: str) -> Staff:
    return Staff(sign_in=staff.sign_in, person=tuple(each for each in staff.person if each.id != identity))
