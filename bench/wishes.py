"""What whoever called the bench asked for."""

from __future__ import annotations

from msgspec import Struct


class Wishes(Struct, frozen=True):
    """`quick`: a fraction of the samples, to see that a bench runs; `rounds`: of `kills`, calls of `heard`; `seed`: of all chance.

    `draw`: write what was found into docs/, with pictures. `only`: of `heard`, these voices alone; `short`: in the words of
    a voice that is behind.
    """

    quick: bool = False
    rounds: int | None = None
    seed: int = 1
    draw: bool = False
    only: tuple[str, ...] = ()
    short: bool = False
