"""A card in another box: what it was there is set aside and the box asks anew; the hall's own card goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from broker.bus.identity import BOX
from broker.bus.on_disk import keep
from broker.contracts.errors import ConfigError
from broker.contracts.standby import Register
from broker.standby.holding import Own
from broker.standby.second_disk import TERM
from provisioning.authority.authority import Authority
from provisioning.enrolment import command, hardware, moved
from provisioning.enrolment.moved import Was, before, settle
from provisioning.enrolment.places import TELLS
from tests.provisioning.enrolment.standing import AT, Hall, let_in
from tests.systemd.units import SYSTEMD

pytestmark = pytest.mark.fast
OLD, NEW = "10000000a1b2c3d4", "10000000e5f60718"


@pytest.fixture
def card(hall: Hall, tmp_path: Path) -> Path:
    """The data partition of a dispenser that was let in, in the box OLD."""
    state = tmp_path / "card"
    let_in(hall, hall.box(state, OLD))
    (state / "dispenser").mkdir()
    (state / "dispenser" / "outbox.db").write_bytes(b"slips")
    return state


def start(card: Path, box: str) -> list[Was]:
    """What a start in that box does."""
    return settle(card, box, lambda name: bool(name) and name != box)


def held(card: Path) -> dict[str, bytes]:
    """Roles and identities that hold here."""
    files = [*card.glob("roles/*.toml"), *card.glob("identities/*/*")]
    return {str(each.relative_to(card)): each.read_bytes() for each in files}


def test_in_its_own_box_nothing_is_touched(card: Path):
    was = held(card)
    assert start(card, OLD) == []
    assert held(card) == was


def test_in_another_box_it_has_no_role_and_back_in_its_own_it_is_what_it_was(card: Path):
    was = held(card)
    assert start(card, NEW) == [Was("dispenser-1", "dispenser")]
    assert held(card) == {}
    assert before(card) == Was("dispenser-1", "dispenser")
    assert start(card, NEW) == [], "once"
    assert start(card, OLD) == []
    assert held(card) == was
    assert before(card) is None
    assert (card / "dispenser" / "outbox.db").read_bytes() == b"slips"


@pytest.mark.parametrize("way", ["away", "back"])
def test_power_that_goes_in_between_leaves_nothing_in_two_halves(card: Path, monkeypatch: pytest.MonkeyPatch, way: str):
    was, box = held(card), NEW
    if way == "back":
        start(card, NEW)
        box = OLD
    move, moves = moved._move, iter((True, False))

    def cut(path: Path, folder: Path) -> None:
        if not next(moves, True):
            raise OSError("the power is gone")
        move(path, folder)

    monkeypatch.setattr(moved, "_move", cut)
    with pytest.raises(OSError, match="power"):
        start(card, box)
    roles = {file.stem for file in card.glob("roles/*.toml")}
    assert all((card / "identities" / role / "certificate.pem").exists() for role in roles)
    start(card, box)
    assert held(card) == (was if way == "back" else {})


def test_it_asks_anew_is_flagged_and_takes_its_own_place(hall: Hall, card: Path):
    start(card, NEW)
    was = before(card)
    assert was
    box = hall.box(card, NEW, was.role, was=was.name)
    assert box.code
    (waiting,) = hall.register.waiting(hall.steady)
    assert (waiting.known, waiting.role, waiting.hardware) == ("dispenser-1", "dispenser", NEW)
    hall.accept(box.code, "dispenser-1", "dispenser", instead=True)
    box.done()
    moved.forget(card)
    assert (box.identity / BOX).read_text() == NEW
    assert start(card, NEW) == []
    assert start(card, OLD) == [Was("dispenser-1", "dispenser")], "the old box is let in anew, too"


@pytest.mark.parametrize("gone", ["identities", "roles", "nothing"])
def test_power_that_goes_when_it_was_let_in_leaves_the_new_settings(hall: Hall, card: Path, gone: str):
    """What it was elsewhere is thrown away last: half of that must not come back over what it is now."""
    start(card, NEW)
    box = hall.box(card, NEW, "dispenser")
    hall.accept(box.code, "dispenser-2", "dispenser")
    box.done()
    was = held(card)
    assert b"dispenser-2" in was["roles/dispenser.toml"]
    if gone != "nothing":
        shutil.rmtree(card / "elsewhere" / gone)
    assert start(card, NEW) == []
    assert held(card) == was
    assert not (card / "elsewhere").exists(), "or each start from now on begins a program before its roles"


@pytest.mark.parametrize("said", ["nobody-1", "x\n", "й"])
def test_a_name_that_nobody_has_says_nothing(hall: Hall, tmp_path: Path, said: str):
    (tmp_path / "card/elsewhere/roles").mkdir(parents=True)
    (tmp_path / "card/elsewhere/roles/board.toml").write_text(f"appliance = {said!r}", "utf-8")
    was = before(tmp_path / "card")
    box = hall.box(tmp_path / "card", NEW, "board", was=was.name if was else "")
    assert box.code
    assert [each.known for each in hall.register.waiting(hall.steady)] == [""]
    box.stop()


def test_the_card_of_the_halls_own_machine_goes_on_in_any_box(card: Path):
    """Nobody else could let it in, and the queue's journal is on it."""
    Authority(card / "authority", "test-hall", AT)
    was = held(card)
    assert start(card, NEW) == []
    assert held(card) == {**was, "identities/dispenser/box": NEW.encode()}


@pytest.mark.parametrize(("holder", "aside"), [("standby-1", []), ("queue-master", [Was("standby-1", "standby")])])
def test_a_standby_goes_on_while_it_holds_the_office(card: Path, holder: str, aside: list[Was]):
    shutil.move(card / "identities" / "dispenser", card / "identities" / "standby")
    (card / "roles" / "dispenser.toml").unlink()
    (card / "roles" / "standby.toml").write_text('appliance = "standby-1"\n')
    (card / "standby").mkdir()
    keep(card / "standby" / TERM, Own(Register(2, holder, 1, ()), alone=True))
    assert start(card, NEW) == aside


def test_without_a_fresh_kit_the_box_says_whose_card_it_is(hall: Hall, card: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hardware, "hardware", lambda: NEW)
    monkeypatch.setattr(hardware, "is_anothers", lambda name: name == OLD)
    kit, tells = card / "hall-kit.toml", card / TELLS.name
    kit.write_bytes(hall.kit.read_bytes())
    assert command.main(["scrub", "--kit", str(kit), "--state", str(card)]) == 0
    assert command.main(["moved", "--state", str(card)]) == 0
    with pytest.raises(ConfigError):
        command.main(["box", "--kit", str(kit), "--state", str(card), "--tells", str(tells)])
    told = tells.read_text("utf-8")
    assert "dispenser-1" in told
    assert "свіжий комплект" in told


def test_a_start_in_its_own_box_runs_no_program(card: Path, tmp_path: Path):
    program, asked = tmp_path / "cherha", tmp_path / "asked"
    program.write_text(f'#!/bin/sh\necho "$@" > {asked}\n')
    program.chmod(0o755)
    serial = tmp_path / "proc/device-tree/serial-number"
    serial.parent.mkdir(parents=True)

    def boots(number: str) -> bool:
        asked.unlink(missing_ok=True)
        serial.write_bytes(number.encode() + b"\0")
        given = {**os.environ, "CHERHA_STATE": str(card), "CHERHA_ROOT": str(tmp_path), "CHERHA": str(program)}
        subprocess.run(["sh", str(SYSTEMD / "libexec" / "moved-card")], env=given, check=True, timeout=60)
        return asked.exists()

    assert not boots(OLD)
    assert boots(NEW)
    assert asked.read_text() == f"enrol moved --state {card}\n"
    start(card, NEW)
    assert boots(OLD), "to be what it was"
