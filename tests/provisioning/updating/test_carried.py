"""A bundle from the desk to a box, over TLS: fetched whole, installed once, told of when it came back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker.contracts.errors import Refused
from provisioning.enrolment.door import NoDesk
from provisioning.updating.box import Box, ask
from provisioning.updating.bundles import Bundle, Told
from provisioning.updating.plan import WELL, Hall, state
from provisioning.updating.rauc import running, told_of
from provisioning.updating.shelf import boxes
from tests.provisioning.enrolment.standing import Hall as HallMachine
from tests.provisioning.enrolment.standing import let_in

pytestmark = pytest.mark.fast

BUNDLE = b"root" * 300_000
PI, PC = "cherha-arm64", "cherha-amd64"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[HallMachine]:
    made = HallMachine(tmp_path / "hall")
    made.desk.updates.hall = Hall(made.steady, closed=True, waiting=0)
    yield made
    made.server.stop()


class PlugDrawn(Exception):
    """Whatever ran is over; what is on the disk stays."""


class Wall:
    """A box on the wall: which root runs, and what came into the other."""

    def __init__(self, hall: HallMachine, folder: Path, name: str, kind: str = "") -> None:
        self.hall, self.name, self.kind = hall, name, kind
        let_in(hall, hall.box(folder, hardware=f"box-of-{name}"), name)
        self.box = Box(folder, folder / "updates")
        self.runs, self.installed, self.works = "", b"", True
        self.next_start, self.given, self.dies_at = "own", "", ""
        self.starts = self.kept = 0
        self.meanwhile: list[Callable[[], object]] = []

    def install(self, bundle: Path) -> None:
        self._plug("install")
        self.installed = bundle.read_bytes()
        if self.meanwhile:
            self.meanwhile.pop(0)()

    def keep(self) -> None:
        self.kept += 1

    def try_other(self, version: str) -> None:
        self._plug("try_other")
        self.next_start, self.given = "other", version

    def tried(self) -> str:
        return self.given

    def restart(self) -> None:
        self._plug("restart")
        self.starts += 1
        if self.works and self.next_start == "other":
            self.runs = "1.2.0"
        self.next_start = "own"

    def _plug(self, moment: str) -> None:
        if self.dies_at == moment:
            self.dies_at = ""
            raise PlugDrawn

    def _wait(self, _: float) -> bool:
        self._plug("wait")
        assert self.meanwhile, "it would wait for ever"
        self.meanwhile.pop(0)()
        return False

    def asks(self) -> str:
        answer = ask(self.box, self.hall.server.port, self.runs, self, self._wait, kind=self.kind)
        assert answer
        return answer.state


def offered(hall: HallMachine, folder: Path) -> None:
    (folder / "update.raucb").write_bytes(BUNDLE)
    hall.desk.updates.offer(folder / "update.raucb", Told("1.2.0", PI))


def test_one_box_tries_it_and_the_other_follows(hall: HallMachine, tmp_path: Path):
    first, second = Wall(hall, tmp_path / "1", "board-1"), Wall(hall, tmp_path / "2", "board-2")
    offered(hall, tmp_path)
    assert first.asks() == "nothing"
    roles = boxes(hall.desk.authority.members)
    hall.desk.updates.begin("board-1", roles)
    assert second.asks() == "wait"
    assert (first.asks(), first.installed, first.starts) == ("take", BUNDLE, 1)
    assert list(first.box.folder.iterdir()) == [], "a card is small"
    assert (first.asks(), first.starts) == ("nothing", 1)
    assert second.asks() == "wait"
    hall.steady += WELL.total_seconds()
    hall.desk.updates.hall = Hall(hall.steady, closed=True, waiting=0)
    assert (second.asks(), second.installed) == ("take", BUNDLE)
    assert second.asks() == "nothing"
    plan = hall.desk.updates.plan
    assert plan
    assert state(plan, roles) == "done"


def test_a_hall_that_opens_while_a_box_installs_is_not_left_without_it(hall: HallMachine, tmp_path: Path):
    first, updates = Wall(hall, tmp_path / "1", "board-1"), hall.desk.updates
    offered(hall, tmp_path)
    updates.begin("board-1", boxes(hall.desk.authority.members))

    def hear(*, closed: bool) -> None:
        assert first.starts == 0
        updates.hall = Hall(hall.steady, closed, 0)

    first.meanwhile = [lambda: hear(closed=False), lambda: hear(closed=False), lambda: hear(closed=True)]
    assert (first.asks(), first.starts, first.kept) == ("take", 1, 0)


@pytest.mark.parametrize("moment", ["install", "wait", "try_other"])
def test_the_plug_before_the_restart_finds_the_old_root_and_is_no_return(
    hall: HallMachine, tmp_path: Path, moment: str
):
    first, updates = Wall(hall, tmp_path / "1", "board-1"), hall.desk.updates
    offered(hall, tmp_path)
    updates.begin("board-1", boxes(hall.desk.authority.members))
    first.dies_at = moment
    if moment == "wait":
        first.meanwhile = [lambda: setattr(updates, "hall", Hall(hall.steady, closed=False, waiting=3))]
    with pytest.raises(PlugDrawn):
        first.asks()
    assert (first.next_start, first.tried(), first.kept) == ("own", "", 0)
    updates.hall = Hall(hall.steady, closed=True, waiting=0)
    assert (first.asks(), first.runs) == ("take", "1.2.0"), "it was given back by nobody: it is tried anew"


def test_a_root_that_the_plug_starts_in_place_of_our_restart_is_known_to_be_tried(hall: HallMachine, tmp_path: Path):
    first = Wall(hall, tmp_path / "1", "board-1")
    offered(hall, tmp_path)
    hall.desk.updates.begin("board-1", boxes(hall.desk.authority.members))
    first.dies_at = "restart"
    with pytest.raises(PlugDrawn):
        first.asks()
    assert (first.next_start, first.tried()) == ("other", "1.2.0")


def test_a_plan_that_is_stopped_while_a_box_installs_leaves_it_on_its_old_root(hall: HallMachine, tmp_path: Path):
    first = Wall(hall, tmp_path / "1", "board-1")
    offered(hall, tmp_path)
    hall.desk.updates.begin("board-1", boxes(hall.desk.authority.members))
    first.meanwhile = [hall.desk.updates.stop]
    assert (first.asks(), first.starts, first.kept, first.tried()) == ("nothing", 0, 1, "")
    assert first.next_start == "own"


def test_a_box_that_comes_back_with_its_old_root_stops_it(hall: HallMachine, tmp_path: Path):
    first, second = Wall(hall, tmp_path / "1", "board-1"), Wall(hall, tmp_path / "2", "board-2")
    first.works = False
    offered(hall, tmp_path)
    roles = boxes(hall.desk.authority.members)
    hall.desk.updates.begin("board-1", roles)
    assert first.asks() == "take"
    assert first.asks() == "nothing"
    hall.steady += WELL.total_seconds()
    assert second.asks() == "nothing"
    with pytest.raises(Refused, match="came-back"):
        hall.desk.updates.begin("board-2", roles)
    offered(hall, tmp_path)
    hall.desk.updates.begin("board-2", roles)
    assert second.asks() == "wait", "old news of the hall"


def test_a_damaged_bundle_is_not_installed_and_asked_for_again(hall: HallMachine, tmp_path: Path):
    first = Wall(hall, tmp_path / "1", "board-1")
    offered(hall, tmp_path)
    hall.desk.updates.begin("board-1", boxes(hall.desk.authority.members))
    plan = hall.desk.updates.plan
    assert plan
    file = hall.desk.updates.file(plan.bundle)
    file.write_bytes(BUNDLE[:-4] + b"rott")
    with pytest.raises(NoDesk, match="damaged"):
        first.asks()
    assert (first.installed, first.starts, first.tried()) == (b"", 0, "")
    file.write_bytes(BUNDLE)
    assert (first.asks(), first.installed) == ("take", BUNDLE)


def test_strangers_and_the_shut_out_get_nothing(hall: HallMachine, tmp_path: Path):
    first = Wall(hall, tmp_path / "1", "board-1")
    offered(hall, tmp_path)
    hall.desk.updates.begin("board-1", boxes(hall.desk.authority.members))
    stranger = hall.door()
    assert stranger.update("", "").state == "revoked"
    with pytest.raises(NoDesk, match="403"):
        stranger.bundle(tmp_path / "stolen", Bundle("1.2.0", "", 10_000_000))
    hall.desk.shut_out("board-1")
    assert first.asks() == "revoked"
    assert first.installed == b""


def test_a_box_with_two_roles_is_one_box(hall: HallMachine, tmp_path: Path):
    let_in(hall, hall.box(tmp_path / "1", hardware="the-same"), "board-1")
    let_in(hall, hall.box(tmp_path / "1b", hardware="the-same"), "announcer-1")
    assert list(boxes(hall.desk.authority.members)) == ["board-1"]


def test_an_offer_that_does_not_fit_on_the_disk_leaves_the_old_one(hall: HallMachine, tmp_path: Path):
    offered(hall, tmp_path)
    with pytest.raises(OSError, match="No such file"):
        hall.desk.updates.offer(tmp_path / "away", Told("1.3.0", PI))
    plan = hall.desk.updates.plan
    assert plan
    assert plan.bundle.version == "1.2.0"
    assert hall.desk.updates.file(plan.bundle).read_bytes() == BUNDLE


def test_what_rauc_says_of_a_bundle_and_of_the_root_that_runs(tmp_path: Path):
    bundle = tmp_path / "x.raucb"
    assert told_of(bundle, lambda _: '{"compatible": "cherha-amd64", "version": "1.2.0"}') == Told("1.2.0", PC)
    with pytest.raises(Refused, match="no-bundle"):
        told_of(bundle, lambda _: "signature verification failed")
    with pytest.raises(Refused, match="foreign-kind"):
        told_of(bundle, lambda _: '{"compatible": "../../etc", "version": "1.2.0"}')
    status = """{"slots": [
        {"root.0": {"state": "inactive", "slot_status": {"bundle": {"version": "1.1.0"}}}},
        {"root.1": {"state": "booted", "slot_status": {"bundle": {"version": "1.2.0"}}}}]}"""
    assert running(lambda _: status) == "1.2.0"
    assert running(lambda _: '{"slots": [{"root.0": {"state": "booted"}}]}') == ""
