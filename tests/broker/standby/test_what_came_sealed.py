"""What a standby has of the other machine came sealed: with the office it is this box's to hand on, and no word loses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.bus.settings import Settings
from broker.standby.kept_files import KEY
from broker.standby.sealing import keep_key, key_of, seal, unseal
from broker.standby.second_disk import kept_files
from broker.standby.word_desk import begin_with

pytestmark = pytest.mark.fast
OLD, NEW = "abcd-efgh-jkmn", "pqrs-tuvw-xyz2"
NAME = "identities/queue-master/key.pem"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "standby"
    sealed = folder / "backup" / f"{NAME}.sealed"
    sealed.parent.mkdir(parents=True)
    keep_key(folder / KEY, key := key_of(OLD))
    (tmp_path / "plain").write_text("came", "utf-8")
    with (tmp_path / "plain").open("rb") as source, sealed.open("wb") as target:
        seal(key, source, target)
    (tmp_path / "hall.toml").touch()
    return folder


def opened(sealed: Path, word: str, tmp_path: Path) -> str:
    with sealed.open("rb") as source, (tmp_path / "opened").open("wb") as target:
        unseal(word, source, target)
    return (tmp_path / "opened").read_text("utf-8")


def test_it_is_handed_on_and_what_this_box_has_itself_goes_before_it(state: Path, tmp_path: Path) -> None:
    hall, own = tmp_path / "hall.toml", tmp_path / "identities"
    for backs_up, found in (("", "came"), (str(own), "own")):
        files = kept_files(Settings(state_dir=state, hall=hall, backs_up=backs_up))
        (own / "queue-master").mkdir(parents=True, exist_ok=True)
        (own / "queue-master" / "key.pem").write_text("own", "utf-8")
        assert f"{NAME}.sealed" in [each.name for each in files.listed()]
        assert opened(files.place(f"{NAME}.sealed"), OLD, tmp_path) == found


def test_another_word_opens_it_too(state: Path, tmp_path: Path) -> None:
    begin_with(state, NEW)
    assert opened(state / "backup" / f"{NAME}.sealed", NEW, tmp_path) == "came"


def test_what_the_word_of_this_box_does_not_open_stays_as_it_is_and_spoils_no_backup(
    state: Path, tmp_path: Path
) -> None:
    keep_key(state / KEY, key_of("another-word"))
    begin_with(state, NEW)
    assert opened(state / "backup" / f"{NAME}.sealed", OLD, tmp_path) == "came"
    files = kept_files(Settings(state_dir=state, hall=tmp_path / "hall.toml"))
    assert [each.name for each in files.listed()] == ["hall.toml"]
