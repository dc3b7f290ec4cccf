"""Who was added, changed or taken off in the last seconds before the standby took over is not forgotten without a word."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker
from broker.bus.on_disk import keep
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts.events import StaffNoted
from broker.contracts.phrases import Phrases
from broker.contracts.standby import Files, ListFiles, Piece
from broker.contracts.status import About
from broker.queuemaster.journal import Journal
from broker.queuemaster.run import PHRASES
from broker.queuemaster.telling_staff import Staff
from broker.standby import run as standby
from broker.standby.heir import heir_of
from broker.standby.mirroring import Mirror
from broker.standby.room import Room
from broker.standby.second_disk import kept_files
from broker.standby.staff_changes import CODE, SEEN, lost, not_redone
from broker.standby.standing import STANDING, Standing
from tests.broker.until import until

pytestmark = pytest.mark.fast
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
NAMES = "office/staff.toml"


def deed(what: Any, whom: str, *roles: str, seq: int = 1) -> StaffNoted:
    return StaffNoted(seq=seq, at=AT, by="office", what=what, whom=whom, roles=roles)


def people(**roles: str) -> dict[str, Any]:
    return {name: {"id": name, "roles": [role]} for name, role in roles.items()}


@pytest.mark.parametrize(
    ("deeds", "listed", "found"),
    [
        ([deed("staff-added", "taras", "operator")], {}, ("taras",)),
        ([deed("staff-added", "taras", "operator")], people(taras="operator"), ()),
        ([deed("staff-removed", "taras")], people(taras="operator"), ("taras",)),
        ([deed("staff-removed", "taras")], {}, ()),
        ([deed("staff-roles", "taras", "manager")], people(taras="operator"), ("taras",)),
        ([deed("staff-pin", "taras")], people(taras="operator"), ("taras",)),  # a list does not say which PIN is newer
        ([deed("staff-pin", "taras"), deed("staff-removed", "taras")], {}, ()),
        ([deed("staff-let-in", "taras"), deed("signed-in", "taras")], {}, ()),
    ],
)
def test_whom_the_list_does_not_show(deeds: list[StaffNoted], listed: dict[str, Any], found: tuple[str, ...]) -> None:
    assert lost(deeds, listed) == found


def test_whoever_is_changed_once_more_is_told_of_no_more() -> None:
    before, now = people(olena="operator", taras="operator"), people(olena="manager", nina="operator")
    assert not_redone(("olena", "taras", "nina", "ivan"), before, now) == ("ivan",)


class Machine:
    """A standby's, with the journal of 3 staff deeds; its list was seen when there was one."""

    def __init__(self, root: Path) -> None:
        self.root, self.state = root, root / "standby"
        carried = self.state / "backup" / "office"
        for name in ("identity", "page"):
            (carried / name).mkdir(parents=True)
        (carried / "settings.toml").write_text('office_names = "192.168.7.11"\n', "utf-8")
        self.write(carried / "staff.toml", "olena")
        deeds = [
            deed("staff-removed", "olena", seq=1),
            deed("staff-added", "taras", "operator", seq=2),
            deed("staff-pin", "nina", seq=3),
        ]
        with_journal = Journal.create(self.state / "journal.db")
        with_journal.append([codec.encode(each) for each in deeds], [], 0)
        with_journal.close()

    def write(self, file: Path, *names: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        person = '[[person]]\nid = "{0}"\nname = "{0}"\nroles = ["operator"]\n'
        file.write_text("".join(person.format(name) for name in names), "utf-8")

    def takes_over(self) -> frozenset[str]:
        settings = Settings(
            state_dir=self.state, hall=self.root / "hall.toml", backs_up=str(self.root / "authority"), witness="w"
        )
        heir = heir_of(settings, MemoryBroker().client("standby-1", "test-hall"))
        assert heir
        return heir.missing & {CODE}

    def told(self) -> str:
        said: list[str] = []

        class Appliance:
            def problem(self, _code: str, message: dict[str, str], remedy: dict[str, str]) -> None:
                said.extend((message["uk"], remedy["en"]))

            degraded = staticmethod(lambda: None)

        Staff(Appliance(), Phrases.load(PHRASES), self.state).tell({CODE})  # type: ignore[arg-type]
        return said[0]


def test_whoever_took_over_says_whom_to_change_once_more_until_it_is_done(tmp_path: Path) -> None:
    here = Machine(tmp_path)
    keep(here.state / SEEN, 1)
    assert here.takes_over() == {CODE}
    assert "nina, taras." in here.told()
    here.write(tmp_path / "office" / "staff.toml", "olena", "taras")
    assert here.takes_over() == {CODE}, "also after another start, which opens no second pages"
    here.write(tmp_path / "office" / "staff.toml", "olena", "taras", "nina")
    assert not here.takes_over()


def test_what_was_seen_in_the_list_is_not_told(tmp_path: Path) -> None:
    here = Machine(tmp_path)
    keep(here.state / SEEN, 3)
    assert not here.takes_over()


def test_a_standby_of_an_older_version_accuses_nobody(tmp_path: Path) -> None:
    assert not Machine(tmp_path).takes_over()


class Asked:
    """Questions that a queue-master with these settings answers at once."""

    def __init__(self, settings: Settings) -> None:
        self._kept, self.pieces = kept_files(settings), 0

    def ask(self, kind: Any, _answer: Any, _seconds: float, **fields: Any) -> Files | Piece:
        if kind is ListFiles:
            return Files(number=1, files=tuple(each for each in self._kept.listed() if each.name > fields["after"]))
        self.pieces += 1
        data = self._kept.piece(**fields)
        return Piece(number=1, data=data or b"", gone=data is None)


def test_the_list_of_the_office_comes_alone_and_only_when_it_has_changed(tmp_path: Path) -> None:
    here = Machine(tmp_path / "a")
    office = here.root / "office" / "staff.toml"
    (here.root / "hall.toml").touch()
    asked = Asked(Settings(state_dir=here.state, hall=here.root / "hall.toml"))
    mirror = Mirror(tmp_path / "b", asked, lambda: False)  # type: ignore[arg-type]
    assert not mirror.fresh(NAMES), "there is none"
    here.write(office, "olena")
    assert mirror.fresh(NAMES)
    pieces = asked.pieces
    assert mirror.fresh(NAMES)
    assert asked.pieces == pieces
    here.write(office, "olena", "taras")
    assert mirror.fresh(NAMES)
    assert (tmp_path / "b" / "backup" / NAMES).read_bytes() == office.read_bytes()
    assert [path.name for path in (tmp_path / "b" / "backup").rglob("*.*")] == ["staff.toml"]


def test_it_is_looked_at_between_two_turns_and_it_is_written_down_how_far_it_has_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path / STANDING, Standing(41, "", AT))
    turns: list[str] = []

    class Counted:
        whole = False

        def turn(self) -> None:
            turns.append("all")
            self.whole = len(turns) > 1

        def fresh(self, name: str) -> bool:
            turns.append(name)
            keep(tmp_path / STANDING, Standing(42, "", AT))  # it came while the list was asked for
            return len(turns) == 3

    monkeypatch.setattr(standby, "STAFF_EVERY", 0.01)
    stopping = threading.Event()
    bus, about = MemoryBroker().client("standby-1"), About(role="standby", version="1")
    room = Room(Appliance(bus, id="standby-1", role="standby", version="1", about=about, zone=UTC))
    thread = threading.Thread(target=standby._mirror, args=(Counted(), tmp_path, stopping, room))
    thread.start()
    try:
        until(lambda: len(turns) > 3)
    finally:
        stopping.set()
        thread.join()
    assert turns[:4] == ["all", "all", NAMES, NAMES], "the rest comes first, once"
    assert (tmp_path / SEEN).read_text("utf-8") == "41"
