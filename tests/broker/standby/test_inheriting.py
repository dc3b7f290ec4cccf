"""The authority comes with the office, sealed; it is opened once, and never brought back over what was done since."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.standby.inheriting import Estate, Inheritance, trusted
from broker.standby.kept_files import KEY
from broker.standby.sealing import Key, WrongWord, keep_key, key_of, seal

pytestmark = pytest.mark.fast
WORD = "abcd-efgh-jkmn"
FILES = {"hall.pem": "hall", "key.pem": "key", "members.json": "newer", "desk/key.pem": "of the desk"}


def carried(folder: Path, key: Key, files: dict[str, str] = FILES) -> None:
    """What the mirror has brought."""
    for name, text in files.items():
        sealed = folder / "backup" / "authority" / f"{name}.sealed"
        sealed.parent.mkdir(parents=True, exist_ok=True)
        plain = folder / "plain"
        plain.write_text(text, "utf-8")
        with plain.open("rb") as source, sealed.open("wb") as target:
            seal(key, source, target)


def older(authority: Path) -> None:
    authority.mkdir()
    for name in ("hall.pem", "key.pem", "members.json"):
        (authority / name).write_text("older", "utf-8")


@pytest.fixture
def here(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "standby").mkdir()
    return tmp_path / "standby", tmp_path / "authority"


def test_the_word_opens_it_with_all_that_is_below_and_stays_as_a_key(here: tuple[Path, Path]) -> None:
    folder, authority = here
    carried(folder, key_of(WORD))
    mine = Inheritance(folder, authority)
    assert mine.by_itself() is Estate.SEALED
    with pytest.raises(WrongWord):
        mine.open("abcd-efgh-jkmm")
    assert (authority.exists(), mine.estate) == (False, Estate.SEALED)
    mine.open(WORD.upper())
    assert (authority / "desk" / "key.pem").read_text("utf-8") == "of the desk"
    assert (authority / "key.pem").stat().st_mode & 0o077 == 0
    assert (mine.estate, (folder / KEY).is_file()) == (Estate.HERE, True)


def test_a_box_with_the_key_opens_it_by_itself_in_place_of_what_it_had(here: tuple[Path, Path]) -> None:
    folder, authority = here
    key = key_of(WORD)
    keep_key(folder / KEY, key)
    older(authority)
    carried(folder, key)
    assert Inheritance(folder, authority).by_itself() is Estate.HERE
    assert (authority / "members.json").read_text("utf-8") == "newer"


def test_a_copy_is_used_once(here: tuple[Path, Path]) -> None:
    folder, authority = here
    key = key_of(WORD)
    keep_key(folder / KEY, key)
    carried(folder, key)
    Inheritance(folder, authority).by_itself()
    (authority / "members.json").write_text("since then", "utf-8")
    assert Inheritance(folder, authority).by_itself() is Estate.HERE
    assert (authority / "members.json").read_text("utf-8") == "since then"


def test_an_older_authority_lets_nobody_in_while_the_newer_one_is_sealed(here: tuple[Path, Path]) -> None:
    folder, authority = here
    older(authority)
    carried(folder, key_of("another-word"))
    keep_key(folder / KEY, key_of(WORD))
    assert Inheritance(folder, authority).by_itself() is Estate.SEALED
    assert not authority.exists()


def test_without_a_copy_a_box_has_what_it_had_and_half_a_copy_is_none(here: tuple[Path, Path]) -> None:
    folder, authority = here
    assert Inheritance(folder, authority).by_itself() is Estate.ABSENT
    older(authority)
    carried(folder, key_of(WORD), {"hall.pem": "hall", "members.json": "newer"})
    assert Inheritance(folder, authority).by_itself() is Estate.HERE


def test_a_standby_that_was_told_the_word_beforehand_needs_nobody(here: tuple[Path, Path]) -> None:
    folder, authority = here
    with pytest.raises(FileNotFoundError):
        trusted(folder, WORD)
    carried(folder, key_of(WORD))
    with pytest.raises(WrongWord):
        trusted(folder, "no")
    trusted(folder, WORD)
    assert Inheritance(folder, authority).by_itself() is Estate.HERE
