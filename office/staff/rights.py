"""Who may change the staff list, and what no change may leave behind. Pure.

A manager may do everything, also give every role, to himself too: the journal says so. While a hall has no manager, its
technicians stand in.
"""

from __future__ import annotations

from office.doors.person import Person, Role, Staff

MANAGES: Role = "manager"
INSTEAD: Role = "technician"


def manages(staff: Staff, person: Person | None) -> bool:
    """Whether this one may change the list as it is now."""
    return person is not None and _role(staff) in person.roles


def managers(staff: Staff) -> tuple[Person, ...]:
    """All who may."""
    return tuple(person for person in staff.person if manages(staff, person))


def shuts_out(before: Staff, after: Staff) -> bool:
    """Whether nobody could manage the staff any more: nobody who can sign in, or the last manager is none."""
    able = [person for person in managers(after) if person.pin or person.card]
    return not able or (_role(before) == MANAGES != _role(after))


def _role(staff: Staff) -> Role:
    return MANAGES if any(MANAGES in person.roles for person in staff.person) else INSTEAD
