"""When a day is over, nothing in the state folder leads to a person; and what is no longer needed is gone."""

from __future__ import annotations

import gzip
import hmac
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse
from broker.queuemaster.archive import Archive
from broker.queuemaster.archiving import archiving
from broker.queuemaster.forgetting import A_LITTLE
from broker.queuemaster.limits import same_person
from broker.queuemaster.secrets_of_days import SIZE
from broker.queuemaster.store import Store
from tests.broker.booking_halls import BOOKING_TOML
from tests.broker.desk import Desk
from tests.broker.halls import HALL_TOML

pytestmark = pytest.mark.fast

PHONE = "+38 (050) 123-45-67"
WRITINGS = (PHONE, "0501234567", "380501234567", same_person(PHONE))
PLAN = parse(
    BOOKING_TOML.replace(
        "[[line]]", "[retention]\nkeep_days = 1\nreplies_days = 1\narchive_words = true\n\n[[line]]", 1
    )
)
RETENTION = PLAN.retention


class Hall(Desk):
    def again(self, plan: object = None) -> None:
        super().again(PLAN)

    def next_day(self) -> None:
        """The day ends, and the queue-master has the time to do all that it does beside the queue."""
        self.now += timedelta(days=1)
        self.quiet()

    def quiet(self) -> None:
        self.wait()
        self.master.published = self.master.hall.seq
        day = self.master.hall.memory.day
        steps = archiving(self.journal.path, Archive.beside(self.journal.path), RETENTION, day, self.master.published)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                if end.value:
                    self.master.archive(end.value)
                break
        self.wait()
        self.master.checkpoint()
        for _ in range(5):
            self.master.keep_house()
        Store(self.folder).copy(self.journal)


def everything(folder: Path) -> dict[str, bytes]:
    """Every byte in a folder, packed files also unpacked."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            found[str(path.relative_to(folder))] = body + (gzip.decompress(body) if path.suffix == ".gz" else b"")
    return found


def secrets(folder: Path) -> list[bytes]:
    return [path.read_bytes()[:SIZE] for path in (folder / "secrets").glob("*")]


def leads_to(folder: Path, secret: bytes) -> list[str]:
    """The files in which the digest of the phone stands, as somebody would reckon it who has this secret."""
    digests = [
        hmac.new(secret, (prefix + phone).encode(), sha256).hexdigest()[:32].encode()
        for phone in WRITINGS
        for prefix in ("person ", "")
    ]
    return sorted(name for name, body in everything(folder).items() if any(digest in body for digest in digests))


def test_after_its_day_nothing_in_the_state_folder_can_be_linked_to_a_phone(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "state")
    for window in (1, 2, 3, 4):
        hall.ask(c.OpenWindow, window=window)
    slot = hall.now + timedelta(hours=2)
    booked = hall.ask(c.Book, service="registration", slot=slot, person=PHONE)
    assert booked.booking
    assert booked.booking.code
    code = booked.booking.code
    assert hall.ask(c.TakeTicket, service="ready", person=PHONE).status == "done"
    hall.now = slot
    assert hall.ask(c.CheckIn, booking=code).status == "done"
    hall.quiet()

    (secret,) = secrets(hall.folder)
    assert {"journal.db", "secrets/2026-11-23"} <= set(everything(hall.folder))
    assert leads_to(hall.folder, secret), "the phone's digest is kept through the day, or nobody could be limited"

    for _ in range(5):
        hall.next_day()
    hall.journal.close()
    kept = everything(hall.folder)
    assert "archive/2026-11-23.jsonl.gz" in kept
    assert sum(name.startswith("copies/") for name in kept) == 3
    for name, body in kept.items():
        for writing in (*WRITINGS, code, code.replace("-", ""), code.replace(" ", "")):
            assert writing.encode() not in body, name
        assert secret not in body, name
        assert secret.hex().encode() not in body.lower(), name
    for other in (*secrets(hall.folder), b"", bytes(SIZE)):
        assert leads_to(hall.folder, other) == []
    assert secrets(hall.folder) == []


def test_a_phone_that_booked_for_a_later_day_is_known_until_that_day_is_over(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "state")
    slot = hall.now + timedelta(days=2, hours=2)
    assert hall.ask(c.Book, service="registration", slot=slot, person=PHONE).status == "done"
    hall.next_day()
    hall.next_day()
    assert [path.name for path in (hall.folder / "secrets").iterdir()] == ["2026-11-25"]
    hall.next_day()
    assert secrets(hall.folder) == []
    assert hall.master.hall.memory.bookings == {}


def test_a_lost_secret_of_a_day_with_bookings_is_noticed_at_the_start_and_the_booking_is_still_good(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path / "state")
    hall.ask(c.OpenWindow, window=1)
    slot = hall.now + timedelta(hours=2)
    booking = hall.ask(c.Book, service="registration", slot=slot).booking
    assert booking
    assert booking.code
    hall.again()
    assert hall.master.days_without_secret == []
    (hall.folder / "secrets" / "2026-11-23").unlink()
    hall.again()
    assert hall.master.days_without_secret == ["2026-11-23"]
    hall.now = slot
    assert hall.ask(c.CheckIn, booking=booking.code).reason == "unknown-booking"
    assert hall.ask(c.CheckIn, booking=booking.id).status == "done"


# --- replies ---


def replies(hall: Desk) -> int:
    return int(hall.journal._db.execute("SELECT count(*) FROM reply").fetchone()[0])


def test_replies_are_kept_for_some_days_and_no_longer(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "state")
    first = c.TakeTicket(id="once", at=hall.now, service="ready")
    answer = hall.send(first)
    hall.next_day()
    assert hall.send(first) == answer
    hall.next_day()
    assert replies(hall) == 0
    assert hall.send(first).reason == "expired"


def test_replies_leave_a_few_at_a_time_so_that_no_command_waits_for_it(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "state")
    for _ in range(A_LITTLE + 5):
        hall.ask(c.TakeTicket, service="ready")
    assert replies(hall) == A_LITTLE + 5
    hall.now += timedelta(days=2)
    hall.wait()
    hall.master.keep_house()
    assert replies(hall) == 5
    hall.master.keep_house()
    assert replies(hall) == 0


def test_a_slip_that_was_printed_offline_is_taken_in_once_however_late_it_is_told_again(tmp_path: Path) -> None:
    hall = Desk(tmp_path / "state")
    hall.again(parse(HALL_TOML + "\n[retention]\nkeep_days = 3\nreplies_days = 1\n"))
    lease = hall.ask(c.LeaseNumbers, lines=("pickup",)).leases
    assert lease
    slip = c.TakeTicket(
        id="slip", at=hall.now, service="ready", number="М995", lease=lease[0].lease, issued_at=hall.now
    )
    answer = hall.send(slip)
    assert answer.status == "done"
    for _ in range(3):
        hall.now += timedelta(days=1)
        hall.wait()
        hall.master.keep_house()
    assert replies(hall) == 1
    assert hall.send(slip) == answer
    issued = [record for record in hall.journal.records() if b'"ticket-issued"' in record.body]
    assert len(issued) == 1


def test_what_was_deleted_is_not_left_lying_in_the_file(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "state")
    hall.ask(c.TakeTicket, service="ready", language="uk")
    hall.send(c.TakeTicket(id="a-word-to-be-forgotten", at=hall.now, service="no-such-service"))
    assert b"a-word-to-be-forgotten" in b"".join(everything(hall.folder).values())
    for _ in range(5):
        hall.next_day()
    hall.journal.close()
    assert b"a-word-to-be-forgotten" not in b"".join(everything(hall.folder).values())


def test_no_event_has_a_field_for_a_person_that_is_not_in_the_table_of_what_is_kept() -> None:
    """Who adds one thinks about how long it is kept, and says so in docs/retention.md and here."""
    known = {"person", "code_hash", "evidence", "operator", "staff", "why", "comments", "text"}
    suspicious = (
        *("person", "phone", "name", "mail", "hash", "evidence", "operator", "staff"),
        *("why", "note", "text", "comment"),
    )
    fields = {field for kind in e.Event.__subclasses__() for field in kind.__struct_fields__}
    assert {field for field in fields if any(word in field for word in suspicious)} <= known


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("keep_days = -1", "from 0 to 3660"),
        ("replies_days = 0", "from 1 to 3660"),
        ("secrets_days = 1000", "from 0 to 365"),
        ("archive_years = 1000", "from 0 to 100"),
        ("keep_days = 1", "replies cannot be kept longer than what they tell of"),
        ("keep_days = 5\nreplies_days = 7", "replies cannot be kept longer"),
        ('keep_days = "a month"', "a whole number"),
        ("keep_for = 3", 'unknown key "keep_for"'),
    ],
)
def test_a_retention_that_cannot_be_is_told_in_plain_words_at_its_line(said: str, words: str) -> None:
    text = HALL_TOML + f"\n[retention]\n{said}\n"
    with pytest.raises(ConfigError) as told:
        parse(text)
    (mistake,) = told.value.mistakes
    assert words in mistake
    line = int(mistake.split(":")[1])
    assert text.splitlines()[line - 1] in (*said.splitlines(), "[retention]")


@pytest.mark.parametrize(
    "said", ["keep_days = 0", "keep_days = 2", "archive_years = 0.5", "keep_days = 0\nreplies_days = 9"]
)
def test_a_retention_that_can_be_is_taken(said: str) -> None:
    parse(HALL_TOML + f"\n[retention]\n{said}\n")
