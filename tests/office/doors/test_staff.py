"""The staff list: written by a command, checked as a whole, and good for nothing to whoever steals it."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from broker.bus.asking import Asker
from broker.bus.memory import MemoryBroker
from broker.bus.outbox import Outbox
from broker.bus.settings import Settings
from broker.contracts.commands import NoteStaff
from broker.contracts.errors import ConfigError
from office.doors import staff_command
from office.doors.amending import Change, amend
from office.doors.audit import JournalAudit, PaperAudit
from office.doors.codes import pin_fits
from office.doors.doorkeeper import Doorkeeper
from office.doors.listening import listening
from office.doors.person import Person, Staff, with_person
from office.doors.staff_list import FILE, as_toml, read_staff, write_staff

pytestmark = pytest.mark.fast

DEMO = Path(__file__).parents[3] / "provisioning" / "demo"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHERHA_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("LANG", "C")
    monkeypatch.delenv("LC_ALL", raising=False)
    return tmp_path


def typed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words + "\n"))


def test_somebody_is_added_with_a_pin_that_the_file_does_not_know(folder: Path, monkeypatch: pytest.MonkeyPatch):
    typed(monkeypatch, "24680")
    assert staff_command.main(["add", "olena", "--role", "operator", "--role", "reception", "--name", "Олена К."]) == 0
    (olena,) = read_staff(folder).person
    assert (olena.id, olena.name, olena.roles) == ("olena", "Олена К.", ("operator", "reception"))
    assert "24680" not in (folder / FILE).read_text()
    assert (folder / FILE).stat().st_mode & 0o077 == 0
    assert pin_fits(olena.pin, "24680")
    assert not pin_fits(olena.pin, "24681")


@pytest.mark.parametrize("act", ["add", "pin"])
def test_a_pin_that_anybody_tries_first_is_not_taken(act: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    typed(monkeypatch, "24680")
    assert staff_command.main(["add", "olena", "--role", "operator"]) == 0
    before = (folder / FILE).read_text()
    typed(monkeypatch, "123456")
    with pytest.raises(ConfigError, match="guessed first"):
        staff_command.main(["pin", "olena"] if act == "pin" else ["add", "petro", "--role", "operator"])
    assert (folder / FILE).read_text() == before


def test_pins_cards_and_people_come_and_go(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert staff_command.main(["add", "olena", "--role", "operator", "--draw"]) == 0
    drawn = capsys.readouterr().out.split("PIN: ")[1].split()[0]
    assert pin_fits(read_staff(folder).person[0].pin, drawn)
    assert staff_command.main(["add", "olena", "--role", "operator", "--draw"]) == staff_command.NOBODY
    typed(monkeypatch, "0012345678")
    assert staff_command.main(["card", "olena"]) == 0
    assert read_staff(folder).person[0].card
    assert staff_command.main(["add", "petro", "--role", "operator", "--draw"]) == 0
    typed(monkeypatch, "0012345678")
    with pytest.raises(ConfigError, match="card of olena"):
        staff_command.main(["card", "petro"])
    typed(monkeypatch, "1357")
    assert staff_command.main(["pin", "olena"]) == 0
    assert pin_fits(read_staff(folder).person[0].pin, "1357")
    assert staff_command.main(["remove", "olen"]) == staff_command.NOBODY
    assert 'did you mean "olena"?' in capsys.readouterr().err
    assert staff_command.main(["remove", "olena"]) == 0
    assert [person.id for person in read_staff(folder).person] == ["petro"]
    assert staff_command.main(["list"]) == 0
    assert "petro" in capsys.readouterr().out


def another(identity: str) -> Change:
    return lambda staff: with_person(staff, Person(id=identity, name=identity, roles=("operator",)))


def test_who_is_added_while_somebody_else_changes_the_list_is_not_lost(folder: Path):
    """By the command line, while the office is between reading and writing."""
    write_staff(folder, another("olena")(Staff()))
    added = threading.Event()

    def command() -> None:
        staff_command.main(["add", "petro", "--role", "operator", "--draw"])
        added.set()

    terminal = threading.Thread(target=command)

    def slowly(staff: Staff) -> Staff:
        terminal.start()
        added.wait(0.3)  # it must not get through; where it does, this change was of a list that is no more
        return another("maria")(staff)

    amend(folder, slowly)
    terminal.join()
    assert {person.id for person in read_staff(folder).person} == {"olena", "petro", "maria"}


def test_many_who_change_the_list_at_once_all_find_their_change_in_it(folder: Path):
    crowd = [threading.Thread(target=amend, args=(folder, another(f"o-{n}"))) for n in range(12)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert len(read_staff(folder).person) == 12


def test_a_change_that_would_make_a_wrong_list_leaves_the_right_one(folder: Path):
    amend(folder, another("olena"))
    with pytest.raises(ConfigError, match="must be 1 to 40"):
        amend(folder, another("Олена"))
    assert [person.id for person in read_staff(folder).person] == ["olena"]


@pytest.mark.parametrize("pin", ["123", "12345678901234", "12a4", "", "１２３４"])
def test_a_pin_has_four_to_twelve_digits(folder: Path, monkeypatch: pytest.MonkeyPatch, pin: str):
    typed(monkeypatch, pin)
    with pytest.raises(ConfigError, match="4 to 12"):
        staff_command.main(["add", "olena", "--role", "operator"])
    assert not (folder / FILE).exists()


def test_a_role_that_is_none_is_asked_after(folder: Path):
    with pytest.raises(ConfigError, match="did you mean") as wrong:
        staff_command.main(["add", "olena", "--role", "operatr", "--role", "boss", "--draw"])
    assert len(wrong.value.mistakes) == 2


def test_every_mistake_of_a_staff_list_is_told_at_once_with_its_line(tmp_path: Path):
    (tmp_path / FILE).write_text(
        """[sign_in]
nams = true

[[person]]
id = "olena"
name = "Олена"
roles = ["operatr"]
pin = "1234"

[[person]]
id = "olena"
name = "Друга Олена"
roles = []
card = "0012345678"
"""
    )
    with pytest.raises(ConfigError) as wrong:
        read_staff(tmp_path)
    told = "\n".join(wrong.value.mistakes)
    for line, words in (
        (2, 'did you mean "names"?'),
        (7, 'there is no role "operatr"; did you mean "operator"?'),
        (8, "a PIN is never written down"),
        (11, "already"),
        (13, "nobody works without a role"),
        (14, "a card is never written down"),
    ):
        assert any(
            mistake.startswith(f"{tmp_path / FILE}:{line}:") and words in mistake for mistake in wrong.value.mistakes
        ), told


def test_a_name_of_any_signs_comes_back_as_it_was(tmp_path: Path):
    name = "О'Коннор \"Ім'я\" \\ ґ"
    staff = Staff(person=(Person(id="o", name=name, roles=("manager",)),))
    write_staff(tmp_path, staff)
    assert read_staff(tmp_path) == staff
    assert as_toml(read_staff(tmp_path)) == as_toml(staff)


def test_the_demos_staff_can_do_everything_together_and_their_told_pins_are_theirs():
    staff = read_staff(DEMO)
    assert {role for person in staff.person for role in person.roles} == {
        "operator",
        "reception",
        "manager",
        "technician",
    }
    assert staff.for_show
    assert all(pin_fits(person.pin, person.told_pin) for person in staff.person)


SOMEBODY = Staff(person=(Person(id="o", name="О", roles=("manager",), pin="$argon2id$"),))
SHOWN = msgspec.structs.replace(SOMEBODY, person=(msgspec.structs.replace(SOMEBODY.person[0], told_pin="1"),))


@pytest.mark.parametrize(
    ("staff", "settings", "words"),
    [
        (Staff(), {"office_host": "192.168.1.10"}, "cherha staff add"),
        (SHOWN, {"office_host": "192.168.1.10"}, "told_pin"),
        (SOMEBODY, {"office_host": "0.0.0.0"}, "CHERHA_OFFICE_NAMES"),
        (SOMEBODY, {"office_certificate": "c.pem"}, "CHERHA_OFFICE_KEY"),
    ],
)
def test_the_office_leaves_its_machine_only_when_people_sign_in(staff: Staff, settings: dict[str, str], words: str):
    with pytest.raises(ConfigError, match=words):
        listening(Settings(**settings), staff)


def test_beyond_loopback_it_answers_to_the_names_that_it_was_told():
    where = listening(Settings(office_host="192.168.1.10", office_names="Pult.cnap.ua 10.0.0.1"), SOMEBODY)
    assert {"192.168.1.10", "pult.cnap.ua", "10.0.0.1", "127.0.0.1"} <= where.names
    assert not where.secure
    secure = Settings(office_host="0.0.0.0", office_names="pult.cnap.ua", office_certificate="c", office_key="k")
    assert listening(secure, SOMEBODY).address(443) == "https://pult.cnap.ua:443"
    assert listening(Settings(office_host="::1"), Staff()).host == "::1", "another loopback is loopback"


def told_of(keeper: Doorkeeper) -> list[tuple[str, str, tuple[str, ...]]]:
    assert isinstance(keeper.audit, PaperAudit)
    return list(keeper.audit.people)


def test_what_the_command_did_is_told_to_the_journal_once_all_of_it_in_order(folder: Path):
    """Nobody was there to be told while it ran."""
    for words in ("add olena --role operator --role manager --draw", "pin olena --draw", "remove olena"):
        assert staff_command.main(words.split()) == 0
    keeper = Doorkeeper(folder, lock_after=0)
    assert keeper.hear_commands()
    assert told_of(keeper) == [
        ("staff-added", "olena", ("operator", "manager")),
        ("staff-pin", "olena", ()),
        ("staff-removed", "olena", ()),
    ]
    assert not keeper.hear_commands()
    assert len(told_of(keeper)) == 3


def test_a_command_that_died_before_it_changed_anything_tells_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch):
    assert staff_command.main(["add", "olena", "--role", "operator", "--draw"]) == 0
    with monkeypatch.context() as power:
        power.setattr("office.doors.amending.write_staff", cut)
        with pytest.raises(OSError, match="cut"):
            staff_command.main(["remove", "olena"])
    assert staff_command.main(["add", "petro", "--role", "operator", "--draw"]) == 0
    with monkeypatch.context() as power:
        power.setattr("office.doors.amending.write_staff", cut)
        with pytest.raises(OSError, match="cut"):
            staff_command.main(["remove", "petro"])
    keeper = Doorkeeper(folder, lock_after=0)
    keeper.hear_commands()
    assert [(what, whom) for what, whom, _ in told_of(keeper)] == [("staff-added", "olena"), ("staff-added", "petro")]


def cut(*_: object) -> None:
    raise OSError("the power was cut")


def test_what_cannot_be_kept_for_the_journal_is_not_lost(folder: Path):
    assert staff_command.main(["add", "olena", "--role", "operator", "--draw"]) == 0

    class Full(PaperAudit):
        def pass_on(self, note: NoteStaff) -> bool:
            return False

    Doorkeeper(folder, lock_after=0, audit=Full()).hear_commands()
    keeper = Doorkeeper(folder, lock_after=0)
    keeper.hear_commands()
    assert [(what, whom) for what, whom, _ in told_of(keeper)] == [("staff-added", "olena")]


def test_a_deed_of_last_week_is_still_taken_by_the_queue_master(folder: Path):
    """And the same deed, told twice because the office died in between, has the same id."""
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    broker = MemoryBroker()
    outbox = Outbox(folder / "audit.sqlite", Asker(broker.client("office-1", "h")))
    audit = JournalAudit(outbox, lambda: now)
    deed = NoteStaff(id="deed-1", at=now - timedelta(days=7), what="staff-pin", whom="olena")
    assert audit.pass_on(deed)
    assert audit.pass_on(deed)
    (kept,) = outbox.pending()
    assert (kept.id, kept.at) == ("deed-1", deed.at)
    assert kept.expires
    assert kept.expires > now
    outbox.close()


def test_whoever_got_another_pin_by_the_command_is_out(folder: Path):
    for name in ("olena", "petro"):
        assert staff_command.main(["add", name, "--role", "operator", "--draw"]) == 0
    keeper = Doorkeeper(folder, lock_after=0)
    keeper.hear_commands()
    tokens = {person.id: keeper.let_in(person, None)[0] for person in keeper.staff.person}
    assert staff_command.main(["pin", "olena", "--draw"]) == 0
    keeper.hear_commands()
    assert keeper.who(tokens["olena"]) is None
    assert keeper.who(tokens["petro"])
