"""How busy halls are: each says it of itself on `state/branch`, and is told of the others on `state/city`, where somebody
gathers them. Optional: no hall needs it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from broker.contracts.fields import Moment, Slug, Text


class Branch(Struct, frozen=True, kw_only=True):
    """One hall. `likely`: minutes that somebody who came at `at` would probably wait; null while nobody can say.

    `at` is when that hall itself was so, however late it was told: whoever shows this shows its age.
    """

    id: Slug
    name: Text
    address: Text = {}
    open: bool = True
    waiting: Annotated[int, Meta(ge=0)]
    likely: Annotated[float, Meta(ge=0)] | None = None
    at: Moment


class City(Struct, frozen=True, kw_only=True):
    """The halls in the order in which they are to be shown, without the one that it is told to."""

    at: Moment
    halls: Annotated[tuple[Branch, ...], Meta(max_length=50)]
