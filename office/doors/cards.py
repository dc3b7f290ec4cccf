"""A card for somebody: known by its digest alone, and nobody else's."""

from __future__ import annotations

import secrets

from msgspec.structs import replace

from office.doors.codes import card_digest
from office.doors.person import Person, SignIn, Staff, with_person


class CardTaken(Exception):
    """It is `holder`'s."""

    def __init__(self, holder: Person) -> None:
        super().__init__(holder.id)
        self.holder = holder


def with_card(staff: Staff, person: Person, card: str) -> Staff:
    """`staff` with this card as the one of `person`. Slow, as all that looks at cards. CardTaken."""
    salt = staff.sign_in.card_salt or secrets.token_hex(16)
    digest = card_digest(card, salt)
    holder = next((each for each in staff.person if each.card == digest and each.id != person.id), None)
    if holder is not None:
        raise CardTaken(holder)
    salted = Staff(sign_in=SignIn(names=staff.sign_in.names, card_salt=salt), person=staff.person)
    return with_person(salted, replace(person, card=digest))
