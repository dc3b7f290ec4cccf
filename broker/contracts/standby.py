"""What the queue-master's machine and its standby say to each other: the journal as it grows, and the files beside it.

The standby asks and the queue-master answers; `number` is the asker's own count, so that a late answer is known.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Raw, Struct

from broker.contracts.fields import Moment, kebab


class _Told(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag=kebab):
    number: int


class Follow(_Told, frozen=True, kw_only=True):
    """What comes after event `have`, whose hash is `root`? Up to `durable` all is on the standby's disk.

    `secrets`: the days whose secrets it has.
    """

    have: int
    root: str
    durable: int
    secrets: tuple[str, ...] = ()


class ListFiles(_Told, frozen=True, kw_only=True):
    """Which files are there, after the name `after`?"""

    after: str = ""


class GetPiece(_Told, frozen=True, kw_only=True):
    """A piece of the file `name`, as it was listed with `sha256`, from byte `offset` on."""

    name: str
    sha256: str
    offset: int


StandbyAsk: TypeAlias = Follow | ListFiles | GetPiece


class KeptReply(Struct, frozen=True, array_like=True):
    """The reply to a command, as the journal keeps it."""

    command: str
    seq: int
    body: Raw
    lasting: bool


class Page(_Told, frozen=True, kw_only=True):
    """Events after `have`, with the replies to their commands. `whole`: it ends where a command ends.

    `begins`: where the journal begins; what is before lies in the archive. `forked`: what the standby has is not the
    beginning of this journal: it must take the whole copy among the files.
    """

    have: int
    last: int
    begins: int
    published: int
    root: str = ""
    whole: bool = True
    forked: bool = False
    events: tuple[Raw, ...] = ()
    replies: tuple[KeptReply, ...] = ()
    secrets: dict[str, bytes] = {}


class KeptFile(Struct, frozen=True, array_like=True):
    """One file of the backup: its name below the backup's folder, bytes, and SHA-256 of them."""

    name: str
    size: int
    sha256: str


class Files(_Told, frozen=True, kw_only=True):
    """The files after the one that was asked; `more`: there are others behind them."""

    files: tuple[KeptFile, ...]
    more: bool = False


class Piece(_Told, frozen=True, kw_only=True):
    """Bytes of a file. `gone`: it is not there any more as it was listed."""

    data: bytes = b""
    gone: bool = False


StandbyTold: TypeAlias = Page | Files | Piece


class Register(Struct, frozen=True):
    """What a voter has on its disk: the highest term that it knows, who holds it, and who may come after.

    `heirs`: those who have every fact that was ever answered `done`. `turn` counts what the holder said of them.
    """

    term: int = 0
    holder: str = ""
    turn: int = 0
    heirs: tuple[str, ...] = ()


class Vote(Struct, frozen=True, omit_defaults=True):
    """Whoever holds the office, or wants it, asks a voter to have this in writing.

    A standby says beside that who it is (`by`), and what it has in writing itself (`has`): a witness with an empty disk
    learns from it. One that only says so asks for term 0, which nobody gives.
    """

    asked: Register
    by: str = ""
    has: Register | None = None


class Voted(Struct, frozen=True):
    """What the voter has in writing; `granted`: that it is what it was asked for."""

    granted: Register | None
    held: Register


class BackupStanding(Struct, frozen=True):
    """The message of `did` `backup-standing`: since when there is a backup word (None: nobody ever made one), when the
    journal was last copied on the queue-master's own disk, and whether it gives all it has to a standby.
    """

    word: Moment | None = None
    copied: Moment | None = None
    second: bool = False
