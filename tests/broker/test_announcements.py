"""What the voice is asked to say, and what became of it: a call is known to have been spoken."""

from __future__ import annotations

import msgspec
import pytest

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.queuemaster.discretion import Discretion
from broker.queuemaster.picture import snapshot
from tests.broker.day import Day

pytestmark = pytest.mark.fast


@pytest.fixture
def day() -> Day:
    day = Day()
    day.ask(c.OpenWindow, window=1)
    return day


def called(day: Day) -> int:
    """One more visitor is called to window 1; the place of the call in the journal."""
    day.take()
    day.ask(c.CallNext, window=1)
    return day.heard[-1].seq


def told(day: Day, *calls: int, outcome: str = "finished", why: str | None = None) -> None:
    day.ask(c.ReportAnnouncement, announcement="a1", what="call", outcome=outcome, calls=calls, why=why)


def spoken(day: Day) -> str | None:
    return snapshot(day.hall, day.now, "boot").calls[0].spoken


def test_nothing_is_known_of_a_call_until_the_announcer_tells(day: Day) -> None:
    seq = called(day)
    assert spoken(day) is None
    told(day, seq)
    assert spoken(day) == "finished"


def test_a_call_that_was_dropped_is_known_to_have_been(day: Day) -> None:
    told(day, called(day), outcome="dropped", why="stale")
    assert spoken(day) == "dropped"
    event = day.heard[-1]
    assert isinstance(event, e.AnnouncementEnded)
    assert (event.why, event.began) == ("stale", None)


def test_what_one_announcer_spoke_another_one_cannot_take_back(day: Day) -> None:
    seq = called(day)
    told(day, seq)
    told(day, seq, outcome="dropped", why="stale")
    assert spoken(day) == "finished"


def test_a_recall_is_to_be_spoken_anew(day: Day) -> None:
    told(day, called(day))
    day.ask(c.Recall, window=1)
    assert spoken(day) is None
    told(day, day.heard[-1].seq, outcome="failed", why="no-sound-device")
    assert spoken(day) == "failed"


def test_a_report_on_calls_that_are_forgotten_changes_no_other(day: Day) -> None:
    seq = called(day)
    told(day, seq - 1, seq + 70)
    assert spoken(day) is None


def test_the_staff_let_the_voice_say_something(day: Day) -> None:
    day.ask(c.Announce, text={"uk": "Знайдено ключі."}, zones=("hall-1",), times=2)
    made = day.heard[-1]
    assert isinstance(made, e.AnnouncementMade)
    assert (made.text, made.zones, made.times) == ({"uk": "Знайдено ключі."}, ("hall-1",), 2)
    assert made.announcement == made.command


@pytest.mark.parametrize("words", ["Телефонуйте 067 123-45-67", "Пишіть на a@b.ua", "Паспорт АВ 123456"])
def test_what_leads_to_a_person_is_not_announced(day: Day, words: str) -> None:
    with pytest.raises(Refused, match="personal-words"):
        day.ask(c.Announce, text={"uk": words})


def test_a_zone_that_is_not_there_is_told(day: Day) -> None:
    with pytest.raises(Refused, match="unknown-zone"):
        day.ask(c.Announce, text={"uk": "Увага."}, zones=("hall-9",))


def test_the_archive_keeps_that_something_was_said_and_not_what() -> None:
    made = e.AnnouncementMade(
        seq=1, at=Day().now, by="reception", announcement="a1", text={"uk": "Пані Ганно, вас чекають."}
    )
    kept = Discretion().kept(codec.encode(made), b"0", b"1")
    assert "announcement-made" in kept.decode()
    assert "Ганно" not in kept.decode()


def test_what_is_known_of_a_call_survives_a_restart(day: Day) -> None:
    told(day, called(day))
    kept = msgspec.json.decode(msgspec.json.encode(day.hall.memory), type=type(day.hall.memory))
    assert kept.calls[0].spoken == "finished"
