"""The small parts of the demo, each by itself."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from broker.contracts.hall_check import load
from broker.contracts.status import Status
from broker.mosquitto import configuration
from provisioning.demo import broker, guardian
from provisioning.demo.back_off import LONGEST, pause
from provisioning.demo.command import OWN_HALL, main
from provisioning.demo.pids import Pids
from provisioning.demo.readiness import Readiness
from provisioning.demo.role import PARTS, Place, environment_of
from provisioning.demo.virtual_screen import display_answers
from provisioning.demo.words import _phrases

pytestmark = pytest.mark.fast

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def status(state: Any, at: datetime = NINE) -> Status:
    return Status(state=state, boot="B", at=at, role="board", version="1")


def test_a_hall_is_ready_when_each_appliance_said_so():
    readiness = Readiness(("board-1", "office-1"), NINE)
    readiness.hear("board-1", status("ready"))
    readiness.hear("kiosk-9", status("ready"))
    assert readiness.missing == ("office-1",)
    readiness.hear("office-1", status("init"))
    assert readiness.missing == ("office-1",)
    readiness.hear("office-1", status("degraded"))
    assert readiness.missing == ()


def test_an_echo_of_an_earlier_life_makes_nobody_ready():
    readiness = Readiness(("board-1",), NINE)
    readiness.hear("board-1", status("ready", NINE - timedelta(seconds=1)))
    assert not readiness.is_up("board-1")
    readiness.hear("board-1", status("ready"))
    assert readiness.is_up("board-1")
    readiness.started("board-1", NINE + timedelta(seconds=5))
    readiness.hear("board-1", status("ready", NINE + timedelta(seconds=4)))
    assert not readiness.is_up("board-1")


def test_the_will_of_a_killed_process_does_not_unmake_its_successor():
    readiness = Readiness(("board-1",), NINE)
    readiness.started("board-1", NINE + timedelta(seconds=5))
    readiness.hear("board-1", status("ready", NINE + timedelta(seconds=6)))
    readiness.hear("board-1", status("lost", NINE))
    assert readiness.is_up("board-1")


def test_who_had_been_ready_comes_back_at_once_and_who_never_was_waits_ever_longer():
    assert pause(0) == 0
    waits = [pause(failures) for failures in range(1, 12)]
    assert waits == sorted(waits)
    assert 0 < waits[0] <= 0.5
    assert waits[-1] == LONGEST


def test_pids_are_on_disk_whole_at_every_moment(tmp_path: Path):
    path = tmp_path / "pids.json"
    pids = Pids(path)
    assert json.loads(path.read_text()) == {}
    pids.started("board-1", 17)
    pids.started("broker", 18)
    assert json.loads(path.read_text()) == pids.all() == {"board-1": 17, "broker": 18}
    pids.ended("board-1")
    pids.ended("board-1")
    assert json.loads(path.read_text()) == {"broker": 18}
    assert [file.name for file in tmp_path.iterdir()] == ["pids.json"]


def test_the_demos_hall_is_a_whole_centre():
    hall = load(OWN_HALL)
    assert len(hall.window) == 20
    assert len(hall.line) == 8
    assert len({line.letter for line in hall.line}) == 8
    assert 38 <= len(hall.service) <= 45
    assert 2 <= len(hall.zone) <= 3
    assert len(hall.priority) >= 4
    assert all(each.evidence for each in hall.priority)
    assert hall.policy.auto_call_after == timedelta(seconds=15)
    assert any(window.accessible for window in hall.window)


def test_no_screen_of_its_menu_has_more_than_eight_buttons():
    hall = load(OWN_HALL)
    standing = [each.menu for each in (*hall.service, *hall.matter, *hall.package)]
    for group in hall.menu:
        inside = sum(group.id in menu for menu in standing) + sum(each.parent == group.id for each in hall.menu)
        assert 1 <= inside <= 8, group.id
    for way in (False, True):
        assert 2 <= sum(not each.parent and each.life_event is way for each in hall.menu) <= 8
    assert all(service.menu or service.matter for service in hall.service)


def test_it_shows_what_a_hall_can_offer():
    hall = load(OWN_HALL)
    assert any(group.parent for group in hall.menu)
    assert any(group.life_event for group in hall.menu)
    assert {s.purpose for s in hall.service} >= {"consultation", "submit", "pick-up"}
    assert any(s.not_needed and s.bring and s.fee and s.term for s in hall.service)


def test_everything_in_it_has_a_name_in_both_languages():
    hall = load(OWN_HALL)
    texts = [each.name for group in (hall.line, hall.menu, hall.service, hall.zone, hall.priority) for each in group]
    texts += [each.prepare for each in hall.service if each.prepare]
    assert all(text.get("uk") and text.get("en") for text in texts)


def test_a_letter_can_be_typed_on_either_keyboard_or_is_plainly_cyrillic():
    assert {line.letter for line in load(OWN_HALL).line} <= set("АВЕКМНРСТХГДЖЛФЦШЮЯ")


def test_visitors_of_a_line_are_sent_where_its_windows_are():
    hall = load(OWN_HALL)
    assert hall.zone_of("property") == "hall-2"
    assert hall.zone_of("ready") == "ready"
    assert hall.zone_of("residence") == "hall-1"


def test_the_demos_broker_listens_on_loopback_alone(tmp_path: Path):
    written = configuration.demo(port=1999, folder=tmp_path, user="root")
    settings = [line.split() for line in written.splitlines() if line and not line.startswith("#")]
    assert [words for words in settings if words[0] == "listener"] == [["listener", "1999", "127.0.0.1"]]
    assert ["set_tcp_nodelay", "true"] in settings
    assert ["persistence_location", f"{tmp_path}/"] in settings
    names = [words[0] for words in settings]
    assert len(set(names) - {"log_type"}) == len(names) - names.count("log_type")


def test_only_the_demos_own_file_lets_anybody_in():
    folder = Path(configuration.__file__).parent
    assert "allow_anonymous" not in (folder / "hall.conf").read_text()


def test_where_mosquitto_is_missing_the_embedded_broker_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(broker, "mosquitto", lambda: None)
    found = broker.command(1999, tmp_path)
    assert found is not None
    assert found.embedded
    assert '"127.0.0.1:1999"' in (tmp_path / "rumqttd.toml").read_text()
    assert "0.0.0.0" not in (tmp_path / "rumqttd.toml").read_text()


def test_each_part_is_told_its_name_its_hall_and_a_folder_of_its_own(tmp_path: Path):
    place = Place(OWN_HALL, tmp_path, 1999, 8099, {"CHERHA_DEMO": "M", "DISPLAY": ":5"})
    told = {part.appliance: environment_of(part, place, virtual=False) for part in PARTS}
    assert {each["CHERHA_APPLIANCE"] for each in told.values()} == set(told)
    assert len({each["CHERHA_STATE_DIR"] for each in told.values()}) == len(told)
    assert all(each["CHERHA_BROKER_PORT"] == "1999" for each in told.values())
    assert all(each["CHERHA_DEMO"] == "M" for each in told.values())
    assert "CHERHA_SOUND" not in told["announcer-1"]
    assert environment_of(PARTS[3], place, virtual=True)["CHERHA_SOUND"].startswith("wav:")


def test_on_a_desk_no_picture_covers_another_on_one_screen(tmp_path: Path):
    place = Place(OWN_HALL, tmp_path, 1999, 8099)
    told = [environment_of(part, place, virtual=False) for part in PARTS if part.draws]
    boxes = []
    for each in told:
        left, top = int(each["KCFG_GRAPHICS_LEFT"]), int(each["KCFG_GRAPHICS_TOP"])
        width, height = map(int, each["CHERHA_WINDOW_SIZE"].split("x"))
        boxes.append((left, top, left + width, top + height))
        assert left + width <= 1920
        assert top + height <= 1080
    for one, other in combinations(boxes, 2):
        beside = one[2] < other[0] or other[2] < one[0]
        assert beside or one[3] < other[1] or other[3] < one[1]


def test_a_display_that_nobody_serves_is_none():
    assert not display_answers("")
    assert not display_answers(":64999")
    assert display_answers("far.example:10.0")


def test_the_demo_says_the_same_in_both_languages():
    assert _phrases().keys("uk") == _phrases().keys("en")


@pytest.mark.parametrize("asked", [["--speed", "0"], ["--speed", "fast"], ["--visitors", "-1"], ["--seconds", "nan"]])
def test_a_wrong_number_is_told_and_nothing_is_started(asked: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(asked)
    assert end.value.code == 2
    assert asked[0] in capsys.readouterr().err


def test_what_carries_the_mark_is_found_and_ended_however_deep_it_is():
    mark = f"test-{os.getpid()}"
    shell = subprocess.Popen(
        ["sh", "-c", "trap '' TERM; sleep 60 & sleep 60"], env={**os.environ, guardian.MARK: mark}, process_group=0
    )
    try:
        assert guardian.marked("another") == []
        while len(guardian.marked(mark)) < 3:
            assert shell.poll() is None
        guardian.sweep(mark, grace=0.1)
        assert guardian.marked(mark) == []
    finally:
        shell.kill()
        shell.wait()


def test_the_guardian_needs_nothing_but_the_standard_library():
    done = subprocess.run(
        [sys.executable, "-I", "-S", guardian.__file__, "nobody"], input=b"", timeout=20, check=True, cwd="/"
    )
    assert done.returncode == 0
