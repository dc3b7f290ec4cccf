"""Who may open what: one table, from the beginning of an address to roles. Pure.

The longest row that fits is the one that counts. What no row names is for any staff: a page that somebody forgot to
write in here is shut to the street, not open to it.
"""

from __future__ import annotations

from collections.abc import Collection

from office.doors.person import ROLES

EVERYBODY = None  # without a sign-in
STAFF = frozenset[str](ROLES)

TABLE: dict[str, frozenset[str] | None] = {
    "/": STAFF,
    "/window": STAFF,
    "/reception": frozenset({"reception", "manager"}),
    "/manager": frozenset({"manager"}),
    "/technician": frozenset({"technician"}),
    "/admin": frozenset({"manager", "technician"}),
    "/staff": frozenset({"manager", "technician"}),  # a technician only looks, once there is a manager
    "/pin": STAFF,  # their own
    "/sign-in": EVERYBODY,
    "/static": EVERYBODY,
    "/t": EVERYBODY,  # a visitor's phone
    "/T": EVERYBODY,  # the same, as the code on a slip says it: in capitals
    "/public": EVERYBODY,  # the state of the hall
}


def who_may(path: str) -> frozenset[str] | None:
    """The roles that may open `path`; None: everybody, without a sign-in.

    >>> who_may("/manager/reports") == frozenset({"manager"}), who_may("/t/01JD"), who_may("/tea") == STAFF
    (True, None, True)
    """
    rows = [row for row in TABLE if row in ("/", path) or path.startswith((f"{row}/", f"{row}."))]
    return TABLE[max(rows, key=len)] if rows else STAFF


def may(path: str, roles: Collection[str]) -> bool:
    """Whether somebody with `roles` may open `path`."""
    allowed = who_may(path)
    return allowed is EVERYBODY or not allowed.isdisjoint(roles)
