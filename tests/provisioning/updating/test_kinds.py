"""A hall of Raspberry Pis and a PC: each gets its own bundle, and who has none is told by name."""

import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.bus.memory import MemoryBroker
from broker.contracts.errors import Refused
from provisioning.enrolment.desk import Answer
from provisioning.enrolment.door import Door
from provisioning.enrolment.on_the_bus import DeskOnBus
from provisioning.updating.box import Box, ask
from provisioning.updating.bundles import Bundle, Told, fitting, of_one_version
from provisioning.updating.carrying import carry
from provisioning.updating.plan import LAST, WELL, Asked, Hall, Plan, answer, lacking, state, without
from provisioning.updating.rauc import own_kind
from provisioning.updating.shelf import Updates, boxes
from tests.provisioning.enrolment.standing import AT
from tests.provisioning.enrolment.standing import Hall as HallMachine
from tests.provisioning.updating.test_carried import PC, PI, Wall
from tests.provisioning.updating.test_plan import moment

pytestmark = pytest.mark.fast

ROLES = {"board-1": "board", "board-2": "board", "info-1": "info", "info-2": "info", "master": "queue-master"}
KINDS = {"board-1": PI, "board-2": PI, "info-1": PC, "info-2": PC, "master": PC}
OF_PI, OF_PC = Bundle("1.2.0", "pi", 100, PI), Bundle("1.2.0", "pc", 100, PC)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[HallMachine]:
    made = HallMachine(tmp_path / "hall")
    made.desk.updates.hall = Hall(made.steady, closed=True, waiting=0)
    yield made
    made.server.stop()


def stick(hall: HallMachine, folder: Path, *kinds: str, version: str = "1.2.0") -> None:
    for kind in kinds:
        (folder / f"{kind}.raucb").write_bytes(f"root of {kind} {version}".encode() * 20_000)
        hall.desk.updates.offer(folder / f"{kind}.raucb", Told(version, kind))


def asks(plan: Plan | None, name: str, minutes: float = 0, *, runs: str = "1.1.0"):
    now = moment(plan, minutes)
    hall = Hall(now.steady, closed=True, waiting=0)
    return answer(plan, Asked(name, runs, "", KINDS[name]), now, hall, ROLES, kinds=KINDS)


def test_each_box_gets_the_bundle_for_its_kind(hall: HallMachine, tmp_path: Path):
    pi, pc = Wall(hall, tmp_path / "1", "board-1", PI), Wall(hall, tmp_path / "2", "info-1", PC)
    stick(hall, tmp_path, PI, PC)
    assert (pi.asks(), pc.asks()) == ("nothing", "nothing"), "a technician has not begun"
    hall.desk.updates.begin("board-1", boxes(hall.desk.authority.members))
    assert (pi.asks(), pi.installed[:20]) == ("take", b"root of cherha-arm64")
    pi.asks()
    hall.steady += WELL.total_seconds()
    hall.desk.updates.hall = Hall(hall.steady, closed=True, waiting=0)
    assert (pc.asks(), pc.installed[:20]) == ("take", b"root of cherha-amd64")


def test_who_has_no_bundle_is_told_and_holds_up_nobody(hall: HallMachine, tmp_path: Path):
    pi, pc = Wall(hall, tmp_path / "1", "board-1", PI), Wall(hall, tmp_path / "2", "info-1", PC)
    stick(hall, tmp_path, PI)
    assert (pi.asks(), pc.asks()) == ("nothing", "nothing")
    updates, roles = hall.desk.updates, boxes(hall.desk.authority.members)
    with pytest.raises(Refused, match="no-bundle-for") as refused:
        updates.begin("info-1", roles)
    assert refused.value.details == {"name": "info-1", "kind": PC, "version": "1.2.0"}
    updates.begin("board-1", roles)
    assert (pi.asks(), pi.asks(), pc.asks()) == ("take", "nothing", "nothing")
    plan = updates.plan
    assert plan
    assert without(plan, roles, updates.kinds) == {"info-1": PC}
    assert (lacking(plan, roles, updates.kinds), state(plan, roles, updates.kinds)) == ((), "done")
    stick(hall, tmp_path, PC)
    plan = updates.plan
    assert plan
    assert (plan.first, lacking(plan, roles, updates.kinds)) == ("board-1", ("info-1",)), "the plan goes on"


def test_the_technician_s_page_hears_of_kinds(hall: HallMachine, tmp_path: Path):
    pc = Wall(hall, tmp_path / "2", "info-1", PC)
    stick(hall, tmp_path, PI)
    pc.asks()
    bus = MemoryBroker().client("desk-1")
    told = DeskOnBus(hall.desk, bus, clock=lambda: hall.now)._asking().update
    assert told
    assert (told.kinds, told.without, told.lacking) == ((PI,), {"info-1": PC}, ())


def test_a_machine_takes_nothing_that_is_for_another_kind(hall: HallMachine, tmp_path: Path):
    """As a desk of an older version may give, which knows nothing of kinds."""
    pc = Wall(hall, tmp_path / "1", "info-1")
    stick(hall, tmp_path, PI)
    hall.desk.updates.begin("info-1", boxes(hall.desk.authority.members))

    class OldDesk(Box):
        def door(self, port: int) -> Door | None:
            door = Box.door(self, port)
            assert door
            return ToOldDesk(door.host, port, hall.desk.authority.pem, self.identity)

    class ToOldDesk(Door):
        def update(self, runs: str, tried: str, kind: str = "") -> Answer:
            return super().update(runs, tried, "" if kind else kind)

    with pytest.raises(Refused, match="wrong-kind"):
        ask(OldDesk(pc.box.state, pc.box.folder), hall.server.port, "", pc, lambda _: True, kind=PC)
    assert pc.installed == b""


def test_a_box_of_an_older_version_gets_the_only_bundle_and_none_of_two(hall: HallMachine, tmp_path: Path):
    old = Wall(hall, tmp_path / "1", "board-1")
    stick(hall, tmp_path, PI)
    hall.desk.updates.begin("board-1", boxes(hall.desk.authority.members))
    assert (old.asks(), old.installed[:20]) == ("take", b"root of cherha-arm64")
    assert fitting((OF_PI, OF_PC), "") is None


def test_each_kind_has_a_scout_before_the_rest_of_it():
    plan: Plan | None = Plan(bundle=OF_PI, others=(OF_PC,), first="board-1")
    plan, _ = asks(plan, "board-1", 5, runs="1.2.0")
    soon = 5 + WELL / timedelta(minutes=1)
    plan, verdict = asks(plan, "info-1", soon)
    assert verdict == "take"
    assert {name: asks(plan, name, soon)[1] for name in ROLES} == {
        "board-1": "take", "board-2": "take", "info-1": "take", "info-2": "wait", "master": "wait",
    }  # fmt: skip
    plan, _ = asks(plan, "info-1", soon + 5, runs="1.2.0")
    assert asks(plan, "info-2", soon + 6)[1] == "wait", "the PC's own has yet to be well"
    plan, verdict = asks(plan, "info-2", 2 * soon + 5)
    assert verdict == "take"


@given(st.lists(st.tuples(st.sampled_from(sorted(ROLES)), st.integers(0, 40), st.booleans()), max_size=60))
def test_whatever_happens_no_kind_is_updated_at_once(story: list[tuple[str, int, bool]]):
    plan: Plan | None = Plan(bundle=OF_PI, others=(OF_PC,), first="board-1")
    runs, at = dict.fromkeys(ROLES, "1.1.0"), AT
    well: dict[str, object] = {}
    under_way: dict[str, set[str]] = {PI: set(), PC: set()}
    for name, minutes, lasts in story:
        at += timedelta(minutes=minutes)
        kind = KINDS[name]
        if runs[name] == "1.2.0":
            well.setdefault(name, at)
        plan, verdict = asks(plan, name, (at - AT) / timedelta(minutes=1), runs=runs[name])
        if verdict == "take":
            seen = [since for each, since in well.items() if KINDS[each] == kind]
            assert name == "board-1" or not seen or at - min(seen) >= WELL  # type: ignore[type-var, operator]
            if not seen:
                under_way[kind].add(name)
                assert len(under_way[kind]) == 1, "one of a kind tries it"
            if ROLES[name] in LAST:
                assert plan
                assert not lacking(plan, ROLES, KINDS, spare=LAST)
            runs[name] = "1.2.0" if lasts else "1.1.0"


def test_a_stick_s_newest_version_counts_once_for_each_kind():
    found = [
        ("new-pi", Told("1.3", PI)),
        ("old-pi", Told("1.2", PI)),
        ("new-pc", Told("1.3", PC)),
        ("2", Told("1.3", PI)),
    ]
    assert of_one_version(found) == ([found[0], found[2]], ["old-pi", "2"])


def test_the_same_stick_twice_changes_nothing_and_a_new_version_begins_anew(hall: HallMachine, tmp_path: Path):
    Wall(hall, tmp_path / "1", "board-1", PI)
    updates = hall.desk.updates
    stick(hall, tmp_path, PI, PC)
    updates.begin("board-1", boxes(hall.desk.authority.members))
    before = updates.plan
    stick(hall, tmp_path, PI, PC)
    assert updates.plan == before
    stick(hall, tmp_path, PC, version="1.3.0")
    plan = updates.plan
    assert plan
    assert (plan.version, plan.first, [each.kind for each in plan.bundles]) == ("1.3.0", "", [PC])
    kept = sorted(each.name for each in (tmp_path / "hall" / "updates").glob("*.raucb"))
    assert kept == [f"update-{PC}.raucb"], "a card is small"


def test_a_machine_says_its_kind_as_its_root_says_it(tmp_path: Path):
    settings = Path("images/layers/30-updates/overlay/etc/rauc/system.conf").read_text("utf-8")
    (tmp_path / "system.conf").write_text(settings.replace("@architecture@", "arm64"), "utf-8")
    assert own_kind(tmp_path / "system.conf") == PI
    assert own_kind(tmp_path / "none") == ""


def test_the_standby_has_what_is_offered_and_goes_on_with_it(hall: HallMachine, tmp_path: Path):
    wall = Wall(hall, tmp_path / "1", "board-1", PI)
    hall.accept((box := hall.box(tmp_path / "s", hardware="second")).code, "standby-1", "standby")
    box.done()
    standby = Box(tmp_path / "s", tmp_path / "s" / "updates")
    roles, door = tmp_path / "s" / "roles", standby.door(hall.server.port)
    assert not carry(roles, standby.folder, door, ()), "nothing is offered"
    stick(hall, tmp_path, PI, PC)
    hall.desk.updates.begin("board-1", boxes(hall.desk.authority.members))
    wall.asks()
    assert not carry(roles, standby.folder, door, {"127.0.0.1"}), "its own desk"
    hall.desk.updates.hall = Hall(hall.steady, closed=False, waiting=3)
    assert not carry(roles, standby.folder, door, ()), "people wait"
    assert Updates(standby.folder).plan is None
    hall.desk.updates.hall = Hall(hall.steady, closed=True, waiting=0)
    assert carry(roles, standby.folder, door, ())
    assert not carry(roles, standby.folder, door, ()), "nothing is new"
    wall.asks()
    assert carry(roles, standby.folder, door, ()), "who has it"
    there = Updates(standby.folder)
    assert there.plan == hall.desk.updates.plan
    assert there.plan
    for each in there.plan.bundles:
        assert there.file(each).read_bytes() == hall.desk.updates.file(each).read_bytes()


def test_no_other_box_carries_it(hall: HallMachine, tmp_path: Path):
    wall = Wall(hall, tmp_path / "1", "board-1", PI)
    stick(hall, tmp_path, PI)
    door = wall.box.door(hall.server.port)
    assert door
    assert door.shelf().state == "not-yours"
    assert not carry(tmp_path / "1" / "roles", wall.box.folder, door, ())


def test_a_bundle_that_comes_damaged_to_the_standby_leaves_what_it_had(hall: HallMachine, tmp_path: Path):
    hall.accept((box := hall.box(tmp_path / "s", hardware="second")).code, "standby-1", "standby")
    box.done()
    standby, roles = Box(tmp_path / "s", tmp_path / "s" / "updates"), tmp_path / "s" / "roles"
    stick(hall, tmp_path, PI)
    assert carry(roles, standby.folder, standby.door(hall.server.port), ())
    stick(hall, tmp_path, PI, version="1.3.0")
    plan = hall.desk.updates.plan
    assert plan
    whole = hall.desk.updates.file(plan.bundle).read_bytes()
    hall.desk.updates.file(plan.bundle).write_bytes(whole[:-1] + b"!")
    assert not carry(roles, standby.folder, standby.door(hall.server.port), ())
    had = Updates(standby.folder).plan
    assert had
    assert had.version == "1.2.0"


def test_the_stick_s_script_offers_all_bundles_the_newest_first(tmp_path: Path):
    script = Path("systemd/libexec/take-stick").read_text("utf-8")
    pipe = script[script.index("find ") :]
    said = tmp_path / "said"
    (tmp_path / "cherha").write_text(f'#!/bin/sh\nfor each; do echo "$each"; done > {said}\n')
    (tmp_path / "cherha").chmod(0o755)
    for age, name in enumerate(("new one.raucb", "old.raucb", "notes.txt")):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    pipe = pipe.replace("/opt/cherha/bin/cherha", str(tmp_path / "cherha")).replace('"$stick"', f'"{tmp_path}"')
    subprocess.run(["sh", "-euc", pipe], check=True)
    assert said.read_text().splitlines() == ["update", "offer", f"{tmp_path}/new one.raucb", f"{tmp_path}/old.raucb"]
