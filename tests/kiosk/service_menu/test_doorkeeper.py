"""A code opens, a wrong one costs time, and neither a restart nor a power cut gives any of it back."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts.wrong_codes import FREE, WAITS, wait_after
from kiosk.service_menu import doorkeeper
from kiosk.service_menu.codes import Codes, digest, who, with_person, without
from kiosk.service_menu.doorkeeper import CODES, TRIES, Answer, Doorkeeper, read_codes, write_codes

pytestmark = pytest.mark.fast

SALT = "00" * 16
OLENA, TARAS, WRONG = "48210573", "90317726", "11111111"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What scrypt costs is tried once below; the rules do not depend on it."""
    monkeypatch.setattr("kiosk.service_menu.codes._COST", 2)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def provisioned(folder: Path) -> None:
    codes = with_person(Codes(SALT), "Олена", OLENA)
    assert codes
    codes = with_person(codes, "Тарас", TARAS, once=True)
    assert codes
    write_codes(folder, codes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    provisioned(tmp_path)
    return tmp_path


def test_each_technician_is_known_by_the_code(folder: Path):
    door = Doorkeeper(folder, Clock())
    assert door.look_at(OLENA) == Answer("Олена")
    assert door.look_at(TARAS) == Answer("Тарас")


def test_a_code_for_one_time_opens_once(folder: Path):
    door = Doorkeeper(folder, Clock())
    assert door.look_at(TARAS).name == "Тарас"
    assert door.look_at(TARAS).name is None
    assert door.look_at(OLENA).name == "Олена"


def test_a_new_appliance_opens_to_nobody(tmp_path: Path):
    door = Doorkeeper(tmp_path, Clock())
    assert not door.has_codes
    assert door.look_at("00000000").name is None


def test_a_spoilt_file_opens_to_nobody(folder: Path):
    (folder / CODES).write_text("{")
    assert Doorkeeper(folder, Clock()).look_at(OLENA).name is None


def test_two_wrong_codes_are_free_and_the_third_shuts_the_door_for_everybody(folder: Path):
    clock = Clock()
    door = Doorkeeper(folder, clock)
    assert [door.look_at(WRONG).wait for _ in range(FREE)] == [0.0] * (FREE - 1) + [WAITS[0]]
    assert door.look_at(OLENA) == Answer(None, WAITS[0])
    clock.now += WAITS[0]
    assert door.look_at(OLENA).name == "Олена"


def test_codes_that_come_too_soon_cost_nothing(folder: Path):
    clock = Clock()
    door = Doorkeeper(folder, clock)
    for _ in range(20):
        door.look_at(WRONG)
    assert door.wait == WAITS[0]


def test_a_restart_begins_the_wait_anew(folder: Path):
    clock = Clock()
    door = Doorkeeper(folder, clock)
    for _ in range(FREE):
        door.look_at(WRONG)
    clock.now += WAITS[0] - 1
    clock.now = 3.0  # the monotonic clock of another boot
    again = Doorkeeper(folder, clock)
    assert again.wait == WAITS[0]
    assert again.look_at(OLENA).name is None


def test_a_power_cut_while_a_code_is_looked_at_uses_it_up(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def cut(*_: object) -> str:
        raise KeyboardInterrupt

    for _ in range(FREE):
        with monkeypatch.context() as patch:
            patch.setattr(doorkeeper, "digest", cut)
            with pytest.raises(KeyboardInterrupt):
                Doorkeeper(folder, Clock()).look_at(WRONG)
    assert Doorkeeper(folder, Clock()).wait == WAITS[0]


def test_a_right_code_forgets_the_wrong_ones(folder: Path):
    door = Doorkeeper(folder, Clock())
    door.look_at(WRONG)
    door.look_at(WRONG)
    door.look_at(OLENA)
    assert [door.look_at(WRONG).wait for _ in range(FREE - 1)] == [0.0] * (FREE - 1)


def test_a_spoilt_count_counts_as_many(folder: Path):
    (folder / TRIES).write_text("half a")
    assert Doorkeeper(folder, Clock()).wait == WAITS[-1]


def test_a_full_disk_locks_nobody_out_and_lets_nobody_guess(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(doorkeeper, "put", full)
    door = Doorkeeper(folder, Clock())
    assert door.look_at(OLENA).name == "Олена"
    for _ in range(FREE):
        door.look_at(WRONG)
    assert door.look_at(OLENA).name is None


_acts = st.lists(st.one_of(st.just("wrong"), st.just("restart"), st.floats(0, 200)), max_size=60)


@given(_acts)
def test_nobody_gets_more_codes_looked_at_than_the_waits_allow(tmp_path_factory: pytest.TempPathFactory, acts: list):
    folder = tmp_path_factory.mktemp("door")
    provisioned(folder)
    looked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.service_menu.codes._COST", 2)
        patch.setattr(doorkeeper, "digest", lambda code, _salt: looked.append(code) or "")
        clock = Clock()
        door, passed = Doorkeeper(folder, clock), 0.0
        for act in acts:
            match act:
                case "wrong":
                    door.look_at(WRONG)
                case "restart":
                    door = Doorkeeper(folder, clock)
                case float():
                    clock.now += act
                    passed += act
    needed = sum(wait_after(n) for n in range(len(looked)))
    assert needed <= passed + 1e-6


@given(st.integers(0, 1000))
def test_waits_only_grow_and_end_somewhere(wrong: int):
    assert 0 <= wait_after(wrong) <= wait_after(wrong + 1) <= WAITS[-1]


def test_no_code_is_on_the_disk_and_nobody_else_may_read_the_file(folder: Path):
    Doorkeeper(folder, Clock()).look_at(OLENA)
    for file in folder.iterdir():
        assert OLENA.encode() not in file.read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {p["name"] for p in json.loads((folder / CODES).read_text())["people"]} == {"Олена", "Тарас"}


def test_two_people_never_have_the_same_code():
    codes = with_person(Codes(SALT), "Олена", OLENA)
    assert codes
    assert with_person(codes, "Тарас", OLENA) is None


def test_a_new_code_for_the_same_person_ends_the_old_one():
    codes = with_person(Codes(SALT), "Олена", OLENA)
    assert codes
    codes = with_person(codes, "Олена", TARAS)
    assert codes
    assert [p.name for p in codes.people] == ["Олена"]
    assert who(codes, digest(OLENA, SALT)) is None
    assert without(codes, "Олена").people == ()


def test_a_digest_is_slow_enough_to_be_guessed_slowly(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.undo()
    from kiosk.service_menu import codes  # noqa: PLC0415

    assert codes._COST * codes._BLOCK * 128 >= 16 * 2**20  # bytes of memory for each guess
    assert digest(OLENA, SALT) != digest(OLENA, "11" * 16)


def test_codes_survive_being_written_and_read(folder: Path):
    assert [p.once for p in read_codes(folder).people] == [False, True]
