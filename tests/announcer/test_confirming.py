"""A call is known to have been spoken, or why it was not; what goes before all goes before all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from announcer import item
from announcer.outlet import Outlet
from announcer.sound.players import WavPlayer
from broker.contracts import codec
from broker.contracts.commands import ReportAnnouncement
from broker.contracts.events import AnnouncementMade, HallResumed, HallSuspended, ServiceStarted
from broker.contracts.hall_file import HallFile, HallPart
from broker.contracts.hall_voice import AnnouncerPart
from broker.contracts.phrases import FIRST
from broker.contracts.replies import Reply
from broker.contracts.status import Speaking
from tests.announcer.test_announcing import BOTH, NOON, TOPICS, Gated, Hall, called, recalled

pytestmark = pytest.mark.fast

PART = HallPart(id="test-hall", name={FIRST: "Зала"})


class Records:
    """What the announcer tells: `words` to whoever acts at once, `reports` to the queue-master."""

    def __init__(self, hall: Hall) -> None:
        self.words: list[Speaking] = []
        self.reports: dict[str, ReportAnnouncement] = {}
        hall.other.subscribe(TOPICS.speaking("+"), lambda m: self.words.append(codec.read(Speaking, m.body)))
        hall.other.subscribe(TOPICS.command("announcer-1"), lambda m: self._hear(codec.command(m.body)))

    def _hear(self, command: object) -> None:
        assert isinstance(command, ReportAnnouncement)
        self.reports[command.id] = command

    @property
    def told(self) -> list[tuple[str, str | None, tuple[int, ...]]]:
        return [(report.outcome, report.why, report.calls) for report in self.reports.values()]


@pytest.fixture
def open_hall(tmp_path: Path) -> Iterator[Callable[..., tuple[Hall, Records]]]:
    made: list[Hall] = []

    def opened(**fields: object) -> tuple[Hall, Records]:
        hall = Hall(tmp_path, **fields)  # type: ignore[arg-type]
        made.append(hall)
        return hall, Records(hall)

    yield opened
    for hall in made:
        hall.gate.set()
        hall.announcer.stop()
        hall.bus.stop()


Opened = Callable[..., tuple[Hall, Records]]


def beats(hall: Hall, why: str | None, *, seconds: float = 1.0, retain: bool = False) -> None:
    """A snapshot, as far as the announcer reads it."""
    state = "suspended" if why else "open"
    at = (NOON + timedelta(seconds=seconds)).isoformat()
    body = {"at": at, "hall": state, "why": why}
    hall.other.publish(TOPICS.state, codec.encode(body), retain=retain)
    hall.broker.deliver()


def suspended(seq: int = 3, why: str = "air-raid", at: float = 0.0) -> HallSuspended:
    return HallSuspended(seq=seq, at=NOON + timedelta(seconds=at), by="reception", why=why)


def test_each_announcement_says_when_it_begins_and_what_became_of_it(open_hall: Opened) -> None:
    hall, records = open_hall()
    hall.happens(called(7, "А001", 1))
    hall.eventually(lambda: len(records.reports) == 1)
    assert records.told == [("finished", None, (7,))]
    started, finished = records.words
    assert (started.state, finished.state) == ("started", "finished")
    assert (started.id, started.calls[0].number, started.calls[0].window) == (finished.id, "А001", 1)
    (report,) = records.reports.values()
    assert report.began == started.at


def test_calls_that_were_said_together_are_reported_together(open_hall: Opened) -> None:
    hall, records = open_hall()
    hall.gate.clear()
    hall.happens(called(1, "А001", 1, languages=BOTH))
    hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)
    hall.happens(called(2, "А002", 2, languages=BOTH), called(3, "А003", 3, languages=BOTH))
    hall.gate.set()
    hall.eventually(lambda: len(records.reports) == 5)
    assert records.told == [("finished", None, seqs) for seqs in ((1,), (2, 3), (1,), (2,), (3,))]  # then in English
    said = [phrase.text for phrase in hall.voice.said]
    at = said.index("Талони: а, два, вікно два.")
    assert said[at + 1] == "а, три, вікно три."


def test_a_call_that_is_dropped_is_reported_with_its_reason(open_hall: Opened) -> None:
    hall, records = open_hall()
    hall.gate.clear()
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)
    came = ServiceStarted(seq=4, at=NOON, by="window-2", ticket="ticket-А002", number="А002", window=2)
    hall.happens(called(2, "А002", 2), recalled(3, "А003", 3), came, called(5, "А005", 5, at=-11))
    hall.now = 21.0
    hall.gate.set()
    hall.eventually(lambda: len(records.reports) == 4)
    assert records.told == [
        ("dropped", "serving", (2,)),
        ("dropped", "stale", (5,)),
        ("finished", None, (1,)),
        ("dropped", "stale", (3,)),
    ]


def test_the_same_event_again_is_not_reported_again(open_hall: Opened) -> None:
    hall, records = open_hall()
    hall.happens(called(1, "А001", 1), called(1, "А001", 1))
    hall.eventually(lambda: len(records.reports) == 1)
    hall.happens(called(1, "А001", 1), called(2, "А002", 2))
    hall.eventually(lambda: len(records.reports) == 2)
    assert [calls for _, _, calls in records.told] == [(1,), (2,)]


def test_an_emergency_breaks_off_the_call_and_is_said_again_until_it_is_over(open_hall: Opened) -> None:
    hall, records = open_hall()
    hall.gate.clear()
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)
    hall.happens(suspended())
    hall.gate.set()
    hall.eventually(lambda: len(records.reports) == 2)
    assert records.told == [("dropped", "emergency", (1,)), ("finished", None, ())]
    for count in (2, 3):
        hall.now += 31
        hall.announcer.speaker.alarm("air-raid", NOON.timestamp() + hall.now)  # the heartbeat wakes it, too
        hall.eventually(lambda: hall.announced() == ["air-raid"] * count)  # noqa: B023
    # Said to its end: a repetition that the all-clear breaks off would be news.
    hall.eventually(lambda: [(word.what, word.state) for word in records.words].count(("emergency", "finished")) == 3)
    hall.happens(HallResumed(seq=9, at=NOON + timedelta(seconds=hall.now + 1), by="reception"))
    hall.eventually(lambda: hall.announced()[-1:] == ["hall-resumed"])
    hall.now += 31
    beats(hall, None, seconds=hall.now)
    hall.happens(called(10, "А010", 1, at=hall.now))
    hall.eventually(lambda: hall.announced()[-1:] == ["А010 1"])
    assert hall.announced().count("air-raid") == 3
    assert [r.what for r in records.reports.values()].count("emergency") == 1  # repetitions are no news


def test_an_announcer_that_was_away_when_the_alarm_began_says_it(open_hall: Opened) -> None:
    hall, records = open_hall()
    beats(hall, "air-raid")
    hall.eventually(lambda: hall.announced() == ["air-raid"])
    assert records.words[0].what == "emergency"


def test_a_snapshot_that_the_broker_kept_raises_no_alarm(open_hall: Opened) -> None:
    hall, _ = open_hall()
    hall.bus.stop()
    beats(hall, "air-raid", retain=True)
    hall.bus.start()
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: hall.announced() == ["А001 1"])


def test_an_alarm_whose_end_was_not_heard_ends_with_the_next_snapshot(open_hall: Opened) -> None:
    hall, _ = open_hall()
    hall.happens(suspended())
    hall.eventually(lambda: hall.announced() == ["air-raid"])
    beats(hall, None, seconds=5)
    hall.now = 60.0
    hall.happens(called(8, "А008", 1, at=60))
    hall.eventually(lambda: hall.announced() == ["air-raid", "А008 1"])


def test_what_stops_the_hall_without_danger_is_told_once(open_hall: Opened) -> None:
    hall, records = open_hall()
    hall.happens(suspended(why="registers-down"))
    hall.eventually(lambda: hall.announced() == ["hall-suspended"])
    hall.now = 60.0
    beats(hall, "registers-down", seconds=60)
    hall.happens(called(8, "А008", 1, at=60))
    hall.eventually(lambda: len(records.reports) == 2)
    assert hall.announced() == ["hall-suspended", "А008 1"]


def made(zones: tuple[str, ...] = (), times: int = 1) -> AnnouncementMade:
    text = {"uk": "Знайдено ключі.", "en": "Keys were found."}
    return AnnouncementMade(seq=2, at=NOON, by="reception", announcement="found-1", text=text, zones=zones, times=times)


def test_the_staffs_own_words_are_said_once_and_reported_by_their_id(open_hall: Opened) -> None:
    hall, records = open_hall()
    hall.happens(made(times=2), made(times=2))
    hall.eventually(lambda: len(records.reports) == 1)
    assert [phrase.text for phrase in hall.voice.said[-2:]] == ["Знайдено ключі.", "Keys were found."]  # made once
    (report,) = records.reports.values()
    assert (report.announcement, report.what, report.outcome) == ("found-1", "manual", "finished")


def test_in_quiet_hours_a_call_is_dropped_and_an_emergency_is_not(open_hall: Opened, tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "out", lambda: NOON, paced=False)
    hall, records = open_hall(outlets=(Outlet(player, volume=lambda: 0),))
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: records.told == [("dropped", "quiet-hours", (1,))])
    assert records.words == []
    hall.happens(suspended())
    hall.eventually(lambda: hall.announced() == ["air-raid"])


def test_two_zones_are_heard_at_their_own_outputs(open_hall: Opened, tmp_path: Path) -> None:
    count = iter(range(100))

    def outlet(zone: str) -> Outlet:
        return Outlet(
            WavPlayer(tmp_path / zone, lambda: NOON + timedelta(milliseconds=next(count)), paced=False), zone, (zone,)
        )

    hall, records = open_hall(outlets=(outlet("hall-1"), outlet("hall-2")))
    hall.happens(called(1, "А001", 1), made(zones=("hall-2",)), suspended())
    hall.eventually(lambda: len(records.reports) >= 4)

    def heard(zone: str) -> set[str]:
        return {file.stem.split(" ", 1)[1] for file in (tmp_path / zone).glob("*.wav")}

    assert "manual" not in heard("hall-1")
    assert "А001 1" not in heard("hall-2")
    assert "air-raid" in heard("hall-1") & heard("hall-2")


def test_a_hall_may_want_every_call_in_all_its_languages(open_hall: Opened) -> None:
    plan = HallFile(hall=PART, announcer=AnnouncerPart(languages="hall"))
    hall, records = open_hall(plan=plan)
    hall.happens(called(1, "А001", 1, languages=("uk",)))
    hall.eventually(lambda: len(records.reports) == 1)
    assert [phrase.language for phrase in hall.voice.said[-2:]] == ["uk", "en"]


def test_a_report_that_nobody_took_is_made_again_by_the_next_life(open_hall: Opened, tmp_path: Path) -> None:
    hall, before = open_hall(outbox=tmp_path / "outbox.db")
    hall.happens(called(7, "А001", 1))
    hall.eventually(lambda: len(before.reports) == 1)
    hall.announcer.stop()
    hall, after = open_hall(outbox=tmp_path / "outbox.db")
    hall.eventually(lambda: after.reports.keys() == before.reports.keys())
    (report,) = after.reports.values()
    taken = Reply(id=report.id, status="done", seq=9)
    hall.other.publish(TOPICS.reply("announcer-1"), codec.encode(taken))
    hall.broker.deliver()
    hall.announcer.stop()
    hall, last = open_hall(outbox=tmp_path / "outbox.db")
    hall.happens(called(8, "А002", 1))
    hall.eventually(lambda: len(last.reports) == 1)
    assert last.told == [("finished", None, (8,))]


def test_a_broken_outbox_does_not_silence_the_voice(open_hall: Opened, tmp_path: Path) -> None:
    (tmp_path / "outbox.db").write_bytes(b"no database at all" * 100)
    hall, records = open_hall(outbox=tmp_path / "outbox.db")
    hall.happens(called(7, "А001", 1))
    hall.eventually(lambda: len(records.reports) == 1)
    assert hall.announced() == ["А001 1"]


def test_a_missing_gong_is_a_failed_announcement_and_its_words_are_heard(
    open_hall: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, records = open_hall()
    monkeypatch.setattr(item, "GONG", tmp_path / "no-gong.wav")
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: len(records.reports) == 1)
    assert records.told == [("failed", "sound-missing", (1,))]
    assert hall.announced() == ["А001 1"]
    assert isinstance(hall.player, Gated)
