"""`cherha service-codes`: a code is shown once, opens the menu, and can be taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.service_menu.codes import DIGITS
from kiosk.service_menu.codes_command import main
from kiosk.service_menu.doorkeeper import CODES, TRIES, Doorkeeper

pytestmark = pytest.mark.fast


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHERHA_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("kiosk.service_menu.codes._COST", 2)
    return tmp_path


def made(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 0
    return capsys.readouterr().out.splitlines()[0].rpartition(" ")[2]


def test_a_code_that_was_made_opens_and_is_nowhere_on_the_disk(folder: Path, capsys: pytest.CaptureFixture[str]):
    code = made(capsys, "add", "Олена Коваль")
    assert len(code) == DIGITS
    assert Doorkeeper(folder).look_at(code).name == "Олена Коваль"
    assert code not in (folder / CODES).read_text("utf-8")


def test_a_code_for_one_time_opens_once(folder: Path, capsys: pytest.CaptureFixture[str]):
    code = made(capsys, "once", "Монтажник")
    assert Doorkeeper(folder).look_at(code).name == "Монтажник"
    assert Doorkeeper(folder).look_at(code).name is None


def test_who_has_a_code_is_listed_without_it(folder: Path, capsys: pytest.CaptureFixture[str]):
    codes = [made(capsys, "add", "Олена"), made(capsys, "once", "Тарас")]
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert told.splitlines() == ["Олена", "Тарас (один раз)"]
    assert not any(code in told for code in codes)


def test_a_code_that_was_taken_away_opens_nothing(folder: Path, capsys: pytest.CaptureFixture[str]):
    code = made(capsys, "add", "Олена")
    assert main(["remove", "Олена"]) == 0
    assert Doorkeeper(folder).look_at(code).name is None
    assert main(["remove", "Олена"]) == 3
    assert "Олена" in capsys.readouterr().err


def test_wrong_codes_can_be_forgotten_from_the_machine_itself(folder: Path, capsys: pytest.CaptureFixture[str]):
    made(capsys, "add", "Олена")
    (folder / TRIES).write_text("9")
    assert Doorkeeper(folder).wait > 0
    assert main(["unlock"]) == 0
    assert Doorkeeper(folder).wait == 0
