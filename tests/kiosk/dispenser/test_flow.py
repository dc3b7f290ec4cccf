from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from broker.contracts.replies import Reply
from kiosk.dispenser.browsing import Home, Services
from kiosk.dispenser.flow import next_wake, step
from kiosk.dispenser.frame import frame
from kiosk.dispenser.inputs import (
    Again,
    Answered,
    AskPrinter,
    ChooseGroup,
    ChooseMatter,
    ChooseService,
    Effect,
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
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.run import words_of
from kiosk.dispenser.visit import AboutVisitor, Issued, Issuing, Sorry, State, started
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
from kiosk.touch.reader import Fittings, equipped
from kiosk.touch.typing_keys import EraseAll, Type
from tests.kiosk.dispenser.halls import done, hall, refused

pytestmark = pytest.mark.fast


class Dispenser:
    """A flow with a clock that the test turns: a second between touches, so that each is a new wish."""

    def __init__(self, *, residence: int = 10, plain: bool = False) -> None:
        self.menu = Menu.of(hall(residence, plain=plain))
        self.at = 100.0
        self.state = started(self.at)
        self.effects: list[Effect] = []
        self._ids = count()
        self.last_word = HallSeen(self.at, "open")
        self.tell(LinkChanged(self.at, connected=True))
        self.hall_open()

    def tell(self, event: Input) -> None:
        if isinstance(event, HallSeen):
            self.last_word = event
        self.state, effects = step(self.state, event, self.menu)
        self.effects.extend(effects)

    def hall_open(self) -> None:
        self.tell(HallSeen(self.at, "open"))

    def touch(self, press: Press | None, after: float = 1.0) -> None:
        self.wait(after)
        self.tell(Touched(self.at, press, f"id-{next(self._ids)}"))

    def wait(self, seconds: float, *, hall_alive: bool = True) -> None:
        """Time passes; the hall is heard all along unless it is away."""
        until = self.at + seconds
        while self.at < until:
            wake = next_wake(self.state, self.at)
            if hall_alive:
                self.tell(replace(self.last_word, at=self.at))
            self.at = min(until, self.at + 2.0, wake if wake is not None and wake > self.at else until)
            self.tell(Passed(self.at))

    def sent(self, kind: type) -> list[Effect]:
        return [e for e in self.effects if isinstance(e, kind)]

    def take(self, service: str = "plot") -> str:
        """Walk up to the waiting for a reply. The command's id."""
        self.touch(ChooseService(service))
        self.touch(Take())
        assert isinstance(self.state.place, Issuing)
        return self.state.place.take.id


def test_a_visitor_chooses_a_service_and_gets_a_number():
    dispenser = Dispenser()
    dispenser.touch(ChooseGroup("residence"))
    dispenser.touch(ChooseService("residence-3"))
    dispenser.touch(Take("veteran"))
    (take,) = dispenser.sent(SendTake)
    assert (take.service, take.priority, take.needs) == ("residence-3", "veteran", ())
    dispenser.tell(Answered(dispenser.at + 0.01, take.id, done(take.id)))
    assert isinstance(dispenser.state.place, Issued)
    (slip,) = dispenser.sent(PrintSlip)
    assert slip.ticket.number == "А042"


def test_the_first_touch_of_a_visit_asks_whether_there_is_paper():
    dispenser = Dispenser()
    dispenser.touch(ChooseGroup("residence"))
    dispenser.touch(Back())
    assert len(dispenser.sent(AskPrinter)) == 1


def test_a_double_tap_makes_one_ticket():
    dispenser = Dispenser(plain=True)
    dispenser.touch(ChooseService("plot"))
    for _ in range(5):
        dispenser.touch(ChooseService("plot"), after=0.1)
    dispenser.touch(ChooseService("plot"), after=3.0)
    assert len(dispenser.sent(SendTake)) == 1


def test_a_second_strike_within_half_a_second_is_not_a_wish_on_the_next_screen():
    dispenser = Dispenser()
    dispenser.touch(ChooseService("plot"))
    dispenser.touch(Take(), after=0.3)
    assert isinstance(dispenser.state.place, AboutVisitor)
    dispenser.touch(Take(), after=0.3)
    assert isinstance(dispenser.state.place, Issuing)


def test_a_strike_meant_for_the_last_screen_is_not_a_wish_on_this_one_however_long_it_took_to_draw():
    dispenser = Dispenser()
    dispenser.touch(ChooseService("plot"))
    dispenser.wait(1.5)
    dispenser.tell(Drawn(dispenser.at))
    dispenser.touch(Take(), after=0.3)
    assert isinstance(dispenser.state.place, AboutVisitor)
    dispenser.touch(Take(), after=0.3)
    assert isinstance(dispenser.state.place, Issuing)


def test_the_need_of_an_accessible_window_travels_with_the_command():
    dispenser = Dispenser()
    dispenser.touch(ChooseService("plot"))
    dispenser.touch(ToggleNeed())
    dispenser.touch(Take())
    assert dispenser.sent(SendTake)[0].needs == ("accessible",)


def test_where_nothing_is_to_be_asked_one_touch_is_enough():
    dispenser = Dispenser(plain=True)
    dispenser.touch(ChooseService("plot"))
    assert isinstance(dispenser.state.place, Issuing)


def test_a_line_that_gives_no_tickets_cannot_be_chosen():
    dispenser = Dispenser()
    dispenser.tell(HallSeen(dispenser.at, "open", closed_lines=frozenset({"land"})))
    dispenser.touch(ChooseService("plot"))
    assert dispenser.state.place == Home()


def test_more_and_back_walk_through_a_long_group_and_home_again():
    dispenser = Dispenser(residence=20)
    dispenser.touch(ChooseGroup("residence"))
    for _ in range(9):
        dispenser.touch(More())
    assert dispenser.state.place == Services("residence", page=2)
    for _ in range(3):
        dispenser.touch(Back())
    assert dispenser.state.place == Home()


def test_back_from_the_priority_step_leads_to_the_page_one_came_from():
    dispenser = Dispenser(residence=20)
    dispenser.touch(ChooseGroup("residence"))
    dispenser.touch(More())
    dispenser.touch(ChooseService("residence-9"))
    dispenser.touch(Back())
    assert dispenser.state.place == Services("residence", page=1)


def test_a_refusal_is_shown_in_the_words_of_the_queue_master():
    dispenser = Dispenser()
    take = dispenser.take()
    dispenser.tell(Answered(dispenser.at, take, refused(take)))
    assert dispenser.state.place == Sorry({"uk": "Запис на сьогодні завершено.", "en": "No more tickets today."})
    assert not dispenser.sent(SendCancel)
    dispenser.wait(31)
    assert dispenser.state.asked, "an apology is not taken away without asking"
    dispenser.wait(20)
    assert dispenser.state.at_rest


def test_whoever_was_refused_may_try_another_service_in_their_own_language():
    dispenser = Dispenser()
    dispenser.touch(Speak("en"))
    take = dispenser.take()
    dispenser.tell(Answered(dispenser.at, take, refused(take)))
    dispenser.touch(Again())
    assert (dispenser.state.place, dispenser.state.language) == (Home(), "en")
    assert dispenser.take() != take


def test_nobody_answers_and_the_visit_is_taken_back():
    dispenser = Dispenser()
    take = dispenser.take()
    dispenser.wait(7.9, hall_alive=False)
    assert isinstance(dispenser.state.place, Issuing)
    dispenser.wait(0.2, hall_alive=False)
    assert dispenser.state.place == Sorry(None)
    assert dispenser.sent(SendCancel) == [SendCancel(take)]


def test_a_late_answer_leaves_no_ghost_ticket():
    dispenser = Dispenser()
    take = dispenser.take()
    dispenser.wait(9)
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    assert dispenser.sent(SendCancel) == [SendCancel(take), SendCancel(take)]
    assert not dispenser.sent(PrintSlip)


def test_the_same_answer_twice_neither_prints_twice_nor_takes_the_ticket_back():
    dispenser = Dispenser()
    take = dispenser.take()
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    dispenser.touch(Leave())
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    assert len(dispenser.sent(PrintSlip)) == 1
    assert not dispenser.sent(SendCancel)


def test_without_a_printer_the_number_is_shown_and_nothing_is_sent_to_it():
    dispenser = Dispenser()
    dispenser.tell(PrinterSeen(dispenser.at, can_print=False))
    take = dispenser.take()
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    assert isinstance(dispenser.state.place, Issued)
    assert dispenser.state.place.slip == "on-screen"
    assert not dispenser.sent(PrintSlip)


@pytest.mark.parametrize(("press", "large"), [(ToggleLarge(), True), (StartAloud(), True), (ToggleContrast(), False)])
def test_whoever_reads_large_letters_or_listens_gets_a_slip_in_large_letters(press: Press, large: bool):  # noqa: FBT001
    dispenser = Dispenser()
    dispenser.state = equipped(dispenser.state, Fittings(headset=True), 0.5)
    dispenser.touch(press)
    take = dispenser.take()
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    (slip,) = dispenser.sent(PrintSlip)
    assert slip.large == large


def test_a_slip_that_fails_in_the_printer_turns_into_a_number_on_the_screen():
    dispenser = Dispenser()
    take = dispenser.take()
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    dispenser.tell(SlipSettled(dispenser.at + 1, take, printed=False))
    assert isinstance(dispenser.state.place, Issued)
    assert dispenser.state.place.slip == "on-screen"


def test_a_printer_that_says_nothing_has_failed():
    dispenser = Dispenser()
    take = dispenser.take()
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    dispenser.wait(10.1)
    assert isinstance(dispenser.state.place, Issued)
    assert dispenser.state.place.slip == "on-screen"


def test_a_printed_ticket_makes_way_sooner_than_one_to_be_photographed():
    dispenser = Dispenser()
    take = dispenser.take()
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    dispenser.tell(SlipSettled(dispenser.at, take, printed=True))
    dispenser.wait(19)
    assert isinstance(dispenser.state.place, Issued)
    dispenser.wait(2)
    assert dispenser.state.at_rest


def test_whoever_stands_still_is_asked_and_has_twenty_seconds_to_answer():
    dispenser = Dispenser()
    dispenser.touch(ChooseGroup("residence"))
    dispenser.wait(49)
    assert not dispenser.state.asked
    dispenser.wait(2)
    assert dispenser.state.asked
    dispenser.touch(StillHere(), after=18)
    assert not dispenser.state.asked
    assert dispenser.state.place == Services("residence")
    dispenser.wait(71)
    assert dispenser.state.at_rest


def test_a_touch_on_a_button_below_the_question_answers_only_the_question():
    dispenser = Dispenser()
    dispenser.touch(ChooseGroup("residence"))
    dispenser.wait(55)
    dispenser.touch(ChooseService("residence-1"))
    assert dispenser.state.place == Services("residence")


def test_language_and_large_text_are_forgotten_with_the_visitor():
    dispenser = Dispenser()
    dispenser.touch(Speak("en"))
    dispenser.touch(ToggleLarge())
    dispenser.touch(ToggleContrast())
    assert (dispenser.state.language, dispenser.state.large, dispenser.state.contrast) == ("en", True, True)
    dispenser.wait(141)
    assert dispenser.state.at_rest


@pytest.mark.parametrize("press", [ToggleLarge(), ToggleContrast(), ToggleLow()])
def test_whoever_reads_in_another_way_has_twice_the_time_and_is_always_asked(press: Press):
    dispenser = Dispenser()
    dispenser.touch(press)
    take = dispenser.take()
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    dispenser.tell(SlipSettled(dispenser.at, take, printed=True))
    dispenser.wait(39)
    assert not dispenser.state.asked
    dispenser.wait(2)
    assert dispenser.state.asked
    dispenser.wait(38)
    assert isinstance(dispenser.state.place, Issued)
    dispenser.wait(2)
    assert dispenser.state.at_rest


def test_a_screen_can_be_kept_as_often_as_one_likes():
    """WCAG 2.2, 2.2.1: at least ten times, by a simple action, with 20 s for it."""
    dispenser = Dispenser()
    dispenser.touch(ChooseGroup("residence"))
    for _ in range(12):
        dispenser.wait(50)
        assert dispenser.state.asked
        dispenser.touch(StillHere(), after=19)
    assert dispenser.state.place == Services("residence")


def test_larger_letters_keep_the_visitor_s_place_in_a_long_list():
    dispenser = Dispenser(residence=20)
    dispenser.touch(ChooseGroup("residence"))
    dispenser.touch(More())
    dispenser.touch(ToggleLarge())
    assert dispenser.state.place == Services("residence", page=2), "page 1 of eights began with the eighth service"
    dispenser.touch(ToggleLarge())
    assert dispenser.state.place == Services("residence", page=0)


def test_the_classes_of_priority_are_walked_in_large_letters():
    dispenser = Dispenser()
    classes = tuple(structs.replace(dispenser.menu.priorities[0], id=f"class-{n}") for n in range(5))
    dispenser.menu = replace(dispenser.menu, priorities=classes)
    dispenser.touch(ToggleLarge())
    dispenser.touch(ChooseService("plot"))
    for _ in range(9):
        dispenser.touch(More())
    assert isinstance(dispenser.state.place, AboutVisitor)
    assert dispenser.state.place.page == 1
    dispenser.touch(Back())
    dispenser.touch(Take("class-1"))
    assert isinstance(dispenser.state.place, Issuing)


def test_a_hall_may_set_its_own_strike_guard():
    dispenser = Dispenser()
    dispenser.state = equipped(dispenser.state, Fittings(), strike_guard=1.5)
    dispenser.touch(ChooseService("plot"))
    dispenser.touch(Take(), after=1.2)
    assert isinstance(dispenser.state.place, AboutVisitor)
    dispenser.touch(Take(), after=0.4)
    assert isinstance(dispenser.state.place, Issuing)


def test_the_link_may_be_away_for_three_seconds_unnoticed():
    dispenser = Dispenser()
    dispenser.tell(LinkChanged(dispenser.at, connected=False))
    dispenser.wait(2.9, hall_alive=False)
    assert dispenser.state.obstacle is None
    dispenser.wait(0.2, hall_alive=False)
    assert dispenser.state.obstacle == "no-connection"


def test_a_silent_queue_master_is_a_lost_one_though_the_broker_is_there():
    dispenser = Dispenser()
    dispenser.wait(4.9, hall_alive=False)
    assert dispenser.state.obstacle is None
    dispenser.wait(0.2, hall_alive=False)
    assert dispenser.state.obstacle == "no-connection"
    dispenser.hall_open()
    assert dispenser.state.obstacle is None


def test_a_short_loss_does_not_lose_the_visitor_s_place_but_a_closed_hall_does():
    dispenser = Dispenser()
    dispenser.touch(ChooseGroup("residence"))
    dispenser.wait(6, hall_alive=False)
    assert dispenser.state.obstacle == "no-connection"
    dispenser.hall_open()
    assert dispenser.state.place == Services("residence")
    dispenser.tell(HallSeen(dispenser.at, "suspended", why="air-raid"))
    assert (dispenser.state.place, dispenser.state.obstacle) == (Home(), "suspended")


def test_no_button_of_the_menu_works_behind_an_obstacle():
    dispenser = Dispenser(plain=True)
    dispenser.tell(HallSeen(dispenser.at, "closed"))
    dispenser.touch(ChooseService("plot"))
    assert not dispenser.sent(SendTake)


def test_a_hall_that_closes_does_not_take_a_ticket_off_the_screen():
    dispenser = Dispenser()
    take = dispenser.take()
    dispenser.tell(HallSeen(dispenser.at, "closed"))
    dispenser.tell(Answered(dispenser.at, take, done(take)))
    assert isinstance(dispenser.state.place, Issued)
    assert dispenser.state.obstacle is None


def test_a_dispenser_just_switched_on_says_so_and_then_that_it_hears_nobody():
    state = started(0.0)
    menu = Menu.of(hall())
    assert state.obstacle == "starting"
    state, _ = step(state, Passed(3.1), menu)
    assert state.obstacle == "no-connection"


# Any day at all: touches of any button at any speed, answers of any kind in any order, faults of any kind.

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
        """Nobody touches any more; only what the flow itself asked to be woken for happens."""
        for _ in range(20):
            wake = next_wake(self.state, self.at)
            if wake is None:
                return
            self.at = max(self.at, wake)
            self.tell(Passed(self.at))
        pytest.fail("the flow wakes itself for ever")


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
