"""Made-up people keep a hall lively: the real rules of the queue under them, and a clock that the test owns."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from broker.bus.clock import new_id
from broker.contracts import events as e
from broker.contracts.commands import PauseWindow, TakeTicket
from broker.contracts.errors import Refused
from broker.contracts.hall_check import load
from broker.contracts.hall_file import HallFile
from broker.queuemaster.deadlines import due, next_wake
from broker.queuemaster.hall import Hall, decide, evolve
from broker.queuemaster.picture import snapshot
from provisioning.demo.command import OWN_HALL, USUAL_SPEED
from provisioning.demo.deed import Deed
from provisioning.demo.operators import client_name
from provisioning.demo.people import People
from provisioning.demo.staffing import attended, rates, shares
from provisioning.demo.visitors import CLIENT, HOURS, Visitor, gaps, visitors
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

DEMO = load(OWN_HALL)
START = datetime(2026, 11, 23, 8, 0, tzinfo=DEMO.timezone)


class Story:
    """A hall with made-up people in it. Its time jumps to the next moment at which somebody has something to do."""

    def __init__(
        self, plan: HallFile = DEMO, *, seed: int = 1, speed: float = 6.0, how_many: int | None = None
    ) -> None:
        self.hall = Hall(plan)
        self.people = People(plan, Random(seed), speed, how_many, now=0.0)
        self.t = 0.0
        self.happened: list[e.Event] = []
        self.refused: Counter[str] = Counter()

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=self.t)

    def take_in(self, facts: tuple[e.Event, ...]) -> None:
        for fact in facts:
            evolve(self.hall, fact)
            self.happened.append(fact)
            self.people.hear(fact)

    def do(self, deed: Deed) -> None:
        command = deed.command(id=new_id(), at=self.now, **deed.fields)
        try:
            self.take_in(decide(self.hall, command, self.now, deed.client).events)
        except Refused as refusal:
            self.refused[f"{deed.command.__name__} {refusal.reason}"] += 1

    def run(self, seconds: float) -> None:
        end = self.t + seconds
        while self.t < end:
            while facts := due(self.hall, self.now):
                self.take_in(facts)
            self.people.see(snapshot(self.hall, self.now, "epoch"), self.t)
            for deed in self.people.due(self.t):
                self.do(deed)
            self.t = min(end, max(self.t + 0.05, self.next_moment()))

    def next_moment(self) -> float:
        wake = (next_wake(self.hall, self.now) - START).total_seconds()
        mine = self.people.next_moment()
        return wake if mine is None else min(wake, mine)

    def count(self, kind: type[e.Event]) -> int:
        return sum(isinstance(event, kind) for event in self.happened)


def test_so_many_visitors_as_were_asked_for_come_and_all_of_them_go_home():
    story = Story(how_many=60)
    story.run(1500)
    assert story.count(e.TicketIssued) == 60
    states = Counter(ticket.state for ticket in story.hall.memory.tickets.values())
    assert set(states) <= {"done", "no-show"}
    assert states["done"] > 45
    assert sum(story.refused.values()) <= 2, story.refused


def test_a_hall_at_its_usual_speed_has_somebody_waiting_but_never_a_crowd_without_end():
    story = Story(speed=USUAL_SPEED)
    waiting = []
    for _ in range(30):
        story.run(60)
        waiting.append(sum(story.hall.rows.in_line.values()))
    assert sorted(waiting)[15] >= 3
    assert max(waiting) < 120
    called = story.count(e.TicketCalled) / 30
    assert 3 <= called <= 12, f"{called} calls a minute; a voice manages some eight"


@pytest.fixture(scope="module")
def whole_day() -> list[e.Event]:
    """What happens in eight of the hall's hours, more or less."""
    story = Story(speed=20)
    story.run(1500)
    return story.happened


def test_everything_that_a_hall_knows_happens_in_it(whole_day: list[e.Event]):
    kinds = {type(event) for event in whole_day}
    wanted = {e.TicketRecalled, e.TicketNoShow, e.TicketHeld, e.TicketResumed, e.TicketTransferred}
    assert wanted <= kinds
    issued = [event for event in whole_day if isinstance(event, e.TicketIssued)]
    assert any(event.priority for event in issued)
    assert any(event.needs for event in issued)
    assert any(event.language == "en" for event in issued)
    assert {event.line for event in issued} == set(DEMO.lines)


def test_nobody_is_sent_on_or_sent_to_pay_twice(whole_day: list[e.Event]):
    sent = Counter(event.ticket for event in whole_day if isinstance(event, e.TicketTransferred | e.TicketHeld))
    assert max(sent.values()) == 1


def test_the_same_chance_makes_the_same_day():
    one, other = Story(seed=7), Story(seed=7)
    one.run(120)
    other.run(120)
    assert [told(event) for event in one.happened] == [told(event) for event in other.happened]


def told(event: e.Event) -> tuple[object, ...]:
    return type(event), event.at, event.by, getattr(event, "number", None), getattr(event, "window", None)


def test_a_window_that_somebody_else_commands_is_theirs_for_good():
    story = Story()
    story.run(120)
    window = next(number for number, each in story.hall.memory.windows.items() if each.ticket)
    pause = PauseWindow(id=new_id(), at=story.now, window=window)
    story.take_in(decide(story.hall, pause, story.now, f"window-{window}").events)
    before = len(story.happened)
    story.run(600)
    assert not [event for event in story.happened[before:] if event.by == client_name(window)]
    assert story.people.operators[window].left_alone


def test_what_the_queue_master_does_by_itself_does_not_scare_an_operator_away():
    story = Story(speed=0.5)  # slower than the automatic call
    story.run(900)
    by_itself = [event for event in story.happened if isinstance(event, e.TicketCalled) and event.by == "queue-master"]
    assert by_itself
    assert not any(operator.left_alone for operator in story.people.operators.values())


def test_a_window_that_the_day_closed_is_opened_again_in_the_morning():
    story = Story()
    story.run(120)
    story.take_in((e.WindowClosed(seq=story.hall.seq + 1, at=story.now, by="queue-master", window=1),))
    story.run(120)
    assert 1 in story.hall.memory.windows


def test_in_a_suspended_hall_nobody_is_called():
    story = Story()
    story.run(120)
    story.take_in((e.HallSuspended(seq=story.hall.seq + 1, at=story.now, by="reception", why="air-raid"),))
    before = len(story.happened)
    story.run(120)
    assert not [event for event in story.happened[before:] if isinstance(event, e.TicketCalled)]
    assert {wish.split()[0] for wish in story.refused} <= {"TakeTicket"}


def test_a_visitor_at_the_real_dispenser_comes_when_called():
    story = Story(how_many=0)
    for place in range(40):
        at = story.now
        wish = TakeTicket(id=f"T{place}", at=at, service="pick-up")
        story.take_in(decide(story.hall, wish, at, "dispenser-1").events)
    story.run(900)
    assert not story.count(e.TicketNoShow)
    assert all(ticket.state == "done" for ticket in story.hall.memory.tickets.values())


def test_commands_are_given_in_names_that_no_console_has():
    story = Story()
    story.run(60)
    names = {event.by for event in story.happened} - {"queue-master"}
    assert all(name == CLIENT or name.startswith(("demo-window-", "demo-survey-")) for name in names)


def test_about_a_third_of_the_windows_is_left_to_people_and_every_line_is_served():
    windows = attended(DEMO)
    assert 12 <= len(windows) <= 15
    assert {line for window in windows for line in window.lines if line != "*"} == set(DEMO.lines)
    assert all(share > 0 for share in shares(DEMO).values())


def test_a_hall_of_one_window_keeps_its_operator():
    one = PLAN.window[:1]
    small = HallFile(hall=PLAN.hall, line=PLAN.line, service=PLAN.service, window=one)
    assert attended(small) == one
    assert set(rates(small)) == {"residence", "passport", "pickup"}
    assert rates(small)["pickup"] == 0
    offered = {next(visitors(small, Random(seed), 1.0)).service for seed in range(30)}
    assert offered == {"registration", "passport-new"}


def test_a_hall_without_windows_gets_no_visitors():
    empty = HallFile(hall=PLAN.hall, line=PLAN.line, service=PLAN.service)
    assert next(visitors(empty, Random(1), 1.0), None) is None


def test_there_is_a_crowd_at_opening_and_then_the_shape_of_a_day():
    at, hours, crowd = 0.0, Counter[int](), 0
    for gap in gaps(1.0, Random(3)):
        at += gap
        crowd += at < 6
        if at >= 480:
            break
        hours[int(at / 60)] += 1
    assert crowd > 20
    assert hours[2] > hours[5] > 0
    assert sum(hours.values()) == pytest.approx(480, rel=0.2)
    assert len(hours) == len(HOURS)


def test_speed_divides_the_time_between_visitors():
    slow = next(visitors(DEMO, Random(5), 1.0))
    fast = next(visitors(DEMO, Random(5), 10.0))
    assert isinstance(slow, Visitor)
    assert slow.after == pytest.approx(10 * fast.after)
    assert slow.service == fast.service
