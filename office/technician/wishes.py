"""What a browser may ask of the technician's pages, as values. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.fields import Id, Slug


class ApplianceWish(Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked of which appliance; the page makes the id."""

    id: Id
    appliance: Slug
    what: Slug


class SetWish(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be set at the box of `name`, and what stood there when the page was opened. Values are checked later."""

    id: Id
    name: Slug
    settings: dict[str, str]
    seen: dict[str, str] = {}
    at_once: bool = False


class Judged(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says: of each item, whether it was as it should be. `at`: of which sheet."""

    id: Id
    appliance: Slug
    at: str
    said: dict[Slug, bool]
