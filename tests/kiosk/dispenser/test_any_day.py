"""Any day of a dispenser, whatever happens in it: its promises hold."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.contracts.replies import Reply
from kiosk.dispenser.browsing import Home
from kiosk.dispenser.flow import next_wake, step
from kiosk.dispenser.frame import frame
from kiosk.dispenser.inputs import (
    Again,
    Answered,
    ChooseGroup,
    ChooseMatter,
    ChooseService,
    GoOn,
    HallSeen,
    Input,
    LinkChanged,
    OpenBranches,
    OpenSearch,
    Press,
    PrinterSeen,
    PrintSlip,
    SendCancel,
    SendTake,
    SlipSettled,
    Take,
    ToggleNeed,
)
from kiosk.dispenser.run import words_of
from kiosk.dispenser.visit import Issued, Issuing, State, started
from kiosk.touch.faces import presses
from kiosk.touch.help_call import CallForHelp, HideHelp, WithdrawHelp
from kiosk.touch.presses import (
    Back,
    Drawn,
    Leave,
    More,
    Passed,
    Speak,
    StartAloud,
    StillHere,
    ToggleContrast,
    ToggleLarge,
    ToggleLow,
    Touched,
)
from kiosk.touch.typing_keys import EraseAll, Type
from tests.kiosk.dispenser.by_hand import come_home
from tests.kiosk.dispenser.halls import done, hall, refused

pytestmark = pytest.mark.fast

_PRESSES: list[Press | None] = [
    None,
    ChooseGroup("residence"),
    ChooseGroup("unknown"),
    ChooseService("residence-1"),
    ChooseService("plot"),
    ChooseService("unknown"),
    OpenSearch(),
    OpenBranches(),
    ChooseMatter("passport"),
    ChooseService("passport-submit"),
    GoOn(),
    Type("п"),
    EraseAll(),
    More(),
    Back(),
    ToggleNeed(),
    Take(),
    Take("veteran"),
    Take("unknown"),
    Leave(),
    Again(),
    StillHere(),
    Speak("en"),
    ToggleLarge(),
    ToggleContrast(),
    ToggleLow(),
    StartAloud(),
    CallForHelp(),
    HideHelp(),
    WithdrawHelp(),
]
_HAPPENINGS = st.one_of(
    # Most of all what stands on the screen: a day goes deep by it.
    st.tuples(st.just("button"), st.integers(0, 60)),
    st.tuples(st.just("button"), st.integers(0, 60)),
    st.tuples(st.just("button"), st.integers(0, 5)),
    st.tuples(st.just("touch"), st.sampled_from(_PRESSES)),
    st.tuples(st.just("touch"), st.sampled_from([Leave(), StillHere(), Back(), Take()])),
    st.tuples(st.just("ask for a ticket"), st.just(None)),
    st.tuples(st.just("answer"), st.sampled_from(["done", "refused", "invalid", "nobody"])),
    st.tuples(st.just("old answer"), st.integers(0, 9)),
    st.tuples(st.just("hall"), st.sampled_from(["open", "open", "closed", "suspended"])),
    st.tuples(st.just("drawn"), st.just(None)),
    st.tuples(st.just("link"), st.booleans()),
    st.tuples(st.just("printer"), st.booleans()),
    st.tuples(st.just("slip"), st.booleans()),
    st.tuples(st.just("time"), st.just(None)),
)
Day = list[tuple[float, tuple[str, object]]]
_DAY = st.lists(
    st.tuples(st.sampled_from([0.0, 0.4, 0.6, 1.0, 2.0, 9.0, 25.0, 80.0]), _HAPPENINGS), min_size=10, max_size=40
)


_WORDS = {plain: words_of(hall(12, plain=plain, offer=True)) for plain in (False, True)}


class AnyDay:
    """Runs happenings through the flow and keeps account of what each visit sent."""

    def __init__(self, *, plain: bool) -> None:
        self.words = _WORDS[plain]
        self.menu = self.words.menu
        self.state = started(0.0)
        self.at = 0.0
        self.spares = count()
        self.takes: list[str] = []
        self.this_visit: list[str] = []
        self.fates: dict[str, str] = {}
        self.hall: HallSeen | None = None
        self.happen(0.0, "link", value=True)
        self.happen(0.0, "hall", "open")
        self.cancelled: set[str] = set()
        self.shown: set[str] = set()

    def tell(self, event: Input) -> None:
        self.state, effects = step(self.state, event, self.menu)
        for effect in effects:
            match effect:
                case SendTake(id=take):
                    self.takes.append(take)
                    self.this_visit.append(take)
                case SendCancel(take):
                    self.cancelled.add(take)
                case PrintSlip(ticket):
                    assert ticket.id not in self.shown, "a slip was printed twice"
        assert len(self.this_visit) <= 1, "one visit sent two commands"
        if isinstance(self.state.place, Issued):
            self.shown.add(self.state.place.ticket.id)
        if isinstance(self.state.place, Home):
            self.this_visit = []

    def happen(self, after: float, what: str, value: object) -> None:
        self.at += after
        if self.hall and self.state.connected:
            self.tell(replace(self.hall, at=self.at))
        waiting = self.state.place.take.id if isinstance(self.state.place, Issuing) else None
        match what:
            case "ask for a ticket":
                self.happen(1.0, "touch", ChooseService("plot"))
                self.happen(1.0, "touch", Take())
            case "touch" | "button":
                self.tell(Touched(self.at, self._press(what, value), f"id-{next(self.spares)}"))
            case "answer" if waiting:
                self.tell(Answered(self.at, waiting, self._reply(waiting, str(value))))
            case "old answer" if self.takes:
                old = self.takes[int(value) % len(self.takes)]  # type: ignore[call-overload]
                self.tell(Answered(self.at, old, self._reply(old, "done")))  # late, or the same answer twice
            case "hall":
                self.hall = HallSeen(self.at, value)  # type: ignore[arg-type]
                self.tell(self.hall)
            case "link":
                self.tell(LinkChanged(self.at, connected=bool(value)))
            case "printer":
                self.tell(PrinterSeen(self.at, can_print=bool(value)))
            case "slip" if isinstance(self.state.place, Issued):
                self.tell(SlipSettled(self.at, self.state.place.ticket.id, printed=bool(value)))
            case _:
                self.tell(Drawn(self.at) if what == "drawn" else Passed(self.at))

    def _press(self, what: str, value: object) -> Press | None:
        """The press itself, or what stands on the screen in that place."""
        if what == "touch":
            return value  # type: ignore[return-value]
        buttons = presses(frame(self.state, self.words))
        return buttons[int(value) % len(buttons)] if buttons else None  # type: ignore[call-overload]

    def _reply(self, take: str, kind: str) -> Reply | None:
        """Whatever is asked again gets the first answer again."""
        if kind == "nobody":
            return None
        match self.fates.setdefault(take, kind):
            case "done":
                return done(take)
            case "refused":
                return refused(take)
            case _:
                return Reply(id=take, status="invalid", field="$.service")

    def home(self) -> None:
        come_home(self)


@settings(max_examples=100, deadline=None)
@given(_DAY, st.booleans())
def test_any_day_keeps_the_promises(day: Day, plain: bool):  # noqa: FBT001 - Hypothesis gives it
    dispenser = AnyDay(plain=plain)
    for after, (what, value) in day:
        dispenser.happen(after, what, value)
    dispenser.home()
    assert dispenser.state.at_rest, "it did not come home by itself"
    # Every wish for a ticket ended in a number for its visitor, in a clear no, or was taken back; never in two of them.
    refusals = {take for take, fate in dispenser.fates.items() if fate == "refused"}
    assert set(dispenser.takes) <= dispenser.shown | dispenser.cancelled | refusals
    assert not dispenser.shown & dispenser.cancelled


@settings(max_examples=50, deadline=None)
@given(_DAY)
def test_no_screen_is_a_dead_end(day: Day):
    """From wherever a day has led, a visitor in an open hall reaches a ticket with the buttons there are."""
    dispenser = AnyDay(plain=False)
    for after, (what, value) in day:
        dispenser.happen(after, what, value)
    ways_out = (("touch", StillHere()), ("answer", "refused"), ("slip", True), ("touch", Leave()))
    for what, value in (("link", True), ("hall", "open"), *ways_out, ("hall", "open")):
        dispenser.happen(1.0, what, value)
    for press in (ChooseService("plot"), Take()):
        dispenser.happen(1.0, "touch", press)
    assert isinstance(dispenser.state.place, Issuing)


@settings(max_examples=40, deadline=None)
@given(_DAY)
def test_asking_for_the_next_moment_never_names_the_past(day: Day):
    dispenser = AnyDay(plain=True)
    for after, (what, value) in day:
        dispenser.happen(after, what, value)
        wake = next_wake(dispenser.state, dispenser.at)
        assert wake is None or wake > dispenser.at


def test_a_state_is_a_value():
    state = State()
    assert replace(state) == state
    assert hash(state) == hash(State())
