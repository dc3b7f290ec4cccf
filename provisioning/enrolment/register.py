"""Who asks to be let in, and what a technician has said to it: one file, for the desk, the command line and the pages.

Time is the machine's steady clock, which is one for all its processes; a restart of the machine forgets who has asked, and
boxes ask again.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from broker.bus.on_disk import kept, put
from broker.contracts.errors import Refused
from broker.mosquitto.access import NAME, ROLES, is_spoken_for
from provisioning.enrolment.code import digest, typed
from provisioning.enrolment.second_broker import NAME as BROKER_2
from provisioning.enrolment.standbys_own import NAME as OFFICE_2
from provisioning.enrolment.standbys_own import PAGE_NAME
from provisioning.enrolment.wished import OfBox, over

LASTS = 900.0  # seconds; then the box makes a new code
WRONG_TRIES, PAUSE = 5, 900.0  # so many wrong codes, and for so long none is taken
MOST = 50  # who wait at once
LATER = (BROKER_2, OFFICE_2, PAGE_NAME)  # the desk gives them itself, once there is a standby


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One box at the door. `known`: a name that this hardware or its card, or so it says, has already: a card was copied, moved
    or set up anew.
    """

    id: str
    hardware: str
    role: str
    address: str
    digest: str
    key: str  # hex of the public key, which the digest is of
    request: str
    since: float
    known: str = ""
    state: Literal["waiting", "accepted", "refused"] = "waiting"
    name: str = ""
    settings: dict[str, str | int] = {}
    identify: bool = False


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """What the file has. `settings`: of each name, for whoever takes its place; `boxes`: what is wished there; `next_first`:
    the serial of the only certificate for which the first machine's backup is given.
    """

    token: str = ""
    waiting: tuple[Waiting, ...] = ()
    wrong: tuple[float, ...] = ()
    shut_until: float = 0.0
    settings: dict[str, dict[str, str | int]] = {}
    boxes: dict[str, OfBox] = {}
    next_first: str = ""


Change = Callable[[Waiting], Waiting]
ChangeBox = Callable[[OfBox, Mapping[str, str | int]], tuple[OfBox, Mapping[str, str | int]]]


class Register:
    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def token(self) -> str:
        return self._read().token

    def keep_token(self, token: str) -> None:
        """That of the newest kit. Older kits let nobody ask any more."""
        with self._changing() as book:
            self._write(msgspec.structs.replace(book, token=token))

    def begin_anew(self) -> None:
        """The machine has started: its steady clock is another."""
        with self._changing() as book:
            self._write(msgspec.structs.replace(book, waiting=(), wrong=(), shut_until=0.0))

    def shut_for(self, steady: float) -> float:
        """Seconds in which no code is taken, since so many were wrong."""
        return max(0.0, self._read().shut_until - steady)

    def waiting(self, steady: float) -> tuple[Waiting, ...]:
        """Who waits for an answer."""
        return tuple(each for each in self._read().waiting if each.state == "waiting" and _lives(each, steady))

    def of(self, asked: str, steady: float) -> Waiting | None:
        """What became of one who asked; None: unknown, or too long ago."""
        return next((each for each in self._read().waiting if each.id == asked and _lives(each, steady)), None)

    def ask(self, box: Waiting, steady: float) -> Waiting:
        """A box asks. The same key asks once, however often it says so, and may want another role each time; one that was
        accepted and lost its power before it had its certificate is known by it, and need not be accepted again. Refused
        when too many wait.
        """
        with self._changing() as book:
            alive = tuple(each for each in book.waiting if _lives(each, steady))
            mine = (each for each in alive if each.key == box.key)
            same = next((each for each in mine if each.digest == box.digest or each.state == "accepted"), None)
            if same is not None:
                if same.state == "waiting" and same.role != box.role:
                    same = msgspec.structs.replace(same, role=box.role)
                    self._write(_with(book, same))
                return same
            if len(alive) >= MOST:
                raise Refused("too-many-ask")
            self._write(msgspec.structs.replace(book, waiting=(*alive, box)))
            return box

    def accept(
        self,
        code: str,
        name: str,
        role: str,
        taken: Collection[str],
        steady: float,
        *,
        settings: dict[str, str | int] | None = None,
        instead: bool = False,
        asked: str = "",
    ) -> Waiting:
        """The technician has typed the code that stands on the box, and says who it is.

        `instead`: it takes the place of the one that has the name, with its settings. `asked`: the only box that is
        meant, where the technician has chosen one. Refused when no box shows that code
        (after five such tries nobody is let in for a quarter of an hour), or the name is another's or none, or kept for
        what is no box: the office speaks as `window-5`. A name is another's as soon as it is given, though its box has not
        fetched its certificate yet; `instead` takes it from that.
        """
        if not NAME.fullmatch(name):
            raise Refused("not-a-name", name=name)
        if is_spoken_for(name) or name in LATER:
            raise Refused("name-kept", name=name)
        if role not in ROLES:
            raise Refused("not-a-role", role=role)
        with self._changing() as book:
            if steady < book.shut_until:
                raise Refused("too-many-tries", minutes=str(int((book.shut_until - steady) // 60) + 1))
            given_out = _given_out(book, name, steady)
            if (name in taken or bool(given_out)) != instead:
                raise Refused("name-free" if instead else "name-taken", name=name)
            meant = (each for each in book.waiting if asked in ("", each.id) and _lives(each, steady))
            found = next((each for each in meant if _shows(each, typed(code))), None)
            if found is None or found.state != "waiting":
                self._write(_after_wrong(book, steady))
                raise Refused("no-such-code")
            had = over(book.settings.get(name, {}), book.boxes.get(name, OfBox()).wish)
            given = {**(had if instead else {}), **(settings or {})}
            accepted = msgspec.structs.replace(found, state="accepted", name=name, role=role, settings=given)
            boxes = {
                each: wishes for each, wishes in book.boxes.items() if each != name
            }  # it begins with what was wished
            settled = msgspec.structs.replace(book, settings={**book.settings, name: given}, boxes=boxes, wrong=())
            self._write(_without(_with(settled, accepted), given_out))
            return accepted

    def drop(self, name: str, steady: float) -> str:
        """Forget who was accepted under that name, so that it fetches nothing more: its role, or "" when nobody was."""
        with self._changing() as book:
            found = _given_out(book, name, steady)
            if found:
                self._write(_without(book, found))
        return found[-1].role if found else ""

    @property
    def windows(self) -> dict[str, int]:
        """Of each name that has one."""
        told = {name: str(settings.get("window", "")) for name, settings in self._read().settings.items()}
        return {name: int(window) for name, window in told.items() if window.isascii() and window.isdecimal()}

    def of_boxes(self) -> Callable[[str], tuple[OfBox, Mapping[str, str | int]]]:
        """What is wished at the box of each name, and what is set there, as it is at this moment."""
        book = self._read()
        return lambda name: (book.boxes.get(name, OfBox()), book.settings.get(name, {}))

    def change_box(self, name: str, change: ChangeBox) -> tuple[OfBox, Mapping[str, str | int]]:
        """What is wished at the box of `name`, and what is set there, become what `change` makes of them."""
        with self._changing() as book:
            box, had = book.boxes.get(name, OfBox()), book.settings.get(name, {})
            fresh, has = change(box, had)
            if (fresh, has) != (box, had):
                boxes, settings = {**book.boxes, name: fresh}, {**book.settings, name: dict(has)}
                self._write(msgspec.structs.replace(book, boxes=boxes, settings=settings))
            return fresh, has

    @property
    def next_first(self) -> str:
        return self._read().next_first

    def promise_first(self, serial: str) -> None:
        """To whom the first machine's backup is given; "": to nobody any more."""
        with self._changing() as book:
            if book.next_first != serial:
                self._write(msgspec.structs.replace(book, next_first=serial))

    def refuse(self, asked: str) -> None:
        self._change(asked, lambda each: msgspec.structs.replace(each, state="refused"))

    def identify(self, asked: str, *, on: bool = True) -> None:
        """The box should show which one it is."""
        self._change(asked, lambda each: msgspec.structs.replace(each, identify=on))

    def forget(self, asked: str) -> None:
        """It has its certificate."""
        with self._changing() as book:
            self._write(_without(book, tuple(each for each in book.waiting if each.id == asked)))

    def _change(self, asked: str, change: Change) -> None:
        with self._changing() as book:
            for each in book.waiting:
                if each.id == asked and each.state == "waiting":
                    self._write(_with(book, change(each)))

    def _read(self) -> Book:
        return kept(self._file, Book) or Book()

    def _write(self, book: Book) -> None:
        put(self._file, msgspec.json.encode(book), private=True)

    @contextmanager
    def _changing(self) -> Iterator[Book]:
        """One at a time, of all processes."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield self._read()
        finally:
            os.close(handle)


def _lives(each: Waiting, steady: float) -> bool:
    return 0 <= steady - each.since < LASTS


def _shows(each: Waiting, code: str) -> bool:
    return digest(code, bytes.fromhex(each.key)) == each.digest


def _with(book: Book, changed: Waiting) -> Book:
    waiting = tuple(changed if each.id == changed.id else each for each in book.waiting)
    return msgspec.structs.replace(book, waiting=waiting)


def _without(book: Book, gone: tuple[Waiting, ...]) -> Book:
    ids = {each.id for each in gone}
    return msgspec.structs.replace(book, waiting=tuple(each for each in book.waiting if each.id not in ids))


def _given_out(book: Book, name: str, steady: float) -> tuple[Waiting, ...]:
    """Who was accepted under that name and may still come for the certificate."""
    return tuple(e for e in book.waiting if e.state == "accepted" and e.name == name and _lives(e, steady))


def _after_wrong(book: Book, steady: float) -> Book:
    wrong = (*(at for at in book.wrong if steady - at < PAUSE), steady)
    if len(wrong) >= WRONG_TRIES:
        return msgspec.structs.replace(book, wrong=(), shut_until=steady + PAUSE)
    return msgspec.structs.replace(book, wrong=wrong)
