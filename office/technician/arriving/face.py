"""What the page says of those who ask to come in, and of those who are in. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from broker.contracts.enrolling import Asking, DeskSaid, Updating
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases
from office.technician.arriving.proposing import lacking, proposals, role_for
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
OF_FIRST = ("queue-master", "office", "desk")  # roles of the first machine: none of them is a box of its own


class Newcomer(Struct, frozen=True):
    """`wants`: what was touched at the box. `known`: a name that such hardware has already. `role`: the likely one.
    `instead`: whose place it most likely takes; "" while that one still speaks, since its card may have been copied, or
    was something else than what the box wants to be.
    """

    id: str
    hardware: str
    address: str
    since: datetime
    wants: str
    role: str
    known: str
    instead: str
    identified: bool


class Member(Struct, frozen=True):
    name: str
    role: str
    hardware: str
    revoked: bool
    lost: bool
    told: str = ""
    tells: str = ""  # what it means to let it in no more


class NewVersion(Struct, frozen=True):
    """How a new version comes into the hall. `lines`: what there is to say; `without`: who will not get it; `firsts`: who may try it first, while nobody
    does; `may_stop`: it is under way.
    """

    lines: tuple[str, ...]
    bad: bool
    firsts: tuple[str, ...]
    may_stop: bool
    without: tuple[str, ...] = ()


class Arriving(Struct, frozen=True):
    """`open`: the desk answers. `replaceable`: whose place a new box may take, those who are silent first.

    `first`: the name among them for whose box all of that box's machine is replaced, where the standby decides; else "".
    `update`: a new version, where there is one. `authority`: "sealed" or "absent" after a standby has taken over, until
    the desk is open there; `second_page`: where these pages would be then; `moved`: why there is a new kit.
    """

    open: bool
    newcomers: tuple[Newcomer, ...]
    members: tuple[Member, ...]
    lacks: str
    shut: str
    proposals: dict[str, Any]
    replaceable: tuple[Member, ...]
    update: NewVersion | None = None
    authority: str = "here"
    second_page: str = ""
    moved: str = ""
    first: str = ""

    @property
    def replaceable_names(self) -> list[list[str]]:
        """For the list in the form: the name, and how it is called there."""
        return [[m.name, " · ".join((m.name, m.role, *((m.told,) if m.told else ())))] for m in self.replaceable]


def arriving(asking: Asking | None, hall: HallFile, lost: frozenset[str], now: datetime, words: Words) -> Arriving:
    """`lost`: appliances that are silent. None: nobody has heard of a desk."""
    asking = asking or Asking(open=False)
    names = {member.name: member.role for member in asking.members if not member.revoked}
    silent, first = words("silent"), words("form.first")
    members = tuple(
        Member(
            m.name,
            words.named("role", m.role),
            m.hardware,
            m.revoked,
            m.name in lost,
            _also(first if m.name == asking.first else "", silent if m.name in lost else ""),
            words(key if (key := f"tells.revoke-{m.role}") in words.phrases else "tells.revoke"),
        )
        for m in asking.members
    )
    shut = asking.shut_until is not None and asking.shut_until > now
    lacks = lacking(hall, names)
    return Arriving(
        open=asking.open,
        newcomers=tuple(
            Newcomer(
                id=each.id,
                hardware=each.hardware,
                address=each.address,
                since=each.since,
                wants=words("wants", role=words.named("role", each.role)) if each.role else "",
                role=role_for(each.role, hall, names),
                known=each.known,
                instead=each.known if each.known in lost and each.role in ("", names.get(each.known)) else "",
                identified=each.identify,
            )
            for each in asking.newcomers
        ),
        members=members,
        lacks=words("lacks", roles=", ".join(words.named("role", role) for role in lacks)) if lacks else "",
        shut=words("shut", at=words.clock(asking.shut_until)) if shut and asking.shut_until else "",
        proposals=msgspec.to_builtins(proposals(hall, names, [member.name for member in asking.members])),
        replaceable=_replaceable(asking, members),
        update=_new_version(asking.update, words) if asking.update and asking.open else None,
        authority=asking.authority,
        second_page=asking.second_page,
        first=asking.first,
        moved=words("kit.moved", before=asking.moved_from, now=asking.moved_to) if asking.moved_to else "",
    )


def _replaceable(asking: Asking, members: tuple[Member, ...]) -> tuple[Member, ...]:
    """Those of the first machine all at once, where its standby decides: also when that was shut out before."""
    boxes = {m.name for m in asking.members if not m.revoked and m.role not in OF_FIRST}
    if asking.first:
        boxes -= {m.name for m in asking.members if m.role == "standby"}  # who decides here is not replaced from here
        boxes.add(asking.first)
    return tuple(sorted((m for m in members if m.name in boxes), key=lambda m: (not m.lost, m.name)))


def _also(*told: str) -> str:
    return " · ".join(each for each in told if each)


def _new_version(update: Updating, words: Words) -> NewVersion:
    how = "done-but" if update.state == "done" and update.without else update.state
    lines = [words(f"update.{how}", version=update.version, first=update.first, box=update.stopped)]
    by_hand = update.state == "stopped" and update.stopped == "hand"
    if by_hand:
        lines = [words("update.by-hand", version=update.version)]
    if update.had and update.state != "done":
        lines.append(words("update.had", names=", ".join(update.had), lacking=", ".join(update.lacking)))
    if update.kinds:
        lines.append(words("update.kinds", kinds=", ".join(_kind(kind, words) for kind in update.kinds)))
    under_way = update.state in ("trying", "going")
    if under_way and not update.quiet:
        lines.append(words("update.waits"))
    return NewVersion(
        lines=tuple(lines),
        bad=update.state == "stopped" and not by_hand,
        firsts=update.lacking if update.state == "offered" else (update.first,) if by_hand and update.first else (),
        may_stop=under_way,
        without=tuple(_without(update.without, words)),
    )


def _without(boxes: dict[str, str], words: Words) -> Iterator[str]:
    for kind in sorted({*boxes.values()}):
        names = ", ".join(name for name, own in boxes.items() if own == kind)
        yield words("update.without", names=names, kind=_kind(kind, words))


def _kind(kind: str, words: Words) -> str:
    return words(key) if (key := f"kind.{kind}") in words.phrases else kind


def told(what: str, name: str, said: DeskSaid | None, words: Words) -> str:
    """What came of an answer, in one line."""
    if said is None:
        return words("answer.none")
    if said.outcome == "done":
        return words(f"done.{what}", name=name)
    key = f"refused.{said.reason}"
    return (
        words(key, **{"name": name, "role": "", "minutes": "", **said.details}) if key in words.phrases else said.reason
    )
