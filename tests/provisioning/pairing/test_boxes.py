"""Boxes that ask the desk over TLS for what they have to know of standby and witness."""

from datetime import datetime
from errno import ENOSPC
from pathlib import Path

import pytest

from broker.bus.on_disk import keep, kept
from broker.contracts.errors import Refused
from broker.contracts.standby import Register
from broker.standby.holding import Own
from broker.standby.second_disk import TERM
from provisioning.pairing.box import ASIDE
from provisioning.pairing.marks import DUE, WAITS
from tests.provisioning.enrolment.standing import AT
from tests.provisioning.pairing.halls import Hall

pytestmark = pytest.mark.fast


def test_the_boxes_of_a_pair_learn_of_each_other_whatever_the_order(hall: Hall):
    for name, role in (("board-1", "board"), ("witness-1", "witness"), ("standby-1", "standby")):
        hall.let_in(name, role)
    assert hall.settings("standby-1")["witness"] == "witness-1", "known at enrolment"
    assert hall.settings("witness-1")["broker_host"] == "127.0.0.1"
    hall.quiet()
    hall.works("standby-1", "witness-1")
    assert hall.asks("queue-master") == []
    assert hall.asks("standby-1") == []
    assert hall.asks("queue-master") == [], "the witness is at one broker only"
    assert hall.asks("witness-1") == ["broker_host"]
    assert hall.asks("queue-master") == []
    assert hall.asks("witness-1") == []
    hall.quiet(idle=False)
    assert hall.asks("queue-master") == [], "somebody waits"
    hall.quiet()
    assert hall.asks("queue-master") == ["second_broker", "standby", "witness"]
    assert hall.settings("queue-master")["standby"] == "standby-1"
    assert hall.asks("queue-master") == []
    assert hall.asks("board-1") == ["broker_host"]
    assert hall.settings("board-1")["broker_host"] == "127.0.0.1 127.0.0.1"
    assert hall.settings("standby-1")["broker_host"] == "127.0.0.1", "it follows the one queue-master"


def test_who_comes_later_is_told_at_the_door(hall: Hall):
    hall.let_in("standby-1", "standby")
    for name, role in (("witness-1", "witness"), ("board-1", "board")):
        hall.let_in(name, role)
        assert hall.settings(name)["broker_host"] == "127.0.0.1 127.0.0.1"
    assert hall.asks("standby-1") == ["witness"]


def test_a_voter_of_which_nothing_is_heard_is_not_counted_on(hall: Hall):
    hall.let_in("standby-1", "standby")
    hall.quiet()
    hall.asks("standby-1")
    assert hall.asks("queue-master") == []
    hall.works("standby-1")
    hall.desk.pairing.status("standby-1", "lost")
    assert hall.asks("queue-master") == []
    hall.works("standby-1")
    hall.steady += 301
    hall.quiet()
    assert hall.asks("queue-master") == []
    hall.asks("standby-1")
    assert hall.asks("queue-master") == ["second_broker", "standby"]


def test_a_box_is_told_the_time_by_a_desk_that_knows_it(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    heard: list[datetime] = []
    monkeypatch.setattr("provisioning.pairing.box.go_by", heard.append)
    hall.let_in("board-1", "board")
    hall.asks("board-1")
    assert heard == [], "nobody has told it to the desk's machine"
    hall.desk.tells_time = lambda: AT
    hall.asks("board-1")
    assert heard == [AT]


def test_a_time_that_cannot_be_written_down_holds_up_nothing_else(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    def full(_hall: datetime) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("provisioning.pairing.box.go_by", full)
    hall.let_in("board-1", "board")
    hall.let_in("standby-1", "standby")
    hall.quiet()
    hall.works("standby-1")
    hall.asks("standby-1")
    assert hall.asks("queue-master") == ["second_broker", "standby"]
    hall.desk.tells_time = lambda: AT
    assert hall.asks("board-1") == ["broker_host"]
    assert hall.settings("board-1")["broker_host"] == "127.0.0.1 127.0.0.1"


def test_the_power_may_go_before_any_write(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    hall.let_in("board-1", "board")
    hall.let_in("standby-1", "standby")
    real, box = Path.replace, hall.machine("board-1")

    def cut(self: Path, target: Path) -> Path:
        if hall.root / "board-1" in self.parents:
            raise InterruptedError
        return real(self, target)

    before = hall.settings("board-1")
    monkeypatch.setattr(Path, "replace", cut)
    with pytest.raises(InterruptedError):
        box.ask("board", hall.server.port)
    monkeypatch.setattr(Path, "replace", real)
    assert hall.settings("board-1") == before
    assert hall.asks("board-1") == ["broker_host"]
    assert hall.settings("board-1") == {**before, "broker_host": "127.0.0.1 127.0.0.1"}


def test_a_screen_is_told_to_begin_anew_once_the_hall_is_closed(hall: Hall):
    hall.let_in("board-1", "board")
    hall.let_in("standby-1", "standby")
    box = hall.machine("board-1")
    hall.quiet(idle=False)
    assert box.ask("board", hall.server.port) == ["broker_host"]
    assert [each.name for each in box.marks.iterdir()] == [f"board{WAITS}"]
    hall.quiet()
    assert box.ask("board", hall.server.port) == []
    assert sorted(each.name for each in box.marks.iterdir()) == [f"board{DUE}", f"board{WAITS}"]


def test_a_standby_in_office_is_left_alone(hall: Hall):
    hall.let_in("standby-1", "standby")
    hall.let_in("witness-1", "witness")
    box = hall.machine("standby-1")
    (file,) = (box.state / "roles").glob("[!.]*.toml")
    file.write_text(file.read_text("utf-8").replace("/var/lib/cherha/standby", str(box.state / "standby")), "utf-8")
    keep(box.state / "standby" / TERM, Own(Register(2, "standby-1", 1, ("standby-1",)), alone=True))
    assert box.ask("standby", hall.server.port) == ["witness"]
    assert [each.name for each in box.marks.iterdir()] == [f"standby{WAITS}"]


def test_where_a_new_first_machine_is_boxes_learn_from_the_standby_before_they_need_it(hall: Hall):
    """Without the witness at its broker it could never take the queue over."""
    for name, role in (("standby-1", "standby"), ("witness-1", "witness"), ("board-1", "board")):
        hall.let_in(name, role)
        (file,) = (hall.root / name / "roles").glob("[!.]*.toml")
        text = file.read_text("utf-8").replace('broker_host = "127.0.0.1', 'broker_host = "127.0.0.2 127.0.0.1')
        file.write_text(text.replace("127.0.0.1 127.0.0.1", "127.0.0.1"), "utf-8")
    first = next(each for each in hall.desk.authority.members if each.role == "queue-master")
    hall.desk.pairing.first(first, "127.0.0.9")
    hall.quiet(idle=False)
    assert "127.0.0.9" not in str([hall.asks(name) and hall.settings(name) for name in ("witness-1", "board-1")])
    hall.desk.turned = True  # from now on the standby decides
    for name in ("witness-1", "board-1", "standby-1"):
        hall.machine(name).ask(hall.machine(name).roles[0], hall.server.port)
        assert str(hall.settings(name)["broker_host"]).split()[0] == "127.0.0.9", name
    marks = {name: {each.suffix for each in hall.machine(name).marks.iterdir()} for name in ("witness-1", "board-1")}
    assert marks == {"witness-1": {DUE, WAITS}, "board-1": {WAITS}}, "the board is at the standby's broker meanwhile"
    assert hall.asks("queue-master") == []


def test_a_hall_that_has_lost_both_voters_gets_its_queue_back_from_the_page(hall: Hall):
    hall.let_in("standby-1", "standby")
    hall.let_in("witness-1", "witness")
    hall.quiet()
    hall.works("standby-1", "witness-1")
    for name in ("standby-1", "standby-1", "witness-1"):
        hall.asks(name)
    assert hall.asks("queue-master") == ["second_broker", "standby", "witness"]
    term = hall.root / "queue-master" / "queue-master" / TERM
    keep(term, Own(Register(1, "queue-master", 2, ("queue-master", "standby-1")), alone=False))
    hall.desk.shut_out("standby-1")
    hall.steady += 61
    assert hall.asks("queue-master") == [], "the witness might elect a standby that is on after all"
    hall.desk.shut_out("witness-1")
    assert hall.asks("queue-master") == ["standby", "witness"]
    assert "standby" not in hall.settings("queue-master")
    assert kept(term.with_name(ASIDE), Own) is not None
    assert not term.exists()


def test_a_stranger_is_told_nothing(hall: Hall):
    hall.let_in("board-1", "board")
    hall.desk.shut_out("board-1")
    with pytest.raises(Refused):
        hall.desk.pair(None, b"{}", "10.0.0.9")
    box = hall.machine("board-1")
    with pytest.raises(Exception, match="revoked"):
        box.ask("board", hall.server.port)
