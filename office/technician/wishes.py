"""What a browser may ask of the technician's pages, as values. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.fields import Id, Slug


class ApplianceWish(Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked of which appliance; the page makes the id."""

    id: Id
    appliance: Slug
    what: Slug


class Judged(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says: of each item, whether it was as it should be. `at`: of which sheet."""

    id: Id
    appliance: Slug
    at: str
    said: dict[Slug, bool]
