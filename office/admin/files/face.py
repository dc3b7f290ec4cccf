"""What the pages of files show: which there are, who shows them, what is in one of them, what a check found. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from broker.contracts.phrases import Phrases
from office.admin.face import PHRASES as SHARED
from office.admin.files.kinds import KINDS, kind_of
from office.appliances import Machine
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases").over(SHARED)

_AT = re.compile(r"(?:.*/)?bundle/([^:]+):(\d+): (.*)|(?:.*/)?([^:/]+):(\d+): (.*)", re.DOTALL)


class Mistake(Struct, frozen=True):
    """`line` of `file`; 0: nowhere in particular."""

    file: str
    line: int
    what: str


class Reader(Struct, frozen=True):
    """An appliance that shows it. `trouble`: why not the version that is published."""

    id: str
    place: str
    here: bool
    trouble: str


class Card(Struct, frozen=True):
    """`version`: the one that is published; without one, where it `lies`: a phrase below [list]."""

    name: str
    what: str
    about: str
    version: str
    lies: str
    on_trial: bool
    readers: int


class Beside(Struct, frozen=True):
    """A file that is no text."""

    name: str
    sha256: str
    size: int


def placed(mistakes: Sequence[str], main: str) -> list[Mistake]:
    """ "playlist.toml:3: what" -> its file and line 3. Where the check unpacked it is nobody's business. `main`: the file
    that is meant where a mistake names none.
    """
    return [_placed(each, main) for each in mistakes]


def _placed(said: str, main: str) -> Mistake:
    at = _AT.fullmatch(said)
    if at is None:
        return Mistake(main if said.startswith(main) else "", 0, re.sub(r"\S*/bundle/", "", said))
    file, line, what = at.group(1, 2, 3) if at.group(1) else at.group(4, 5, 6)
    return Mistake(file, int(line), what)


def readers(name: str, machines: Iterable[Machine], words: Words) -> list[Reader]:
    """Who shows what is called `name`, and what they say of it."""
    kind = kind_of(name)
    roles = KINDS[kind].readers if kind else ()
    return [
        Reader(
            machine.id,
            machine.about.place or "" if machine.about and isinstance(machine.about.place, str) else "",
            machine.state in ("ready", "degraded"),
            words.of(problem.message) if (problem := machine.problems.get(f"content-{name}")) else "",
        )
        for machine in machines
        if machine.role in roles
    ]
