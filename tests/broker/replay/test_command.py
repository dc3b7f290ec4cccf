"""`cherha replay`: files in, what happened out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provisioning.command import main
from tests.broker.halls import HALL_TOML

pytestmark = pytest.mark.fast

DAY = """arrival,service,minutes,priority,booked,no_show,needs
08:00:12,registration,10.5,,,0,
08:01:00,ready,3,veteran,,0,
08:02:00,passport-new,20,,,1,
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("hall.toml").write_text(HALL_TOML, encoding="utf-8")
    Path("day.csv").write_text(DAY, encoding="utf-8")
    Path("staff.csv").write_text("window,from,to\n3,08:00,17:00\n", encoding="utf-8")
    return tmp_path


def test_days_are_replayed_and_written_as_the_contract_says(folder: Path, capsys: pytest.CaptureFixture[str]):
    words = ["replay", "hall.toml", "day.csv", "day.csv", "--windows", "staff.csv", "--json", "out.json"]
    assert main([*words, "--plays", "0"]) == 0
    days = json.loads(Path("out.json").read_text(encoding="utf-8"))["days"]
    assert [(day["file"], day["unexplained_overtakes"]) for day in days] == [("day.csv", 0)] * 2
    first, second, third = days[0]["tickets"]
    assert first["arrival"] == "2026-11-23T08:00:12+02:00"
    assert first["number"] == "А001"
    assert first["called"] == first["arrival"]
    assert first["started"] == "2026-11-23T08:00:42+02:00"
    assert first["finished"] == "2026-11-23T08:11:12+02:00"
    assert first["window"] == 3
    assert set(first["estimate"]) >= {"earliest", "likely", "latest"}
    assert second["priority"] == "veteran"
    assert [ticket["outcome"] for ticket in (first, second, third)] == ["served", "served", "no-show"]
    assert days[1]["tickets"][0]["arrival"].startswith("2026-11-24T08:00:12")
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2
    assert "обслужено 2" in told[0]


def test_without_estimates_there_are_none(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["replay", "hall.toml", "day.csv", "--no-estimates", "--json", "-", "--language", "en"]) == 0
    said = capsys.readouterr()
    assert {ticket["estimate"] for ticket in json.loads(said.out)["days"][0]["tickets"]} == {None}
    assert "2 served" in said.err


def test_the_mistakes_of_all_files_are_told_at_once(folder: Path, capsys: pytest.CaptureFixture[str]):
    Path("hall.toml").write_text(HALL_TOML.replace('letter = "К"', 'letter = "7"'), encoding="utf-8")
    Path("day.csv").write_text(DAY.replace("10.5", "-1"), encoding="utf-8")
    Path("staff.csv").write_text("window,from,to\n3,18:00,17:00\n", encoding="utf-8")
    assert main(["replay", "hall.toml", "day.csv", "no.csv", "--windows", "staff.csv", "--json", "out.json"]) == 2
    told = capsys.readouterr().err
    assert [line.split(":")[0] for line in told.splitlines()] == ["hall.toml", "day.csv", "no.csv", "staff.csv"]
    assert not Path("out.json").exists()


def test_a_walk_longer_than_patience_is_told(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["replay", "hall.toml", "day.csv", "--walk", "120"]) == 2
    assert "no_show_after is 120 s" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["replay", "hall.toml", "day.csv", "--json", "nowhere/out.json"]) == 2
    assert "nowhere/out.json: this file cannot be written" in capsys.readouterr().err
