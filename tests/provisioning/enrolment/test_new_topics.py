"""A new version lets boxes hear a new topic: the hall's list follows by itself, and what was kept of the topic arrives."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broker.bus.link import Link
from broker.bus.on_disk import look_of
from broker.contracts.topics import Topics
from provisioning.authority.authority import Authority
from provisioning.enrolment.broker_files import ANEW, write_broker_files
from provisioning.enrolment.desk import LIST
from provisioning.enrolment.own_program import SETTLED, OwnProgram
from provisioning.enrolment.rights import hears_more
from tests.broker.mosquitto import PROGRAM, free_port
from tests.broker.until import until
from tests.provisioning.enrolment.standing import AT, HALL, ROOT, Hall, let_in
from tests.provisioning.enrolment.test_drill import DesksBroker

OLD = "user board-1\ntopic write h/a\ntopic read h/state\n"
TOPICS = Topics("lotsman")


@pytest.mark.fast
def test_only_who_was_there_and_hears_more_makes_the_broker_begin_anew() -> None:
    assert hears_more(OLD, OLD + "topic read h/new\n")
    assert not hears_more(OLD, OLD + "topic write h/new\n")
    assert not hears_more(OLD, OLD + "\nuser board-2\ntopic read h/state\n")
    assert not hears_more(OLD, "user board-1\n")
    assert not hears_more("", OLD)


@pytest.mark.fast
def test_a_program_that_was_changed_is_left_once_its_installer_rests(tmp_path: Path) -> None:
    table, now = tmp_path / "access.py", [0.0]
    table.write_text("1", "utf-8")
    program = OwnProgram(lambda: now[0], table)
    assert not program.is_another()
    for text in ("22", "333"):
        table.write_text(text, "utf-8")
        now[0] += SETTLED
        assert not program.is_another(), look_of(table)
    now[0] += SETTLED
    assert program.is_another()


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """Whose desk has written the broker's files, and answers nobody."""
    made = Hall(tmp_path / "hall")
    made.server.stop()
    write_broker_files(made.desk, made.authority, made.folder / "broker", AT)
    return made


@pytest.mark.fast
@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00"])
def test_a_damaged_list_is_written_anew_at_the_start_of_the_desk(hall: Hall, damage: bytes) -> None:
    broker = hall.folder / "broker"
    whole = (broker / LIST).read_bytes()
    (broker / LIST).write_bytes(damage)
    write_broker_files(hall.desk, hall.authority, broker, AT)
    assert (broker / LIST).read_bytes() == whole


@pytest.mark.fast
def test_a_list_that_went_is_written_anew_while_the_desk_is_open(hall: Hall) -> None:
    broker = hall.folder / "broker"
    whole = (broker / LIST).read_bytes()
    (broker / LIST).unlink()
    hall.desk.keep_list()
    assert (broker / LIST).read_bytes() == whole


@pytest.mark.fast
def test_whom_another_process_lets_in_is_told_to_the_broker_by_the_open_desk(hall: Hall, tmp_path: Path) -> None:
    broker = hall.folder / "broker"
    before = look_of(broker / LIST)
    hall.desk.keep_list()
    assert look_of(broker / LIST) == before, "the broker is not made to read it in vain"
    Authority(hall.authority).equip(tmp_path / "own", "dispenser-9", "dispenser", AT)
    hall.desk.keep_list()
    assert "user dispenser-9\n" in (broker / LIST).read_text("utf-8")


@pytest.mark.wire
@pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed")
@pytest.mark.timeout(120)
def test_after_an_update_of_the_program_a_box_hears_what_was_kept_of_a_new_topic(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hall")
    write_broker_files(hall.desk, hall.authority, hall.folder / "broker", AT)
    box = let_in(hall, hall.box(tmp_path / "box"), "dispenser-1")
    master = tmp_path / "queue-master"
    hall.desk.equip(master, "queue-master", "queue-master", AT)
    hall.server.stop()
    broker = DesksBroker(hall, getpass.getuser())
    # The hall was set up by a program that knows no hall file on the bus.
    listed = hall.folder / "broker" / LIST
    lines = listed.read_text("utf-8").splitlines()
    without = [line for line in lines if not (line.startswith("topic read") and "hall-file" in line)]
    listed.write_text("\n".join([*without, ""]), "utf-8")
    broker.start()
    heard: list[bytes] = []
    link = Link("lotsman", "dispenser-1", "127.0.0.1", broker.port, identity=str(box.identity))
    link.subscribe(TOPICS.hall_file, lambda message: heard.append(message.body))
    tells = Link("lotsman", "queue-master", "127.0.0.1", broker.port, identity=str(master))
    for each in (link, tells):
        each.start()
    until(lambda: link.connected and tells.connected)
    tells.publish(TOPICS.hall_file, b"newer", retain=True)

    copy = tmp_path / "program"
    ignored = shutil.ignore_patterns("__pycache__", "*.png", "*.ogg")
    for package in ("broker", "provisioning"):
        shutil.copytree(ROOT / package, copy / package, ignore=ignored)
    table = copy / "broker" / "mosquitto" / "access.py"
    now = table.read_text("utf-8")
    table.write_text(now.replace('"state/hall-file", "appliance/+/status"', '"appliance/+/status"'), "utf-8")
    desk = begun(copy, hall)
    try:
        until(lambda: "Taking requests" in (copy / "said").read_text("utf-8"), 60)
        assert not (hall.folder / "broker" / ANEW).exists()
        table.write_text(now, "utf-8")  # the update
        assert desk.wait(60) == 0
        desk = begun(copy, hall)  # as systemd does
        until((hall.folder / "broker" / ANEW).is_file, 60)
        assert heard == []
        tells.stop()
        broker.kill(signal.SIGTERM)  # as `appliance-broker-anew.path` does
        broker.start()
        until(lambda: heard == [b"newer"], 60)
    finally:
        desk.kill()
        desk.wait(10)
        link.stop()
        broker.stop()


def begun(program: Path, hall: Hall) -> subprocess.Popen[bytes]:
    """The desk of that program."""
    words = [
        sys.executable, "-m", "provisioning.command", "enrol", "--authority", str(hall.authority), "--hall", str(HALL),
        "--broker", str(hall.folder / "broker"), "desk", "--port", "0", "--address", "127.0.0.1",
        "--broker-port", str(free_port()),
    ]  # fmt: skip
    with (program / "said").open("ab") as said:
        return subprocess.Popen(
            words, cwd=program, env={**os.environ, "PYTHONPATH": str(program)}, stdout=said, stderr=said
        )
