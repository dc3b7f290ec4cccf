"""What the standby's pages changed in the staff list comes home, and what was changed at home stays."""

from pathlib import Path

import pytest

from broker.contracts.given_back import BEFORE, FOLDER, NOW
from broker.standby.giving_back import LISTED, given_back, lay_before_office
from broker.standby.kept_files import KeptFiles
from broker.standby.mirroring import BESIDE
from office.doors.doorkeeper import Doorkeeper
from office.doors.given_back import take_back
from office.doors.merging import merged
from office.doors.person import Person, Staff, without
from office.doors.staff_list import as_toml, read_staff, write_staff

pytestmark = pytest.mark.fast


def person(name: str, pin: str = "") -> Person:
    return Person(id=name, name=name.title(), roles=("operator",), pin=pin)


def staff(*people: Person) -> Staff:
    return Staff(person=people)


OLENA, TARAS, NINA = person("olena"), person("taras"), person("nina")
HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA"


def test_who_came_who_went_and_who_has_another_pin():
    before = staff(OLENA, TARAS)
    now = staff(person("olena", HASH), NINA)
    assert merged(before, now, before).person == (person("olena", HASH), NINA)


def test_what_was_done_at_home_in_the_last_seconds_stays():
    before = staff(OLENA, TARAS)
    assert merged(before, staff(OLENA, TARAS, NINA), staff(OLENA, TARAS, person("ivan"))).person == (
        OLENA, TARAS, person("ivan"), NINA,
    )  # fmt: skip
    assert merged(before, before, staff(person("olena", HASH))).person == (person("olena", HASH),)


def test_who_was_taken_off_either_list_stays_off():
    before = staff(OLENA, TARAS)
    assert merged(before, staff(OLENA), staff(OLENA, person("taras", HASH))).person == (OLENA,)
    assert merged(before, staff(OLENA, person("taras", HASH)), staff(OLENA)).person == (OLENA,)


def test_twice_the_same_is_once():
    before, now = staff(OLENA, TARAS), staff(OLENA, NINA)
    once = merged(before, now, staff(OLENA, TARAS, person("ivan")))
    assert merged(before, now, once) == once


class Machine:
    """One that holds a copy of the queue, with an office at home or for as long as it decides."""

    def __init__(self, root: Path, role: str, *, second: bool) -> None:
        self.root, self.state, self.office = root, root / role, root / "office"
        self.state.mkdir(parents=True)
        (root / "roles").mkdir()
        (root / "roles" / "office.toml").write_text(
            "# Of the box that was the standby, for as long as it decides.\n" if second else "# at home\n"
        )

    def has(self, now: Staff) -> None:
        self.office.mkdir(exist_ok=True)
        write_staff(self.office, now)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Machine, Machine]:
    home, away = (
        Machine(tmp_path / "home", "queue-master", second=False),
        Machine(tmp_path / "away", "standby", second=True),
    )
    carried = away.state / BESIDE / "office"
    carried.mkdir(parents=True)
    (carried / "staff.toml").write_text(as_toml(staff(OLENA, TARAS)), "utf-8")
    home.has(staff(OLENA, TARAS, person("ivan")))
    away.has(staff(OLENA, NINA))
    return home, away


def mirrored(away: Machine, home: Machine) -> None:
    """What the follower has after a turn."""
    listed = KeptFiles(away.state, away.state / "hall.toml", {}, (), lambda: given_back(away.state))
    for each in listed.listed():
        if each.name.startswith(LISTED):
            place = home.state / BESIDE / each.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(listed.piece(each.name, each.sha256, 0) or b"")
    lay_before_office(home.state)
    take_back(home.office)


def test_the_list_comes_home_with_the_backup(pair: tuple[Machine, Machine]):
    home, away = pair
    mirrored(away, home)
    assert [each.id for each in read_staff(home.office).person] == ["olena", "ivan", "nina"]
    assert not (home.office / FOLDER).exists()


def test_it_comes_once_and_is_not_brought_again_over_what_was_done_since(pair: tuple[Machine, Machine]):
    home, away = pair
    mirrored(away, home)
    write_staff(home.office, without(read_staff(home.office), "nina"))
    mirrored(away, home)
    assert read_staff(home.office).of("nina") is None
    away.has(staff(OLENA, NINA, person("petro")))
    mirrored(away, home)
    assert [each.id for each in read_staff(home.office).person] == ["olena", "ivan", "petro"], "off either list, off"


def test_an_office_at_home_gives_nothing_and_a_second_one_takes_nothing(pair: tuple[Machine, Machine]):
    home, away = pair
    assert not given_back(home.state)
    came = away.state / BESIDE / LISTED
    came.mkdir()
    for name, one in ((BEFORE, staff(OLENA)), (NOW, staff(NINA))):
        (came / name).write_text(as_toml(one), "utf-8")
    lay_before_office(away.state)
    assert not (away.office / FOLDER).exists()


def test_what_cannot_be_read_changes_nothing(pair: tuple[Machine, Machine]):
    home, away = pair
    (away.office / "staff.toml").write_text("[[person]]\nid = 7\n", "utf-8")
    before = read_staff(home.office)
    mirrored(away, home)
    assert read_staff(home.office) == before


def test_a_running_office_has_it_at_the_next_sign_in(pair: tuple[Machine, Machine]):
    home, _ = pair
    keeper = Doorkeeper(home.office, lock_after=60)
    for name, one in ((BEFORE, staff(OLENA)), (NOW, staff(OLENA, NINA))):
        (home.office / FOLDER).mkdir(exist_ok=True)
        (home.office / FOLDER / name).write_text(as_toml(one), "utf-8")
    assert keeper.staff.of("nina") == NINA
