"""The bundles of one version: each is for one kind of machine, and a hall may have several kinds. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

PREFIX = "cherha-"  # of every kind that cards are built for: cherha-arm64 is a Raspberry Pi


class Bundle(Struct, frozen=True):
    """A signed bundle on the queue-master's machine. `version`, `kind`: as its manifest says, which calls the kind
    `compatible`; "" in what was written before kinds were told apart.
    """

    version: str
    sha256: str
    size: int
    kind: str = ""


class Told(Struct, frozen=True):
    """What the manifest of a bundle says."""

    version: str
    kind: str


File = TypeVar("File")


def fitting(bundles: Sequence[Bundle], kind: str) -> Bundle | None:
    """The one for a machine of that kind. Where one side does not say (a box, or a bundle, of an older version) an only
    bundle is taken for it: the box itself refuses what is not for it.
    """
    found = next((each for each in bundles if each.kind == kind), None)
    if found is None and len(bundles) == 1 and not (kind and bundles[0].kind):
        return bundles[0]
    return found


def without(bundles: Sequence[Bundle], names: Mapping[str, object], kinds: Mapping[str, str]) -> dict[str, str]:
    """The boxes for whose kind there is none, with their kind. Who has never said its kind is not one of them."""
    return {name: kinds[name] for name in sorted(names) if kinds.get(name) and fitting(bundles, kinds[name]) is None}


def of_one_version(found: Sequence[tuple[File, Told]]) -> tuple[list[tuple[File, Told]], list[File]]:
    """Of a stick's bundles, the newest first: those of the first one's version, one for each kind; and the rest."""
    taken: list[tuple[File, Told]] = []
    left: list[File] = []
    for file, told in found:
        fresh = all(told.kind != each.kind for _, each in taken)
        if fresh and (not taken or told.version == taken[0][1].version):
            taken.append((file, told))
        else:
            left.append(file)
    return taken, left
