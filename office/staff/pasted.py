"""Many people at once, one a line: "name; roles; window". Every mistake is told at its line. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from office.doors.person import ROLES, Staff
from office.staff.checking import Mistake, names_of, near, of_name, plain
from office.staff.naming import code_for

MOST = 100  # people at a time: each has a PIN to be made
COLUMNS = 3
_HEADS = frozenset({"ім'я", "імʼя", "ім’я", "піб", "name"})


class Newcomer(Struct, frozen=True):
    """`window`: stands on the slip; 0: none."""

    line: int
    name: str
    code: str
    roles: tuple[str, ...]
    window: int = 0


def read_list(
    text: str, staff: Staff, roles: Mapping[str, str], windows: Collection[int]
) -> tuple[tuple[Newcomer, ...], tuple[Mistake, ...]]:
    """Who is to be added, and what is wrong. `roles`: what people call them, in small letters, to what they are.

    A line without roles is an operator's. Columns are parted by ";" or as a spreadsheet parts them.
    """
    people: list[Newcomer] = []
    found: list[Mistake] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [plain(cell) for cell in re.split(r"[;\t]", line)]
        if not any(cells) or line.lstrip().startswith("#") or cells[0].casefold() in _HEADS:
            continue
        name, wanted, window = (cell or "" for _, cell in zip_longest(range(COLUMNS), cells[:COLUMNS]))
        read = _roles(wanted, roles)
        wrong = [
            *of_name(name, (*names_of(staff), *(each.name for each in people))),
            *_wrong_roles(read, roles),
            *_wrong_window(window, windows),
        ]
        if len(cells) > COLUMNS and any(cells[COLUMNS:]):
            wrong.append(Mistake("line", "mistake.columns"))
        found += [replace(each, line=number) for each in wrong]
        taken = {*(person.id for person in staff.person), *(each.code for each in people)}
        people.append(Newcomer(number, name, code_for(name, taken), read, _number(window)))
    if not people:
        found.append(Mistake("line", "mistake.list-empty"))
    if len(people) > MOST:
        found.append(Mistake("line", "mistake.list-long", {"most": str(MOST), "count": str(len(people))}))
    return tuple(people), tuple(found)


def _roles(wanted: str, known: Mapping[str, str]) -> tuple[str, ...]:
    words = [word.strip() for word in re.split(r"[,/+]", wanted) if word.strip()] or ["operator"]
    return tuple(dict.fromkeys(known.get(word.casefold(), word) for word in words))


def _wrong_roles(read: Collection[str], known: Mapping[str, str]) -> Iterator[Mistake]:
    for role in read:
        if role not in ROLES:
            meant = near(role.casefold(), [word for word in known if word not in ROLES])
            yield Mistake("roles", "mistake.role-near" if meant else "mistake.role-none", {"role": role, "near": meant})


def _number(window: str) -> int:
    found = re.search(r"\d+", window)
    return int(found.group()) if found else 0


def _wrong_window(window: str, windows: Collection[int]) -> Iterator[Mistake]:
    if window and _number(window) not in windows:
        yield Mistake("window", "mistake.window", {"window": window})
