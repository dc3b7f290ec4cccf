"""Every text that a document has had, and what became of it: files named by their content, and a list that only grows.

Each is on the disk itself before it is named anywhere, so that a power cut loses nothing that was told.
"""

from __future__ import annotations

import logging
import os
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from broker.bus.on_disk import put
from broker.contracts.fields import Moment

log = logging.getLogger(__name__)

LIST = "versions.jsonl"
Fate = Literal["found", "tried", "confirmed", "taken-back"]


class Version(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the list. `found`: it was there before anybody changed it here; `why`: in the words of who tried it."""

    at: Moment
    fate: Fate
    sha256: str
    who: str | None = None
    why: str = ""


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


class Versions:
    """`ending`: of the files that the texts are kept in."""

    def __init__(self, folder: Path, ending: str = ".toml") -> None:
        self._folder, self._ending = folder, ending

    def keep(self, text: str) -> str:
        """Keep a text for ever; by which name it is found again."""
        name = digest(text)
        path = self._folder / f"{name}{self._ending}"
        if not path.exists():
            put(path, text.encode())
        return name

    def note(self, version: Version) -> None:
        """One more line."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / LIST).open("ab") as written:
            if written.tell() and not self._ends_whole():
                written.write(b"\n")  # a power cut in the middle of the last line
            written.write(msgspec.json.encode(version) + b"\n")
            written.flush()
            os.fsync(written.fileno())

    def _ends_whole(self) -> bool:
        return (self._folder / LIST).read_bytes().endswith(b"\n")

    def all(self) -> list[Version]:
        """The newest first. A line that a power cut broke off is passed over."""
        try:
            lines = (self._folder / LIST).read_bytes().splitlines()
        except FileNotFoundError:
            return []
        found = []
        for line in lines:
            try:
                found.append(msgspec.json.decode(line, type=Version))
            except msgspec.MsgspecError:
                log.warning("%s: a line cannot be read", self._folder / LIST)
        return found[::-1]

    def text(self, name: str) -> str | None:
        """A text that was kept, if it is whole. `name` may come from anybody."""
        if len(name) != 64 or not name.isalnum():  # noqa: PLR2004 - hexadecimal digits of SHA-256
            return None
        try:
            text = (self._folder / f"{name}{self._ending}").read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return None
        return text if digest(text) == name else None
