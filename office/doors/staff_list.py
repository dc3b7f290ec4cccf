"""The staff list on disk: `staff.toml` in the office's own folder, readable by the office alone."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import msgspec

from broker.bus.on_disk import Look, look_of, put
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import checked
from broker.contracts.mistakes.os_words import reason
from broker.contracts.mistakes.wrong import Told, wrong
from office.doors.person import Person, Staff
from office.doors.staff_rules import mistakes

log = logging.getLogger(__name__)

FILE = "staff.toml"
HEAD = (
    "# Who works in the hall. Written by `cherha staff` and by the office; PINs and cards are kept as hashes alone.\n"
)


def read_staff(folder: Path) -> Staff:
    """The staff list in `folder`; nobody when there is none. ConfigError with every mistake, file and line."""
    path = folder / FILE
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Staff()
    except UnicodeDecodeError:
        raise ConfigError([Told(f"{path}:1: ", wrong("file.no-text"))]) from None
    except OSError as error:
        raise ConfigError([Told(f"{path}: ", wrong("file.unreadable", why=reason(error)))]) from None
    return msgspec.convert(checked(text, str(path), (mistakes,)), Staff)


def write_staff(folder: Path, staff: Staff) -> None:
    """In place of what was there. OSError when the disk is full or away."""
    put(folder / FILE, as_toml(staff).encode(), private=True)


def as_toml(staff: Staff) -> str:
    """The file's text. Empty fields are left out."""
    names = "" if staff.sign_in.names else "names = false\n"
    salt = f"card_salt = {_quoted(staff.sign_in.card_salt)}\n" if staff.sign_in.card_salt else ""
    head = f"\n[sign_in]\n{names}{salt}" if names or salt else ""
    return HEAD + head + "".join(_table(person) for person in staff.person)


def _table(person: Person) -> str:
    roles = ", ".join(_quoted(role) for role in person.roles)
    lines = [f"id = {_quoted(person.id)}", f"name = {_quoted(person.name)}", f"roles = [{roles}]"]
    lines += [f"{key} = {_quoted(kept)}" for key in ("pin", "card", "told_pin") if (kept := getattr(person, key))]
    return "\n[[person]]\n" + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # What JSON escapes, TOML reads; but it wants DEL escaped too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


class StaffBook:
    """The staff list as a running office reads it: again whenever it has changed on disk.

    A file that has become wrong changes nothing: whoever is in stays in, and the log says what is wrong.
    """

    def __init__(self, folder: Path) -> None:
        """ConfigError when the file is wrong now."""
        self._folder = folder
        self._seen = self._mark()
        self._staff = read_staff(folder)

    @property
    def staff(self) -> Staff:
        mark = self._mark()
        # An empty file is one that an editor is about to write: a list without anybody has its head line.
        if mark != self._seen and not (mark and mark[1] == 0):
            self._seen = mark
            try:
                self._staff = read_staff(self._folder)
            except ConfigError as error:
                log.warning("the staff list is left as it was: %s", error)
        return self._staff

    def _mark(self) -> Look:
        return look_of(self._folder / FILE)
