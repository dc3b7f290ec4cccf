"""The doctor says in plain words what a machine lacks, and ends with 1 only when that stops the role."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broker.bus.settings import Settings
from broker.contracts.acceptance import SCREENS
from broker.queuemaster.journal import Journal
from broker.queuemaster.telling_staff import TOLD
from provisioning import doctor, plugged_in, symptoms
from provisioning.authority.authority import Authority
from provisioning.doctor import report
from provisioning.symptoms import Asked, Finding
from provisioning.system_packages import Package

pytestmark = pytest.mark.fast


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def asked(role: str = "demo", **settings: object) -> Asked:
    return Asked(role, Settings.read(None, **settings), environment={})


def severities(findings: object) -> list[str]:
    return [finding.severity for finding in findings]  # type: ignore[attr-defined]


def test_the_sum_tells_the_worst():
    fine, worse, lacks = Finding("fine", "a"), Finding("worse", "b"), Finding("lacks", "c")
    assert report([fine], "board").endswith("Nothing is lacking for: board.")
    assert "with the limits" in report([fine, worse], "board")
    assert "will not work" in report([fine, lacks, worse], "board")
    assert report([fine, lacks, worse], "board").splitlines()[:3] == ["✓ a", "✗ c", "! b"]


def test_only_a_lack_ends_with_1(monkeypatch: pytest.MonkeyPatch):
    for severity, code in (("fine", 0), ("worse", 0), ("lacks", 1)):
        found = [Finding(severity, "x")]  # type: ignore[arg-type]
        monkeypatch.setattr(doctor, "QUESTIONS", (lambda _, found=found: found,))
        assert doctor.main(["board"]) == code


def test_an_unknown_role_is_guessed(capsys: pytest.CaptureFixture[str]):
    assert doctor.main(["bord"]) == 2
    assert "Did you mean “board”?" in capsys.readouterr().err


@pytest.mark.parametrize("role", ["demo", "queue-master", "board", "office"])
def test_every_question_can_be_asked_for_every_role(role: str, tmp_path: Path):
    whom = asked(role, state_dir=tmp_path, hall=tmp_path / "none.toml", broker_port=1)
    for question in symptoms.QUESTIONS:
        if question is not symptoms.libraries:  # asks the installed project; it may be run from its folder
            assert all(finding.words for finding in question(whom))


def test_a_missing_package_is_told_with_what_is_lost_and_the_line_to_run(monkeypatch: pytest.MonkeyPatch):
    gong = Package("gong", ("demo",), {"uk": "без звуку", "en": "no sound"}, must=True)
    monkeypatch.setattr(symptoms, "missing_for", lambda _: [gong])
    found = list(symptoms.packages(asked()))
    assert found[0] == Finding("lacks", "gong is not installed: no sound")
    assert "system_packages.py demo" in found[1].words


def test_a_broker_that_listens_is_fine_and_one_that_does_not_is_lacking():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert severities(symptoms.broker(asked("board", broker_port=port))) == ["fine"]
    assert severities(symptoms.broker(asked("board", broker_port=port))) == ["lacks"]


def test_a_full_disk_is_lacking(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert severities(symptoms.disk(asked(state_dir=tmp_path / "not" / "yet"))) == ["fine"]
    monkeypatch.setattr(symptoms, "FREE_BYTES", 10**18)
    assert severities(symptoms.disk(asked(state_dir=tmp_path))) == ["lacks"]


@pytest.mark.parametrize("below", ["", "dispenser"])
def test_a_file_where_the_folder_of_the_state_should_be_is_lacking(tmp_path: Path, below: str):
    (tmp_path / "state").touch()
    (found,) = symptoms.disk(asked("dispenser", state_dir=tmp_path / "state" / below))
    assert found.severity == "lacks"
    assert f"{tmp_path}/state is a file" in found.words
    assert "cherha doctor state-not-a-folder" in found.words


def test_a_printer_that_the_settings_name_and_nobody_plugged_in_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(symptoms, "printers", lambda setting: plugged_in.printers(setting, tmp_path))
    usb = asked("dispenser", printer="usb")
    (found,) = symptoms.printer(usb)
    assert (found.severity, "cherha doctor printer-away" in found.words) == ("worse", True)
    for file, text in (
        ("1-1.2/idVendor", "04b8"), ("1-1.2/idProduct", "0e15"), ("1-1.2/serial", "J9"),
        ("1-1.2:1.0/bInterfaceClass", "03"), ("1-1.4:1.0/bInterfaceClass", "08"),
    ):  # fmt: skip
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(f"{text}\n")
    assert severities(symptoms.printer(usb)) == ["worse"]  # a scanner and a stick are no printers
    (tmp_path / "1-1.2:1.0/bInterfaceClass").write_text("07\n")
    (found,) = symptoms.printer(usb)
    assert found == Finding("fine", "A printer is plugged into USB: 1-1.2")
    meant = {"usb:4b8:e15": "fine", "usb:04B8:0E15@1-1.2": "fine", "usb:04b8:0e15:J9": "fine"}
    meant |= {"usb:04b8:0e16": "worse", "usb:04b8:0e15@1-1.3": "worse", "usb:04b8:0e15:J8": "worse"}
    for setting, severity in meant.items():
        assert severities(symptoms.printer(asked("dispenser", printer=setting))) == [severity], setting
    for other in (asked("dispenser", printer="net:10.0.0.9"), asked("board", printer="usb")):
        assert severities(symptoms.printer(other)) == []


def test_a_hall_file_that_is_away_is_told_apart_from_one_with_mistakes(tmp_path: Path):
    away = next(symptoms.hall(asked("board", hall=tmp_path / "none.toml")))
    (tmp_path / "hall.toml").write_text("[hall")
    wrong = next(symptoms.hall(asked("board", hall=tmp_path / "hall.toml")))
    assert "cannot be read" in away.words
    assert "cherha check" in wrong.words


@pytest.mark.parametrize("role", SCREENS)
def test_a_role_that_draws_lacks_something_on_a_machine_without_any_screen(role: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(symptoms.shutil, "which", lambda _: None)
    monkeypatch.setattr(symptoms, "GRAPHICS", Path("/nowhere"))
    assert severities(symptoms.screen(asked(role))) == ["lacks"]
    assert severities(symptoms.fonts(asked(role))) == ["fine"]
    assert severities(symptoms.screen(asked("announcer"))) == []


def test_without_an_engine_the_shipped_clips_speak(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(symptoms, "loads", lambda _: False)
    (found,) = symptoms.voice(asked("announcer"))
    assert found.severity == "fine"
    assert "the clips that come along speak" in found.words


def test_a_voice_that_does_not_load_is_worse_but_works(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(symptoms, "loads", lambda _: False)
    monkeypatch.setattr(symptoms.shutil, "which", lambda _: None)
    monkeypatch.setattr(symptoms, "find_spec", lambda _: None)
    (found,) = symptoms.voice(asked("announcer"))
    assert found == Finding("worse", "No voice at all: only the gong will sound")


def test_an_extra_of_extras_is_followed_to_the_distributions(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        symptoms.metadata,
        "requires",
        lambda _: [
            "msgspec",
            "kivy ; extra == 'board'",
            'python-escpos[usb,serial]>=3 ; extra == "dispenser"',
            'cherha[board,dispenser] ; extra == "demo"',
            "pytest; extra == 'test'",
        ],
    )
    assert symptoms.distributions("demo") == {"msgspec", "kivy", "python-escpos"}
    assert symptoms.distributions("board") == {"msgspec", "kivy"}


def test_an_identity_that_is_torn_is_told_of(tmp_path: Path):
    authority = Authority(tmp_path / "authority", "test-hall", datetime(2026, 11, 28, tzinfo=UTC))
    authority.equip(tmp_path / "identity", "board-1", "board", datetime(2026, 11, 28, tzinfo=UTC))
    whom = asked("board", identity=str(tmp_path / "identity"))
    assert severities(symptoms.identity(whom)) == ["fine"]
    (tmp_path / "identity" / "certificate.pem").write_bytes(b"")
    assert severities(symptoms.identity(whom)) == ["lacks"]
    assert severities(symptoms.identity(asked("board"))) == []


def test_a_journal_that_is_torn_is_told_of_also_while_nothing_runs(tmp_path: Path):
    question = symptoms.journal
    whom = asked("queue-master", state_dir=tmp_path)
    assert severities(question(whom)) == [], "a hall that was never opened has none"
    Journal.create(tmp_path / "journal.db").close()
    assert severities(question(whom)) == ["fine"]
    (tmp_path / "journal.db").write_bytes(b"\x07" * 8192)
    assert severities(question(whom)) == ["lacks"]
    assert severities(question(asked("board", state_dir=tmp_path))) == []


def test_what_the_queue_master_tells_the_staff_is_told_here_too(tmp_path: Path):
    question = symptoms.told
    assert list(question(asked("queue-master", state_dir=tmp_path))) == []
    (tmp_path / TOLD).write_text('["no-witness", "of-another-version"]')
    (finding,) = question(asked("queue-master", state_dir=tmp_path))
    assert finding.severity == "worse"
    assert finding.words.startswith("The witness is silent")
    assert list(question(asked("board", state_dir=tmp_path))) == []
