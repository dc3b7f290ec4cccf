"""At the queue-master: how the backup stands, and another backup word, when the office asks: `do` `backup-standing` and
`backup-word`.

A word is told to us only once a person has it on paper: the office shows it, and has it typed back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from broker.bus.appliance import Action, Outcome
from broker.contracts import codec
from broker.contracts.standby import BackupStanding
from broker.contracts.status import Do
from broker.standby.word import is_drawn

KEY = "backup.key"
STANDING, WORD = "backup-standing", "backup-word"
UNFIT = "unfit-word"
"""The message of a refusal: it is no word that was drawn."""


class Teachable(Protocol):
    """What can be taught to answer a `do`: an `Appliance`."""

    def can(self, what: str, action: Action) -> None: ...


def begin_with(folder: Path, word: str) -> None:
    """From now on what is sealed in `folder`, a queue-master's, is sealed with `word`, and what was is sealed anew."""
    from broker.standby.kept_files import seal_anew  # noqa: PLC0415 - brings a library
    from broker.standby.mirroring import BESIDE  # noqa: PLC0415
    from broker.standby.sealing import keep_key, kept_key, key_of  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    key, before = key_of(word), kept_key(folder / KEY)
    if before is not None:
        seal_anew(folder / BESIDE, before, key)
    keep_key(folder / KEY, key)


def teach(appliance: Teachable, folder: Path, *, second: bool = False) -> None:
    """`folder`: the queue-master's. `second`: it gives all it has to a standby."""
    appliance.can(STANDING, lambda _: ("done", _standing(folder, second=second), ""))
    appliance.can(WORD, lambda do: _begun(folder, do, second=second))


def _begun(folder: Path, do: Do, *, second: bool) -> Outcome:
    word = str(do.arguments.get("word", ""))
    if not is_drawn(word):
        return "failed", UNFIT, ""
    begin_with(folder, word)
    return "done", _standing(folder, second=second), ""


def _standing(folder: Path, *, second: bool) -> str:
    copied = _latest((folder / "copies").glob("journal-*.db"))
    return codec.encode(BackupStanding(word=_latest([folder / KEY]), copied=copied, second=second)).decode()


def _latest(paths: Iterable[Path]) -> datetime | None:
    times = [path.stat().st_mtime for path in paths if path.is_file()]
    return datetime.fromtimestamp(int(max(times)), UTC) if times else None
