"""What is kept of a person means nothing once the day is over, not even to who tries every number there is."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from broker.contracts import commands as c
from broker.contracts.errors import Refused
from broker.contracts.hall_check import parse
from broker.queuemaster import secrets_of_days
from broker.queuemaster.secrets_of_days import SIZE, SecretsOfDays
from tests.broker.desk import Desk
from tests.broker.halls import HALL_TOML

pytestmark = pytest.mark.fast

DAY, NEXT = "2026-11-23", "2026-11-24"
PHONE = "+380501234567"


@pytest.fixture
def secrets(tmp_path: Path) -> SecretsOfDays:
    return SecretsOfDays(tmp_path / "secrets")


def test_one_person_has_one_digest_in_a_day_and_another_the_next_day(secrets: SecretsOfDays) -> None:
    first = secrets.digest(DAY, PHONE)
    assert secrets.digest(DAY, PHONE) == first
    assert secrets.digest(DAY, PHONE + "0") != first
    assert secrets.digest(NEXT, PHONE) != first
    assert len(bytes.fromhex(first)) == 16


def test_a_restart_finds_the_secret_again(secrets: SecretsOfDays) -> None:
    assert SecretsOfDays(secrets.folder).digest(DAY, PHONE) == secrets.digest(DAY, PHONE)


def test_another_hall_has_other_secrets(secrets: SecretsOfDays, tmp_path: Path) -> None:
    assert SecretsOfDays(tmp_path / "other").digest(DAY, PHONE) != secrets.digest(DAY, PHONE)


def test_only_the_queue_master_may_read_a_secret(secrets: SecretsOfDays) -> None:
    before = os.umask(0)
    try:
        secrets.digest(DAY, PHONE)
    finally:
        os.umask(before)
    assert stat.S_IMODE(secrets.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in secrets.folder.iterdir()] == [0o600]


def test_after_the_day_its_secret_is_overwritten_and_gone(secrets: SecretsOfDays, tmp_path: Path) -> None:
    first = secrets.digest(DAY, PHONE)
    later = secrets.digest(NEXT, PHONE)
    file = secrets.folder / DAY
    os.link(file, tmp_path / "what the disk keeps")
    secrets.forget(NEXT)
    assert not file.exists()
    assert (tmp_path / "what the disk keeps").read_bytes().strip(b"\0") == b""
    assert not secrets.knows(DAY)
    assert secrets.digest(DAY, PHONE) != first
    assert secrets.digest(NEXT, PHONE) == later


def test_a_hall_may_keep_its_secrets_some_days_longer(secrets: SecretsOfDays) -> None:
    first = secrets.digest(DAY, PHONE)
    secrets.forget(NEXT, days=1)
    assert secrets.digest(DAY, PHONE) == first
    secrets.forget("2026-11-25", days=1)
    assert not secrets.knows(DAY)


def test_a_secret_that_was_half_written_when_the_power_went_is_made_anew(secrets: SecretsOfDays) -> None:
    secrets.folder.mkdir()
    (secrets.folder / f"{DAY}.half").write_bytes(b"ha")
    first = secrets.digest(DAY, PHONE)
    assert SecretsOfDays(secrets.folder).digest(DAY, PHONE) == first


def test_half_a_secret_goes_with_its_day(secrets: SecretsOfDays) -> None:
    secrets.folder.mkdir()
    (secrets.folder / f"{DAY}.half").write_bytes(b"ha")
    secrets.forget(NEXT)
    assert list(secrets.folder.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"short", bytes(SIZE + 8), bytes(3 * SIZE)])
def test_a_damaged_secret_is_not_taken_for_one(
    secrets: SecretsOfDays, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    first = secrets.digest(DAY, PHONE)
    (secrets.folder / DAY).write_bytes(damage)
    anew = SecretsOfDays(secrets.folder)
    assert anew.digest(DAY, PHONE) != first
    assert "the reception checks these visitors in" in caplog.text
    assert SecretsOfDays(secrets.folder).digest(DAY, PHONE) == anew.digest(DAY, PHONE)


def test_a_day_is_a_date_and_no_path(secrets: SecretsOfDays) -> None:
    for wrong in ("", "../journal", "2026-13-01", "today"):
        with pytest.raises(ValueError, match=r"date|isoformat|month"):
            secrets.digest(wrong, PHONE)
    assert not secrets.folder.exists()


def test_without_room_for_a_secret_nothing_is_digested(secrets: SecretsOfDays, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(secrets_of_days.os, "fsync", full)
    with pytest.raises(Refused, match="storage-full"):
        secrets.digest(DAY, PHONE)
    monkeypatch.undo()
    assert secrets.digest(DAY, PHONE)


def test_the_queue_master_destroys_the_secret_of_a_day_when_the_next_one_begins(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.ask(c.OpenWindow, window=1)
    desk.master._means().digest(DAY, PHONE)
    desk.master.keep_house()
    assert (tmp_path / "secrets" / DAY).exists()
    desk.now += timedelta(days=1)
    desk.wait()
    desk.master.keep_house()
    assert not (tmp_path / "secrets" / DAY).exists()


def test_a_queue_master_that_slept_over_the_day_destroys_its_secret_at_the_next_start(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.wait()
    desk.master._means().digest(DAY, PHONE)
    desk.now += timedelta(days=3)
    desk.again()
    desk.wait()
    desk.master.keep_house()
    assert list((tmp_path / "secrets").iterdir()) == []


def test_the_hall_file_says_how_long_secrets_are_kept(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.again(parse(HALL_TOML + "\n[retention]\nsecrets_days = 2\n"))
    desk.wait()
    desk.master._means().digest(DAY, PHONE)
    for days in (1, 1, 1):
        assert (tmp_path / "secrets" / DAY).exists()
        desk.now += timedelta(days=days)
        desk.wait()
        desk.master.keep_house()
    assert not (tmp_path / "secrets" / DAY).exists()


def test_each_command_gets_chance_of_its_own(tmp_path: Path) -> None:
    master = Desk(tmp_path).master
    assert len({master._means().chance for _ in range(20)}) == 20
