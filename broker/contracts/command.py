"""What all commands carry."""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.fields import Id, Moment, Slug, kebab


class Command(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="type", tag=kebab
):
    """What all commands carry. Without `expires`, a command is worth nothing 30 s after `at`.

    `staff`: the id of who pressed, where somebody has signed in.
    """

    id: Id
    at: Moment
    expires: Moment | None = None
    staff: Slug | None = None
