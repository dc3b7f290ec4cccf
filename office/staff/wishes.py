"""What a browser may ask of the staff's page, as values. Pure.

Wide on purpose: what a person mistyped is told in words, all of it at once; what no page of ours sends is no wish.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from broker.contracts.fields import Id, Slug

Typed = Annotated[str, Meta(max_length=200)]
Roles = Annotated[tuple[Typed, ...], Meta(max_length=8)]


class Wish(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`press`: made by the page, and the same when it is sent again because no answer came."""

    press: Id


class Add(Wish, frozen=True, kw_only=True):
    """`person`: the code, "" to have one made of the name. `pin`: None to have one drawn."""

    name: Typed
    person: Typed = ""
    roles: Roles = ()
    pin: Typed | None = None


class Change(Wish, frozen=True, kw_only=True):
    """`was_…`: what the page showed when it was opened."""

    person: Slug
    name: Typed
    roles: Roles
    was_name: Typed
    was_roles: Roles


class NewPin(Wish, frozen=True, kw_only=True):
    person: Slug
    pin: Typed | None = None


class GiveCard(Wish, frozen=True, kw_only=True):
    """`card`: "" to take it away."""

    person: Slug
    card: Typed = ""


class Remove(Wish, frozen=True, kw_only=True):
    person: Slug


class LetIn(Wish, frozen=True, kw_only=True):
    """Again, after too many wrong tries: a person, or all at a machine."""

    person: Slug | None = None
    address: Typed = ""


class AddAll(Wish, frozen=True, kw_only=True):
    """`look`: nothing is added, only told what would be."""

    text: Annotated[str, Meta(max_length=20_000)]
    look: bool = False
