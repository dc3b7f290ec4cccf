"""A visit when the hall is lost: it goes on from the dispenser's own numbers, and never makes two tickets."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.contracts.replies import Reply
from kiosk.dispenser.browsing import Home
from kiosk.dispenser.flow import next_wake, step
from kiosk.dispenser.inputs import (
    Answered,
    ChooseService,
    Effect,
    HallSeen,
    Input,
    IssueAlone,
    LinkChanged,
    PrintSlip,
    SendCancel,
    SendTake,
    SlipSettled,
    Take,
)
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.visit import Issued, Issuing, Sorry, started
from kiosk.touch.presses import Leave, Passed, Touched
from tests.kiosk.dispenser.halls import done, hall, refused, ticket

pytestmark = pytest.mark.fast

LINES = frozenset({"land", "residence"})


class Alone:
    """A flow whose hall can be lost, and whose clock the test turns."""

    def __init__(self, reserve: frozenset[str] = LINES, **heard: object) -> None:
        self.menu = Menu.of(hall())
        self.at = 100.0
        self.state = started(self.at)
        self.effects: list[Effect] = []
        self._ids = count()
        self.heard = replace(HallSeen(self.at, "open", reserve=reserve, spent=LINES - reserve), **heard)  # type: ignore[arg-type]
        self.tell(LinkChanged(self.at, connected=True))
        self.tell(self.heard)

    def tell(self, event: Input) -> None:
        self.state, effects = step(self.state, event, self.menu)
        self.effects.extend(effects)

    def touch(self, press: object) -> None:
        self.wait(1.0)
        self.tell(Touched(self.at, press, f"id-{next(self._ids)}"))  # type: ignore[arg-type]

    def wait(self, seconds: float) -> None:
        end = self.at + seconds
        while self.at < end:
            wake = next_wake(self.state, self.at)
            self.at = min(end, wake if wake is not None and wake > self.at else end)
            self.tell(Passed(self.at))

    def lose(self) -> None:
        self.tell(LinkChanged(self.at, connected=False))

    def sent(self, kind: type) -> list[Effect]:
        return [each for each in self.effects if isinstance(each, kind)]


def test_within_three_seconds_of_the_loss_tickets_come_from_the_own_numbers():
    for lose in (Alone.lose, lambda _: None):  # the link's end is told; a frozen queue-master is only silent
        dispenser = Alone()
        lose(dispenser)
        dispenser.wait(3.0)
        assert dispenser.state.obstacle is None
        dispenser.touch(ChooseService("plot"))
        dispenser.touch(Take("veteran"))
        (issue,) = dispenser.sent(IssueAlone)
        assert isinstance(issue, IssueAlone)
        assert (issue.wish.service, issue.wish.priority) == ("plot", "veteran")
        assert dispenser.sent(SendTake) == []
        dispenser.tell(Answered(dispenser.at, issue.wish.id, done("own-1")))
        (slip,) = dispenser.sent(PrintSlip)
        assert isinstance(slip, PrintSlip)
        assert slip.alone
        assert slip.ticket.id == "own-1"


def test_a_visit_that_was_under_way_is_taken_back_and_goes_on_alone():
    dispenser = Alone()
    dispenser.touch(ChooseService("plot"))
    dispenser.touch(Take())
    (take,) = dispenser.sent(SendTake)
    assert isinstance(take, SendTake)
    dispenser.lose()
    dispenser.wait(2.0)
    assert dispenser.effects[-2] == SendCancel(take.id)
    issue = dispenser.effects[-1]
    assert isinstance(issue, IssueAlone)
    assert issue.wish.id != take.id
    dispenser.tell(Answered(dispenser.at, take.id, done(take.id)))  # the late answer
    assert dispenser.effects[-1] == SendCancel(take.id)
    assert isinstance(dispenser.state.place, Issuing)
    dispenser.tell(Answered(dispenser.at, issue.wish.id, done("own-1")))
    assert isinstance(dispenser.state.place, Issued)
    assert dispenser.state.place.ticket.id == "own-1"


def test_a_ticket_of_our_own_that_came_too_late_is_taken_back_by_its_own_id():
    dispenser = Alone()
    dispenser.lose()
    dispenser.wait(3.0)
    dispenser.touch(ChooseService("plot"))
    dispenser.touch(Take())
    (issue,) = dispenser.sent(IssueAlone)
    assert isinstance(issue, IssueAlone)
    dispenser.wait(9.0)
    assert isinstance(dispenser.state.place, Sorry)
    assert dispenser.sent(SendCancel) == []
    dispenser.tell(Answered(dispenser.at, issue.wish.id, done("own-1")))
    assert dispenser.sent(SendCancel) == [SendCancel("own-1")]


def test_lines_without_numbers_are_shut_while_the_hall_is_away_and_no_longer():
    dispenser = Alone(frozenset({"land"}))
    dispenser.lose()
    dispenser.wait(3.0)
    assert dispenser.state.closed_lines == {"residence"}
    dispenser.touch(ChooseService("residence-1"))
    assert isinstance(dispenser.state.place, Home)
    dispenser.tell(LinkChanged(dispenser.at, connected=True))
    dispenser.tell(replace(dispenser.heard, at=dispenser.at))
    assert dispenser.state.closed_lines == set()


def test_lines_that_were_closed_when_the_hall_was_lost_stay_closed():
    dispenser = Alone(closed_lines=frozenset({"land"}))
    dispenser.lose()
    dispenser.wait(3.0)
    dispenser.touch(ChooseService("plot"))
    assert isinstance(dispenser.state.place, Home)


@pytest.mark.parametrize("hall_state", ["closed", "suspended"])
def test_a_hall_that_gave_no_tickets_when_it_was_lost_gives_none(hall_state: str):
    dispenser = Alone(hall=hall_state)
    dispenser.lose()
    dispenser.wait(3.0)
    assert dispenser.state.obstacle == hall_state


def test_without_any_numbers_it_says_so():
    dispenser = Alone(frozenset())
    dispenser.lose()
    dispenser.wait(3.5)
    assert dispenser.state.obstacle == "no-connection"
    other = Alone()
    other.lose()
    other.wait(3.0)
    other.touch(ChooseService("plot"))
    other.touch(Take())
    (issue,) = other.sent(IssueAlone)
    assert isinstance(issue, IssueAlone)
    other.tell(Answered(other.at, issue.wish.id, refused(issue.wish.id)))
    assert isinstance(other.state.place, Sorry)
    assert other.state.place.message


STEPS = st.lists(
    st.tuples(
        st.sampled_from([0.1, 0.6, 1.0, 2.5, 4.0, 9.0]),
        st.sampled_from(
            ["ask", "arrives", "reply", "alone", "alone fails", "link down", "link up", "word", "leave", "slip"]
        ),
    ),
    max_size=40,
)


class World(Alone):
    """The flow with a hall that executes commands whenever they happen to arrive, and an outbox that loses nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.under_way: list[str] = []  # take-tickets on the wire
        self.replies: list[str] = []
        self.wishes: list[str] = []  # alone
        self.outbox: list[str] = []
        self.live: set[str] = set()
        self.ever: set[str] = set()
        self.shown: list[str] = []
        self._own = count()

    def tell(self, event: Input) -> None:
        before = len(self.effects)
        super().tell(event)
        for effect in self.effects[before:]:
            match effect:
                case SendTake(id=wish):
                    self.under_way.append(wish)
                case SendCancel(ticket):
                    self.outbox.append(ticket)
                case IssueAlone(wish):
                    self.wishes.append(wish.id)
        place = self.state.place
        if isinstance(place, Issued) and place.ticket.id not in self.shown:
            self.shown.append(place.ticket.id)

    def happen(self, what: str) -> None:
        if what == "ask":
            self.touch(ChooseService("plot"))
            self.touch(Take())
        elif what == "arrives" and self.under_way:
            self.arrive(self.under_way.pop(0))
        elif what == "reply" and self.replies:
            reply = self.replies.pop(0)
            self.tell(Answered(self.at, reply, done(reply)))
        elif what.startswith("alone") and self.wishes:
            self.issue(self.wishes.pop(0), fails=what == "alone fails")
        elif what.startswith("link"):
            self.tell(LinkChanged(self.at, connected=what == "link up"))
        elif what == "word":
            self.tell(replace(self.heard, at=self.at))
        elif what == "leave":
            self.touch(Leave())
        elif what == "slip" and isinstance(self.state.place, Issued):
            self.tell(SlipSettled(self.at, self.state.place.ticket.id, printed=True))

    def arrive(self, wish: str) -> None:
        self.live.add(wish)
        self.ever.add(wish)
        self.replies.append(wish)

    def issue(self, wish: str, *, fails: bool = False) -> None:
        if fails:
            self.tell(Answered(self.at, wish, refused(wish)))
            return
        own = f"own-{next(self._own)}"
        self.live.add(own)
        self.tell(Answered(self.at, wish, Reply(id=wish, status="done", ticket=ticket(own))))

    def settle(self) -> None:
        """Everything that is under way arrives in the end; the outbox last."""
        self.wait(20.0)
        while self.under_way or self.replies or self.wishes:
            for what in ("arrives", "reply", "alone"):
                self.happen(what)
        self.live -= set(self.outbox)


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_whatever_is_lost_the_tickets_that_stay_are_those_that_visitors_hold(steps: list[tuple[float, str]]):
    world = World()
    for after, what in steps:
        world.wait(after)
        world.happen(what)
    world.settle()
    assert world.live == set(world.shown)
    assert len(world.sent(SendTake)) + len(world.sent(IssueAlone)) >= len(world.shown)
