"""The role that somebody touches on a box: how it comes to the desk, and what it cannot do."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from broker.bus.on_disk import keep
from broker.contracts.arrival import WANTED, WANTED_ROLES, Arrival, Wanted
from broker.mosquitto.access import ROLES
from provisioning.enrolment.box import Refusal
from provisioning.enrolment.command import main as enrol
from provisioning.enrolment.desk import Answer, Ask
from provisioning.enrolment.wanting import FILE, LARGEST, Wanting
from tests.broker.until import until
from tests.provisioning.enrolment.standing import Hall

pytestmark = pytest.mark.fast


def touched(folder: Path, role: str) -> Path:
    """What the screen's process writes."""
    keep(folder / WANTED, {"role": role}, sync=False)
    return folder / WANTED


def asked_for(hall: Hall) -> list[str]:
    return [each.role for each in hall.register.waiting(hall.steady)]


def test_every_role_that_can_be_touched_is_one_that_can_be_let_in():
    assert set(WANTED_ROLES) <= set(ROLES)


def test_a_box_that_waits_may_want_another_role_and_keeps_its_code(hall: Hall, tmp_path: Path):
    box = hall.box(tmp_path / "box", role="")
    code, (before,) = box.code, hall.register.waiting(hall.steady)
    box.wanted = "board"
    until(lambda: asked_for(hall) == ["board"])
    box.wanted = ""
    until(lambda: asked_for(hall) == [""])
    box.wanted = "info"
    until(lambda: asked_for(hall) == ["info"])
    (after,) = hall.register.waiting(hall.steady)
    assert (after.id, after.since, after.digest) == (before.id, before.since, before.digest)
    assert box.codes == [code]
    hall.accept(code, "board-1", "board")  # whatever it wants, the technician decides
    box.done()
    assert box.settings["appliance"] == "board-1"


def test_nobody_comes_in_by_wanting_and_who_was_accepted_stays_what_was_said(hall: Hall, tmp_path: Path):
    box = hall.box(tmp_path / "box", role="")
    assert box.code
    (waits,) = hall.register.waiting(hall.steady)
    hall.accept(box.code, "dispenser-1", "dispenser")
    late = hall.register.ask(msgspec.structs.replace(waits, role="board"), hall.steady)
    assert (late.state, late.role) == ("accepted", "dispenser")
    box.done()
    assert box.answer
    assert box.answer.role == "dispenser"


class OldDesk:
    """A door to a desk that says `answers` to one question after the other, and "waiting" to whoever looks."""

    host = "127.0.0.1"

    def __init__(self, *answers: str) -> None:
        self.answers, self.asks = list(answers), list[Ask]()

    def ask(self, ask: Ask, was: str = "") -> Answer:
        self.asks.append(ask)
        state = self.answers.pop(0) if self.answers else "waiting"
        return Answer(state=state, name="one" if state == "waiting" else "")

    def asked(self, id: str) -> Answer:  # noqa: A002 - its name in the address
        assert id == "one"
        return Answer(state="waiting")


def turns(wanted: list[str]) -> tuple[Callable[[], str], Callable[[float], bool]]:
    """One role for each turn of a box."""
    return (lambda: wanted[0]), (lambda _seconds: not wanted.pop(0) or not wanted)


def test_a_desk_that_does_not_know_of_it_is_asked_once_for_each_role(hall: Hall, tmp_path: Path):
    box, desk = hall.box(tmp_path / "box", role=""), OldDesk("waiting", "no-kit")
    box.stop()
    wanted = ["board", "board", "info", "info", "info"]
    box.box._asked, box.box._door = "", lambda: desk  # type: ignore[assignment,return-value]
    box.box._wanted, wait = turns(wanted)
    assert box.box.enrol(wait) is None, "a new kit lets nobody ask, and throws nobody out who waits"
    assert [ask.role for ask in desk.asks] == ["board", "info"]
    assert len({ask.digest for ask in desk.asks}) == 1
    desk.answers, box.box._asked = ["no-kit"], ""
    box.box._wanted, wait = turns(["board", "board"])
    with pytest.raises(Refusal, match="no-kit"):
        box.box.enrol(wait)


def test_what_was_touched_outlives_a_power_cut_and_not_a_move_to_another_box(tmp_path: Path):
    screen, kept = touched(tmp_path / "run", "board"), tmp_path / "state" / FILE
    assert Wanting(screen, kept, "box-17", "info").now() == "board"
    screen.unlink()  # memory is empty after it
    assert Wanting(screen, kept, "box-17", "info").now() == "board"
    assert Wanting(screen, kept, "box-18").now() == ""
    touched(tmp_path / "run", "")
    again = Wanting(screen, kept, "box-17", "info")
    assert again.now() == "", "whoever takes it back means it"
    kept.write_text("{torn")
    screen.unlink()
    assert (again.now(), Wanting(screen, kept, "box-17", "info").now()) == ("", "info")


def test_a_disk_that_takes_nothing_keeps_nobody_from_wanting(tmp_path: Path):
    (tmp_path / "full").write_text("")
    assert Wanting(touched(tmp_path, "board"), tmp_path / "full" / FILE, "box-17").now() == "board"


def lay_link(file: Path) -> None:
    keep(file.with_name("elsewhere"), Wanted("board"))
    file.symlink_to(file.with_name("elsewhere"))


@pytest.mark.parametrize(
    "lay",
    [
        lay_link,
        os.mkfifo,
        Path.mkdir,
        lambda file: file.write_text('{"role":"queue-master"}'),
        lambda file: file.write_text('{"role":"board","window":3}'),
        lambda file: file.write_text('{"role":["board"]}'),
        lambda file: file.write_text('{"role":"board"}' + " " * LARGEST),
        lambda file: file.write_bytes(b"\xff\xfe"),
    ],
    ids=["a link", "a pipe", "a folder", "a role of the hall's own", "more", "no word", "much", "no text"],
)
def test_what_cannot_be_believed_is_as_nothing(tmp_path: Path, lay: Callable[[Path], object]):
    file = tmp_path / WANTED
    file.parent.mkdir()
    lay(file)
    assert Wanting(file, tmp_path / FILE, "box-17", "info").now() == "info"
    assert not (tmp_path / FILE).exists()


def test_the_screen_hears_what_is_asked_for_and_the_role_ends_it(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("provisioning.enrolment.box.EVERY", 0.01)
    tells, state = tmp_path / "run" / "newcomer.json", tmp_path / "state"
    touched(tells.parent, "info")
    kit = tmp_path / "hall-kit.toml"
    kit.write_bytes(hall.kit.read_bytes())
    monkeypatch.setattr("provisioning.enrolment.finding.find", lambda *_: ("127.0.0.1", hall.server.port))

    monkeypatch.setattr("signal.signal", lambda *_: None)

    def told() -> Arrival:
        return msgspec.json.decode(tells.read_bytes(), type=Arrival) if tells.exists() else Arrival(stage="no-kit")

    def stands(role: str) -> bool:
        return (told().stage, told().role, asked_for(hall)) == ("waiting", role, [role])

    def people() -> bool:
        until(lambda: stands("info"))
        touched(tells.parent, "board")
        until(lambda: stands("board"))
        was_kept = (state / FILE).is_file()
        hall.accept(told().code, "board-1", "board")
        return was_kept

    with ThreadPoolExecutor(1) as hall_floor:
        was_kept = hall_floor.submit(people)
        assert enrol(["box", "--kit", str(kit), "--state", str(state), "--tells", str(tells)]) == 0
    assert was_kept.result()
    assert (told().stage, told().role) == ("accepted", "board")
    assert not (state / FILE).exists()
