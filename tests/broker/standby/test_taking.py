"""What is restored from a backup is for whoever needs it, and for nobody else who has a login there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.queuemaster.journal import Journal
from broker.queuemaster.store import Store
from broker.standby.following import FIT
from broker.standby.sealing import key_of, seal
from broker.standby.taking import Target, restore, take

pytestmark = pytest.mark.fast
WORD = "abcd-efgh-jkmn"
CAME = {
    "secrets/2026-11-28": 0o600,
    "archive/2026-11-27.journal": 0o644,
    "backup/hall.toml": 0o644,
    "backup/content/slides.zip": 0o644,
    "backup/authority/key.pem.sealed": 0o600,
    "backup/broker/identity/key.pem": 0o640,  # Mosquitto is another user, of our group
    "backup/office/identity/key.pem": 0o600,
    "backup/office/page/key.pem": 0o600,
    "backup/office/staff.toml": 0o600,
}


@pytest.fixture(params=[0o022, 0o077])
def standby(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "standby"
    folder.mkdir()
    Journal.create(folder / "journal.db").close()
    for name in CAME:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")
    sealed = folder / "backup" / "authority" / "key.pem.sealed"
    with (folder / "backup" / "hall.toml").open("rb") as source, sealed.open("wb") as target:
        seal(key_of(WORD), source, target)
    before = os.umask(request.param)
    yield folder
    os.umask(before)


def test_keys_are_for_nobody_elses_eyes_and_the_brokers_is_for_the_broker(standby: Path, tmp_path: Path) -> None:
    file = tmp_path / "hall.cherha"
    take(standby, file, key_of(WORD))
    for number, source in enumerate((standby, file)):
        new = tmp_path / f"new-{number}"
        restore(source, Target(new / "queue-master", new / "hall.toml", new), WORD)
        modes = {path.relative_to(new).as_posix(): path.stat().st_mode & 0o777 for path in new.rglob("*")}
        for name, mode in CAME.items():
            place = name.removeprefix("backup/").removesuffix(".sealed")
            assert modes[place if name.startswith("backup/") else f"queue-master/{place}"] == mode, name


def test_what_was_left_of_a_journal_that_was_taken_away_is_not_taken_for_the_restored_ones(
    standby: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    for end in ("wal", "head"):
        (new / "queue-master").mkdir(parents=True, exist_ok=True)
        (new / "queue-master" / f"journal.db-{end}").write_text('{"seq":9,"at":"2026-11-28T09:00:00Z"}')
    restore(standby, Target(new / "queue-master", new / "hall.toml", new), WORD)
    Store(new / "queue-master").open().close()
    assert (new / "queue-master" / "left-journal.db-wal").is_file(), "nothing is thrown away"


def test_a_restored_box_has_not_everything_whatever_lay_there_before(standby: Path, tmp_path: Path) -> None:
    """It had followed once, and been whole: elected now, it would decide without what was answered since the backup."""
    state = tmp_path / "new" / "queue-master"
    state.mkdir(parents=True)
    (state / FIT).touch()
    restore(standby, Target(state, tmp_path / "new" / "hall.toml", tmp_path / "new"), WORD)
    assert not (state / FIT).exists()
