"""The announcer on the bus: what reaches the hall's ears, and what it says of itself."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from announcer.announcing import Announcer, Making
from announcer.outlet import Outlet
from announcer.rendering import Rendering
from announcer.sound.gong import GONG, SHORT_GONG
from announcer.sound.pcm import read
from announcer.sound.players import Player, WavPlayer
from announcer.voices.hum import Hum
from announcer.voices.seam import ChimeOnly, Voice
from broker.bus.memory import Faults, MemoryBroker
from broker.contracts import codec
from broker.contracts.events import (
    Decision,
    Event,
    HallResumed,
    HallSuspended,
    ServiceStarted,
    TicketCalled,
    TicketRecalled,
)
from broker.contracts.hall_file import HallFile, HallPart
from broker.contracts.phrases import FIRST
from broker.contracts.status import About, Did, Do, Problem, Status
from broker.contracts.topics import Topics

pytestmark = pytest.mark.fast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HALL = HallFile(hall=HallPart(id="test-hall", name={FIRST: "Зала"}))
TOPICS = Topics("test-hall")
BOTH = ("uk", "en")


class Hall:
    """An announcer on a bus in memory, with a clock that the test turns and files in place of sound."""

    def __init__(
        self,
        folder: Path,
        *,
        voices: list[Voice] | None = None,
        wanted: str = "hum",
        faults: Faults | None = None,
        plan: HallFile = HALL,
        outlets: Sequence[Outlet] = (),
        outbox: Path | None = None,
    ) -> None:
        self.folder = folder
        self.now = 0.0
        self.broker = MemoryBroker(faults)
        self.bus = self.broker.client("announcer-1")
        self.other = self.broker.client("queue-master")
        self.voice = Hum()
        self.gate = threading.Event()
        self.gate.set()
        self.player: Player = Gated(WavPlayer(folder / "out", self.moment, paced=False), self.gate)
        rendering = Rendering(voices or [self.voice, ChimeOnly()], folder / "speech")
        self.announcer = Announcer(
            self.bus,
            plan,
            Making(rendering, self.player, wanted=wanted, version="1", outlets=outlets, outbox=outbox),
            steady=lambda: self.now,
            wall=lambda: NOON.timestamp() + self.now,
        )
        self.other.start()
        self.bus.start()
        self.announcer.start()
        self._files = 0

    def moment(self) -> datetime:
        """Every announcement one millisecond after the one before, so that names sort."""
        self._files += 1
        return NOON + timedelta(milliseconds=self._files)

    def happens(self, *events: Event) -> None:
        for event in events:
            self.other.publish(TOPICS.event, codec.encode(event))
        self.broker.deliver()

    def announced(self) -> list[str]:
        """Each announcement by its title: "А001 1", or "А001 1 А002 2" for two calls in one."""
        return [file.stem.split(" ", 1)[1] for file in sorted((self.folder / "out").glob("*.wav"))]

    def spoken(self) -> list[str]:
        """Each call, in the order in which they were spoken."""
        return [one for title in self.announced() for one in re.findall(r"[^ ]+ \d+(?= |$)", title) or [title]]

    def eventually(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not true():
            self.broker.deliver()
            assert time.monotonic() < end, (self.spoken(), list(self.broker.retained))
            threading.Event().wait(0.002)

    def status(self) -> str:
        return codec.read(Status, self.broker.retained[TOPICS.status("announcer-1")].body).state

    def problem(self, code: str) -> Problem | None:
        message = self.broker.retained.get(TOPICS.problem("announcer-1", code))
        return codec.read(Problem, message.body) if message else None


class Gated:
    """A player that waits at a gate before each announcement, so that calls pile up behind it."""

    def __init__(self, inner: Player, gate: threading.Event) -> None:
        self.inner, self.gate, self.close, self.cut = inner, gate, inner.close, inner.cut

    def play(self, parts: object, title: str, started: Callable[[], None]) -> None:
        self.gate.wait()
        self.inner.play(parts, title, started)  # type: ignore[arg-type]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.gate.set()
    made.announcer.stop()
    made.bus.stop()


def called(
    seq: int, number: str, window: int, *, at: float = 0.0, languages: tuple[str, ...] = ("uk",)
) -> TicketCalled:
    return TicketCalled(
        seq=seq,
        at=NOON + timedelta(seconds=at),
        by=f"window-{window}",
        ticket=f"ticket-{number}",
        number=number,
        window=window,
        zone="hall-1",
        line="residence",
        languages=languages,
        reason="oldest",
        decision=Decision(policy="accumulating", candidates=()),
    )


def recalled(seq: int, number: str, window: int) -> TicketRecalled:
    return TicketRecalled(
        seq=seq,
        at=NOON,
        by=f"window-{window}",
        ticket=f"ticket-{number}",
        number=number,
        window=window,
        zone="hall-1",
        line="residence",
        languages=("uk",),
        times=2,
    )


def test_a_call_is_a_gong_and_then_its_words_in_the_events_languages(hall: Hall) -> None:
    hall.happens(called(1, "Б107", 5, languages=("uk", "en")))
    hall.eventually(lambda: hall.spoken() == ["Б107 5"])
    assert [phrase.language for phrase in hall.voice.said[-2:]] == ["uk", "en"]
    assert hall.voice.said[-2].text == "Талон бе, як Богдан, сто сім. Пройдіть до вікна номер п'ять."
    (file,) = (hall.folder / "out").iterdir()
    gong, heard = read(GONG), read(file)
    assert heard.samples.startswith(gong.samples)
    assert heard.seconds > gong.seconds + 4


def test_calls_that_pile_up_are_spoken_recalls_first_then_in_the_order_of_the_journal(hall: Hall) -> None:
    hall.gate.clear()
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)  # it is in the mouth, at the gate
    hall.happens(called(4, "А004", 4), called(3, "А003", 3), recalled(9, "А002", 2), called(5, "А005", 5))
    hall.gate.set()
    hall.eventually(lambda: len(hall.announced()) == 3)
    assert hall.announced() == ["А001 1", "А002 2 А003 3 А004 4", "А005 5"]


def test_whoever_waits_is_named_before_the_english_of_the_one_before_and_needs_a_short_gong(hall: Hall) -> None:
    hall.gate.clear()
    hall.happens(called(1, "А001", 1, languages=BOTH))
    hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)
    hall.happens(called(2, "А002", 2, languages=BOTH))
    hall.gate.set()
    hall.eventually(lambda: len(hall.announced()) == 4)
    assert hall.announced() == ["А001 1", "А002 2", "en А001 1", "en А002 2"]
    texts = [phrase.text for phrase in hall.voice.said]
    assert {
        "Талон а, два. Вікно номер два.",
        "Ticket A, one. Window number one.",
        "Ticket A, two. Window number two.",
    } <= set(texts)
    first, second, *rest = (read(file).samples for file in sorted((hall.folder / "out").iterdir()))
    gong, short = read(GONG).samples, read(SHORT_GONG).samples
    assert [first.startswith(gong), second.startswith(short)] == [True, True]
    assert not any(sound.startswith((gong, short)) for sound in rest)


def test_the_rest_of_a_call_is_not_said_to_a_visitor_who_came_meanwhile(hall: Hall) -> None:
    hall.gate.clear()
    hall.happens(called(1, "А001", 1, languages=BOTH))
    hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)
    came = ServiceStarted(seq=3, at=NOON, by="window-1", ticket="ticket-А001", number="А001", window=1)
    hall.happens(called(2, "А002", 2, languages=BOTH), came)
    hall.gate.set()
    hall.eventually(lambda: len(hall.announced()) == 2)
    hall.happens(called(4, "А004", 4))
    hall.eventually(lambda: hall.announced() == ["А001 1", "А002 2", "А004 4"])


def test_an_old_event_is_never_spoken(hall: Hall) -> None:
    hall.happens(called(1, "А001", 1, at=-11), called(2, "А002", 2, at=-9))
    hall.eventually(lambda: hall.spoken() == ["А002 2"])
    assert hall.announcer.speaker.line_up.dropped == 1


def test_events_published_again_and_doubled_by_the_bus_are_spoken_once(tmp_path: Path) -> None:
    hall = Hall(tmp_path, faults=Faults(double=0.9))
    for _ in range(3):
        hall.happens(called(1, "А001", 1), called(2, "А002", 2))
    hall.eventually(lambda: len(hall.spoken()) == 2)
    hall.happens(called(3, "А003", 3))
    hall.eventually(lambda: len(hall.spoken()) == 3)
    hall.announcer.stop()
    assert hall.spoken() == ["А001 1", "А002 2", "А003 3"]


def test_nothing_is_spoken_from_a_snapshot(hall: Hall) -> None:
    calls = [{"number": "А001", "window": 1, "zone": "hall-1", "at": NOON.isoformat(), "times": 1, "priority": False}]
    hall.other.publish(TOPICS.state, json.dumps({"at": NOON.isoformat(), "calls": calls}).encode(), retain=True)
    hall.happens(called(7, "А007", 7))
    hall.eventually(lambda: hall.spoken() == ["А007 7"])


def test_a_machine_whose_clock_is_a_year_off_speaks_once_it_has_heard_the_hall(hall: Hall) -> None:
    hall_time = NOON + timedelta(days=365)
    hall.happens(
        called(1, "А001", 1, at=365 * 86400 - 30)
    )  # the hall's clock is not known yet: it looks like the future
    hall.eventually(lambda: hall.spoken() == ["А001 1"])
    hall.other.publish(TOPICS.state, json.dumps({"at": hall_time.isoformat()}).encode(), retain=True)
    hall.happens(called(2, "А002", 2, at=365 * 86400 - 30), called(3, "А003", 3, at=365 * 86400 - 1))
    hall.eventually(lambda: hall.spoken() == ["А001 1", "А003 3"])


def test_the_snapshot_that_a_broker_kept_of_a_dead_hall_does_not_make_its_last_calls_fresh(hall: Hall) -> None:
    hall.bus.stop()
    hour = 3600.0
    old = (NOON - timedelta(seconds=hour)).isoformat()
    hall.other.publish(TOPICS.state, json.dumps({"at": old}).encode(), retain=True)
    hall.bus.start()
    hall.happens(called(1, "А001", 1, at=-hour), called(2, "А002", 2))
    hall.eventually(lambda: hall.spoken() == ["А002 2"])


def test_a_visitor_who_came_while_others_were_called_is_not_called(hall: Hall) -> None:
    hall.gate.clear()
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)
    came = ServiceStarted(seq=4, at=NOON, by="window-2", ticket="ticket-А002", number="А002", window=2)
    hall.happens(called(2, "А002", 2), called(3, "А003", 3), came)
    hall.gate.set()
    hall.eventually(lambda: hall.spoken() == ["А001 1", "А003 3"])


def test_an_air_raid_silences_the_calls_that_wait(hall: Hall) -> None:
    hall.gate.clear()
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)
    hall.happens(called(2, "А002", 2), HallSuspended(seq=3, at=NOON, by="reception", why="air-raid"))
    hall.happens(called(4, "А004", 4))
    hall.gate.set()
    hall.eventually(lambda: hall.spoken() == ["air-raid", "А004 4"])
    assert any("Повітряна тривога" in phrase.text for phrase in hall.voice.said)


def test_an_alarm_that_is_over_before_it_was_told_is_not_told(hall: Hall) -> None:
    hall.gate.clear()
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)
    over = HallResumed(seq=4, at=NOON + timedelta(seconds=1), by="reception")
    hall.happens(HallSuspended(seq=3, at=NOON, by="reception", why="air-raid"), over, over)
    hall.gate.set()
    hall.happens(called(5, "А005", 5))
    hall.eventually(lambda: hall.spoken() == ["hall-resumed", "А005 5"])
    assert not any("тривога" in phrase.text for phrase in hall.voice.said)


@pytest.mark.parametrize(
    "junk", [b"", b"{", b"\xff\xfe", b"[]", b'{"type":"ticket-called","seq":1}', b'{"seq":1,"type":"news"}']
)
def test_junk_on_the_bus_leaves_the_voice_at_work(hall: Hall, junk: bytes) -> None:
    hall.other.publish(TOPICS.event, junk)
    hall.other.publish(TOPICS.state, junk)
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: hall.spoken() == ["А001 1"])


def test_a_number_of_another_make_gets_its_gong(hall: Hall) -> None:
    hall.happens(called(1, "X-1", 1), called(2, "А002", 2))
    hall.eventually(lambda: hall.spoken() == ["X-1 1", "А002 2"])


def test_a_surprise_in_one_announcement_does_not_end_the_voice(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def surprised(phrase: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(hall.voice, "say", surprised)
        hall.happens(called(1, "А001", 1))
        hall.eventually(lambda: not hall.announcer.speaker.line_up.waiting)
        assert ask(hall, "self-test").outcome == "failed"
    hall.happens(called(2, "А002", 2))
    hall.eventually(lambda: hall.spoken() == ["А001 1", "self-test", "А002 2"])


def test_it_says_what_it_is_and_that_it_is_ready(hall: Hall) -> None:
    hall.eventually(lambda: hall.status() == "ready")
    about = codec.read(About, hall.broker.retained[TOPICS.about("announcer-1")].body)
    assert (about.role, about.voice) == ("announcer", "hum")
    assert {"identify", "self-test"} <= set(about.can)


def test_a_spare_voice_is_a_problem_until_the_good_one_is_back(hall: Hall) -> None:
    hall.voice.away = True
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: hall.problem("voice-away") is not None and hall.status() == "degraded")
    hall.voice.away = False
    hall.happens(called(2, "А002", 2))
    hall.eventually(lambda: hall.problem("voice-away") is None and hall.status() == "ready")


def test_a_lesser_voice_than_the_best_is_told_from_the_start(tmp_path: Path) -> None:
    hall = Hall(tmp_path, voices=[Hum("espeak"), ChimeOnly()], wanted="best")
    hall.eventually(lambda: hall.status() == "degraded")
    problem = hall.problem("voice-degraded")
    assert problem
    assert "rhvoice-ukrainian" in problem.remedy["uk"]
    hall.announcer.stop()


def ask(hall: Hall, what: str) -> Did:
    answers: list[Did] = []
    hall.other.subscribe(TOPICS.did("announcer-1"), lambda m: answers.append(codec.read(Did, m.body)))
    hall.other.publish(TOPICS.do("announcer-1"), codec.encode(Do(id="do-1", what=what, at=NOON)))
    hall.eventually(lambda: bool(answers))
    return answers[0]


def test_identify_speaks_its_own_id(hall: Hall) -> None:
    assert ask(hall, "identify").outcome == "done"
    assert "announcer один" in hall.voice.said[-2].text
    assert hall.spoken() == ["identify"]


def test_the_self_test_speaks_in_every_language_of_the_hall(hall: Hall) -> None:
    did = ask(hall, "self-test")
    assert (did.outcome, did.message) == ("done", "hum")
    assert hall.voice.said[-2].text.startswith("Перевірка голосу. Талон а, сорок два.")


def test_the_self_test_fails_when_nothing_can_be_heard(hall: Hall) -> None:
    hall.announcer.sound_changed("", "no card")
    did = ask(hall, "self-test")
    assert (did.outcome, did.message) == ("failed", "no-sound-device")
    assert msgspec.json.encode(hall.problem("no-sound-device"))


def test_the_first_sample_of_the_gong_is_marked_for_the_bench(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = hall.folder / "trace"
    monkeypatch.setenv("CHERHA_TRACE", str(trace))
    before = time.monotonic_ns()
    hall.happens(called(1, "А001", 1))
    hall.eventually(lambda: hall.spoken() == ["А001 1"])
    mark = json.loads(trace.read_text())
    assert (mark["what"], mark["ticket"]) == ("first-sample", "ticket-А001")
    assert before < mark["at_ns"] < time.monotonic_ns()
