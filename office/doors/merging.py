"""Two staff lists that were one: what has become other in the first is taken into the second. Pure."""

from __future__ import annotations

from office.doors.person import Person, Staff


def merged(before: Staff, now: Staff, mine: Staff) -> Staff:
    """`mine` with what has become other between `before` and `now`.

    Both may have been changed: of one person the later list wins, which is `now`; but who was taken off either list stays
    off. Whoever is new here stays in.
    """
    kept = [each for person in mine.person if (each := _of(person, before, now)) is not None]
    here = {person.id for person in mine.person}
    new = [person for person in now.person if person.id not in here and before.of(person.id) is None]
    sign_in = mine.sign_in if now.sign_in == before.sign_in else now.sign_in
    return Staff(sign_in=sign_in, person=(*kept, *new))


def _of(person: Person, before: Staff, now: Staff) -> Person | None:
    was, is_now = before.of(person.id), now.of(person.id)
    return person if is_now == was else is_now
