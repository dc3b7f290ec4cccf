"""What a browser may ask of the doors, as values. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.fields import Slug, WindowId
from office.doors.person import Card, Name, Pin


class Wish(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody wants in: `person` and `pin`, or a `card`. `next`: the page that they came for."""

    person: Slug | None = None
    pin: Pin | None = None
    card: Card | None = None
    next: str = "/"


class Back(Struct, frozen=True, forbid_unknown_fields=True):
    """Whoever locked it wants in again."""

    pin: Pin | None = None
    card: Card | None = None


class Move(Struct, frozen=True, forbid_unknown_fields=True):
    window: WindowId


class First(Struct, frozen=True, forbid_unknown_fields=True):
    """The first person of a hall."""

    id: Slug
    name: Name
    pin: Pin


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """A press that carries nothing."""
