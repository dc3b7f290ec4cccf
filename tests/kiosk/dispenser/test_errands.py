"""Booked visitors check in, tickets are asked after, documents are looked up; nobody is left holding nothing."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.contracts.booking_code import drawn, shown
from broker.contracts.replies import DocumentView, Reply
from kiosk.dispenser.browsing import Home
from kiosk.dispenser.errands.wanted import (
    AskReady,
    AskWhere,
    CasePad,
    CodePad,
    Document,
    Late,
    OpenCasePad,
    OpenCodePad,
    PrintLate,
    Scanned,
    SendCheckIn,
    Submit,
    Told,
    Waiting,
    Where,
)
from kiosk.dispenser.flow import next_wake, step
from kiosk.dispenser.frame import frame
from kiosk.dispenser.inputs import (
    Again,
    Answered,
    AskPrinter,
    ChooseService,
    Effect,
    HallSeen,
    Input,
    IssueAlone,
    LinkChanged,
    Press,
    PrinterSeen,
    PrintSlip,
    SendCancel,
    SendTake,
    SlipSettled,
    Take,
)
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.run import words_of
from kiosk.dispenser.visit import Issued, Issuing, started
from kiosk.touch.aloud.items import items
from kiosk.touch.faces import presses
from kiosk.touch.presses import Back, Drawn, Leave, Passed, Speak, StillHere, Touched
from kiosk.touch.typing_keys import Erase, EraseAll, Type
from tests.kiosk.dispenser.halls import hall, ticket

pytestmark = pytest.mark.fast

CODE = drawn(2026)
TICKET = "01KAQ5B2M4X7R8T9V0W1Y2Z3A4"
HALL = hall(3, documents=True)
LATE = {"uk": "Час вашого запису минув, тож ви в загальній черзі.", "en": "You are in the ordinary queue."}


class Dispenser:
    """The flow with a clock that the test turns; what it shows is made into words at every step."""

    def __init__(self) -> None:
        self.words = words_of(HALL)
        self.at = 100.0
        self.state = started(self.at)
        self.effects: list[Effect] = []
        self._ids = count()
        self.tell(LinkChanged(self.at, connected=True))
        self.tell(HallSeen(self.at, "open"))

    def tell(self, event: Input) -> None:
        self.state, effects = step(self.state, event, self.words.menu)
        self.effects.extend(effects)
        frame(self.state, self.words)

    def wait(self, seconds: float) -> None:
        until = self.at + seconds
        while self.at < until:
            wake = next_wake(self.state, self.at)
            self.at = min(until, self.at + 2.0, wake if wake is not None and wake > self.at else until)
            self.tell(replace(HallSeen(self.at, "open"), at=self.at))
            self.tell(Passed(self.at))

    def touch(self, press: Press | None, after: float = 1.0) -> None:
        self.wait(after)
        self.tell(Touched(self.at, press, f"id-{next(self._ids)}"))

    def scan(self, text: str, after: float = 1.0) -> None:
        self.wait(after)
        self.tell(Scanned(self.at, text, f"id-{next(self._ids)}"))

    def keys(self, text: str) -> None:
        for sign in text:
            self.touch(Type(sign))

    def sent(self, kind: type) -> list[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def answer(self, reply: Reply | None = None, **fields: object) -> None:
        assert isinstance(self.state.place, Waiting)
        wish = self.state.place.wish.id
        self.tell(Answered(self.at, wish, reply or Reply(id=wish, **fields)))  # type: ignore[arg-type]

    @property
    def wish(self) -> str:
        assert isinstance(self.state.place, Waiting)
        return self.state.place.wish.id


@pytest.fixture
def dispenser() -> Dispenser:
    return Dispenser()


def test_a_code_that_is_typed_becomes_a_ticket_on_paper(dispenser: Dispenser):
    dispenser.touch(OpenCodePad())
    dispenser.keys(CODE)
    dispenser.touch(Submit())
    (wish,) = dispenser.sent(SendCheckIn)
    assert wish.booking == CODE
    dispenser.answer(status="done", ticket=ticket(wish.id, booked=True))
    assert isinstance(dispenser.state.place, Issued)
    assert [slip.ticket.id for slip in dispenser.sent(PrintSlip)] == [wish.id]


def test_a_code_that_is_scanned_needs_no_touch_at_all(dispenser: Dispenser):
    dispenser.scan(shown(CODE))
    (wish,) = dispenser.sent(SendCheckIn)
    dispenser.answer(status="done", ticket=ticket(wish.id, booked=True))
    assert len(dispenser.sent(PrintSlip)) == 1
    assert len(dispenser.sent(AskPrinter)) == 1


def test_the_same_code_under_a_scanner_twice_is_one_wish(dispenser: Dispenser):
    dispenser.scan(CODE)
    for _ in range(5):
        dispenser.scan(CODE, after=0.1)
    dispenser.scan(CODE, after=3.0)
    assert len(dispenser.sent(SendCheckIn)) == 1


def test_a_typing_mistake_is_told_on_the_pad_before_anybody_is_asked(dispenser: Dispenser):
    wrong = ("2" if CODE[0] != "2" else "3") + CODE[1:]
    dispenser.touch(OpenCodePad())
    dispenser.keys(wrong)
    dispenser.touch(Submit())
    assert dispenser.state.place == CodePad(wrong, wrong=True)
    assert not dispenser.sent(SendCheckIn)
    dispenser.touch(Erase())
    assert dispenser.state.place == CodePad(wrong[:-1])


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("uk", "", "Лишилося 8 знаків"),
        ("uk", CODE[:5], ", ".join(CODE[:5].lower()) + ". Лишилося 3 знаки"),
        ("uk", CODE[:7], ", ".join(CODE[:7].lower()) + ". Лишився 1 знак"),
        ("en", CODE[:5], ", ".join(CODE[:5].lower()) + ". 3 signs are missing"),
        ("uk", CODE, ", ".join(CODE.lower())),
    ],
)
def test_a_half_typed_code_is_heard_sign_by_sign_with_how_many_are_missing(
    dispenser: Dispenser, language: str, typed: str, told: str
):
    dispenser.touch(Speak(language))
    dispenser.touch(OpenCodePad())
    dispenser.keys(typed)
    heard = [item.words for item in items(frame(dispenser.state, dispenser.words)) if item.part == "face"]
    assert told in heard
    assert not any("_" in words for words in heard)


def test_only_signs_that_codes_have_can_be_typed(dispenser: Dispenser):
    dispenser.touch(OpenCodePad())
    dispenser.keys("0О1ІВЗЖя")
    assert dispenser.state.place == CodePad()


def test_without_an_answer_the_check_in_is_taken_back_and_an_answer_that_comes_late_too(dispenser: Dispenser):
    dispenser.scan(CODE)
    wish = dispenser.wish
    dispenser.wait(8.1)
    assert dispenser.state.place == Told("no-answer")
    assert dispenser.sent(SendCancel) == [SendCancel(wish)]
    dispenser.tell(Answered(dispenser.at, wish, Reply(id=wish, status="done", ticket=ticket(wish, booked=True))))
    assert dispenser.sent(SendCancel) == [SendCancel(wish)] * 2
    assert not dispenser.sent(PrintSlip)


def test_a_late_answer_that_tells_of_an_earlier_check_in_does_not_take_back_its_ticket(dispenser: Dispenser):
    dispenser.scan(CODE)
    wish = dispenser.wish
    dispenser.wait(8.1)
    dispenser.tell(Answered(dispenser.at, wish, Reply(id=wish, status="done", ticket=ticket("the-first-one"))))
    assert SendCancel("the-first-one") not in dispenser.effects


def test_whoever_has_checked_in_already_sees_the_number_and_gets_no_second_slip(dispenser: Dispenser):
    dispenser.scan(CODE)
    dispenser.answer(status="done", ticket=ticket("the-first-one", booked=True))
    assert dispenser.state.place == Where(ticket("the-first-one", booked=True), again=True)
    assert not dispenser.sent(PrintSlip)


def test_whoever_is_late_is_told_so_before_the_ticket_is_printed(dispenser: Dispenser):
    dispenser.touch(Speak("en"))
    dispenser.scan(CODE)
    late = ticket(dispenser.wish)
    dispenser.answer(status="done", ticket=late, message=LATE)
    assert dispenser.state.place == Late(late, LATE, "en")
    assert not dispenser.sent(PrintSlip)
    dispenser.touch(PrintLate())
    assert dispenser.sent(PrintSlip) == [PrintSlip(late, "en")]


@pytest.mark.parametrize("gone", ["leaves", "walks away"])
def test_whoever_is_late_and_does_not_want_the_ticket_leaves_none(dispenser: Dispenser, gone: str):
    dispenser.scan(CODE)
    late = ticket(dispenser.wish)
    dispenser.answer(status="done", ticket=late, message=LATE)
    if gone == "leaves":
        dispenser.touch(Leave())
    else:
        dispenser.wait(71)
    assert dispenser.state.at_rest
    assert dispenser.sent(SendCancel) == [SendCancel(late.id)]


@pytest.mark.parametrize("reason", ["too-early", "other-day", "too-late", "hall-suspended", "no-such-reason"])
def test_a_refusal_is_said_in_the_words_of_the_queue_master(dispenser: Dispenser, reason: str):
    dispenser.scan(CODE)
    dispenser.answer(status="refused", reason=reason, message={"uk": "Ваш запис на 10:00.", "en": "At 10:00."})
    face = frame(dispenser.state, dispenser.words).face
    assert "10:00" in face.text  # type: ignore[union-attr]
    dispenser.touch(Again())
    assert dispenser.state.place == Home()


def test_a_code_that_nobody_has_may_be_typed_again(dispenser: Dispenser):
    dispenser.scan(CODE)
    dispenser.answer(status="refused", reason="unknown-booking", message={"uk": "Такого запису немає."})
    dispenser.touch(OpenCodePad())
    assert dispenser.state.place == CodePad()


@pytest.mark.parametrize("state", ["waiting", "called", "serving", "held", "no-show", "done", "cancelled", "sung"])
def test_a_ticket_under_the_scanner_tells_where_it_stands_and_nothing_else(dispenser: Dispenser, state: str):
    dispenser.scan(TICKET)
    assert dispenser.sent(AskWhere) == [AskWhere(dispenser.wish, TICKET, 8.0)]
    dispenser.answer(status="done", ticket=ticket(TICKET, state=state, window=5, priority="veteran"))
    face = frame(dispenser.state, dispenser.words).face
    assert face.number == "А042"  # type: ignore[union-attr]
    for word in ("Захисни", "Земельна", "veteran", "plot"):
        assert word not in repr(face)
    if state == "called":
        assert face.urgent  # type: ignore[union-attr]
        assert "5" in face.text  # type: ignore[union-attr]


def test_asking_where_one_stands_takes_no_ticket_back_when_nobody_answers(dispenser: Dispenser):
    dispenser.scan(TICKET)
    dispenser.wait(8.1)
    assert dispenser.state.place == Told("no-answer")
    assert not dispenser.sent(SendCancel)


def test_a_code_of_somewhere_else_is_said_to_be_none_of_ours(dispenser: Dispenser):
    dispenser.scan("https://example.org/menu")
    assert dispenser.state.place == Told("unknown-scan")
    text = frame(dispenser.state, dispenser.words).face.text  # type: ignore[union-attr]
    assert "талона" in text
    assert "розписки" in text


def test_a_case_is_looked_up_by_its_digits_typed_or_scanned(dispenser: Dispenser):
    dispenser.touch(OpenCasePad())
    dispenser.keys("777")
    dispenser.touch(Submit())
    assert dispenser.state.place == CasePad("777")
    dispenser.keys("1")
    dispenser.touch(Submit())
    assert dispenser.sent(AskReady) == [AskReady(dispenser.wish, "7771", 8.0)]
    dispenser.answer(status="done", document=DocumentView(state="not-listed"))
    assert dispenser.state.place == Document("7771", "not-listed")
    dispenser.scan("2026/11-004217")
    dispenser.answer(status="done", document=DocumentView(state="ready"))
    assert dispenser.state.place == Document("202611004217", "ready")


def test_whose_document_is_ready_is_offered_the_ticket_to_pick_it_up(dispenser: Dispenser):
    dispenser.scan("2026/11-004217")
    dispenser.answer(status="done", document=DocumentView(state="ready"))
    face = frame(dispenser.state, dispenser.words).face
    assert ChooseService("plot") in presses(face)
    assert ("Де", "Зал 1") in [(fact.label, fact.value) for fact in face.facts] or len(face.facts) > 1  # type: ignore[union-attr]
    dispenser.touch(ChooseService("plot"))
    dispenser.touch(Take())
    assert isinstance(dispenser.state.place, Issuing)


def test_no_ticket_is_offered_while_its_line_gives_none(dispenser: Dispenser):
    dispenser.scan("2026/11-004217")
    dispenser.answer(status="done", document=DocumentView(state="ready"))
    dispenser.tell(HallSeen(dispenser.at, "open", closed_lines=frozenset({"land"})))
    assert ChooseService("plot") not in presses(frame(dispenser.state, dispenser.words).face)


def test_an_alarm_takes_a_pad_off_the_screen(dispenser: Dispenser):
    dispenser.touch(OpenCodePad())
    dispenser.tell(HallSeen(dispenser.at, "suspended", why="air-raid"))
    assert (dispenser.state.place, dispenser.state.obstacle) == (Home(), "suspended")


def test_a_ticket_can_be_asked_after_while_the_hall_gives_no_tickets(dispenser: Dispenser):
    dispenser.tell(HallSeen(dispenser.at, "suspended", why="air-raid"))
    dispenser.tell(Scanned(dispenser.at + 1, TICKET, "id"))
    assert isinstance(dispenser.state.place, Waiting)


def test_a_hall_without_bookings_and_documents_shows_nothing_of_them():
    plain = hall(plain=True)
    plain_words = words_of(plain)
    menu = replace(plain_words.menu, errands=replace(plain_words.menu.errands, bookings=False))
    state = replace(started(0.0), hall="open", connected=True)
    face = frame(state, replace(plain_words, menu=menu)).face
    assert not {OpenCodePad(), OpenCasePad()} & set(presses(face))
    after, effects = step(state, Scanned(1.0, "2026/11-004217", "id"), menu)
    assert after.place == Told("unknown-scan")
    assert AskPrinter() in effects


# Any order of anything.

_PRESSES: list[Press | None] = [
    None,
    OpenCodePad(),
    OpenCasePad(),
    Submit(),
    PrintLate(),
    Type("7"),
    Type("А"),
    Erase(),
    EraseAll(),
    Back(),
    Again(),
    Leave(),
    StillHere(),
    Speak("en"),
    ChooseService("plot"),
    Take(),
]
_HAPPENINGS = st.one_of(
    st.tuples(st.just("touch"), st.sampled_from(_PRESSES)),
    st.tuples(st.just("scan"), st.sampled_from([CODE, TICKET, "2026/11-004217", "", "garbage", "7" * 90])),
    st.tuples(st.just("scan"), st.sampled_from([CODE, CODE])),
    st.tuples(st.just("answer"), st.sampled_from(["in time", "late", "again", "refused", "invalid", "nobody"])),
    st.tuples(st.just("old answer"), st.integers(0, 9)),
    st.tuples(st.just("hall"), st.sampled_from(["open", "open", "closed", "suspended"])),
    st.tuples(st.just("link"), st.booleans()),
    st.tuples(st.just("printer"), st.booleans()),
    st.tuples(st.just("slip"), st.booleans()),
    st.tuples(st.just("drawn"), st.just(None)),
    st.tuples(st.just("time"), st.just(None)),
)
_DAY = st.lists(st.tuples(st.sampled_from([0.0, 0.6, 1.0, 1.0, 9.0, 30.0, 80.0]), _HAPPENINGS), max_size=40)
EARLIER = "an-earlier-ticket"


class AnyDay:
    """Keeps account of every ticket that a wish may have made, and of what became of it."""

    def __init__(self) -> None:
        self.words = words_of(HALL)
        self.state, self.at = started(0.0), 0.0
        self.spares = count()
        self.asked: dict[str, Effect] = {}
        self.replies: dict[str, Reply] = {}
        self.printed: set[str] = set()
        self.cancelled: set[str] = set()
        self.shown: set[str] = set()
        self.hall = HallSeen(0.0, "open")
        self.tell(LinkChanged(0.0, connected=True))
        self.tell(self.hall)

    def tell(self, event: Input) -> None:
        self.state, effects = step(self.state, event, self.words.menu)
        for effect in effects:
            match effect:
                case SendTake() | SendCheckIn() | AskWhere() | AskReady():
                    assert effect.id not in self.asked, "one id is one wish"
                    self.asked[effect.id] = effect
                case SendCancel(each):
                    self.cancelled.add(each)
                case PrintSlip(made):
                    assert made.id not in self.printed, "a slip was printed twice"
                    self.printed.add(made.id)
                case IssueAlone():
                    pytest.fail("this dispenser has no numbers of its own")
        if isinstance(self.state.place, Issued):
            self.shown.add(self.state.place.ticket.id)
        face = frame(self.state, self.words).face
        without_buttons = self.state.obstacle or isinstance(self.state.place, Home | Issuing | Waiting | Issued)
        assert without_buttons or presses(face), "a screen that cannot be left"

    def happen(self, after: float, what: str, value: object) -> None:
        self.at += after
        if self.state.connected:
            self.tell(replace(self.hall, at=self.at))
        place = self.state.place
        waiting = place.wish.id if isinstance(place, Waiting) else place.take.id if isinstance(place, Issuing) else ""
        match what:
            case "touch":
                self.tell(Touched(self.at, value, f"id-{next(self.spares)}"))
            case "scan":
                self.tell(Scanned(self.at, str(value), f"id-{next(self.spares)}"))
            case "answer" if waiting:
                self.tell(Answered(self.at, waiting, self.reply(waiting, str(value))))
            case "old answer" if self.asked:
                old = list(self.asked)[int(value) % len(self.asked)]  # type: ignore[call-overload]
                self.tell(Answered(self.at, old, self.reply(old, "in time")))
            case "hall":
                self.hall = HallSeen(self.at, value)  # type: ignore[arg-type]
                self.tell(self.hall)
            case "link":
                self.tell(LinkChanged(self.at, connected=bool(value)))
            case "printer":
                self.tell(PrinterSeen(self.at, can_print=bool(value)))
            case "slip" if isinstance(place, Issued):
                self.tell(SlipSettled(self.at, place.ticket.id, printed=bool(value)))
            case _:
                self.tell(Drawn(self.at) if what == "drawn" else Passed(self.at))

    def reply(self, wish: str, kind: str) -> Reply | None:
        """Whatever is asked again gets the first answer again."""
        if kind == "nobody":
            return None
        return self.replies.setdefault(wish, self._reply(wish, kind))

    def _reply(self, wish: str, kind: str) -> Reply:
        if kind in ("refused", "invalid"):
            return Reply(id=wish, status=kind, reason="unknown-booking", message={"uk": "Ні.", "en": "No."})  # type: ignore[arg-type]
        match self.asked[wish]:
            case AskWhere(ticket=each):
                return Reply(id=wish, status="done", ticket=ticket(each, state="called", window=5))
            case AskReady():
                return Reply(id=wish, status="done", document=DocumentView(state="ready"))
            case SendCheckIn():
                made = ticket(EARLIER if kind == "again" else wish, booked=kind != "late")
                return Reply(id=wish, status="done", ticket=made, message=LATE if kind == "late" else None)
        return Reply(id=wish, status="done", ticket=ticket(wish))

    def home(self) -> None:
        for _ in range(20):
            wake = next_wake(self.state, self.at)
            if wake is None:
                return
            self.at = max(self.at, wake)
            self.tell(Passed(self.at))
        pytest.fail("the flow wakes itself for ever")

    def made(self) -> set[str]:
        """Tickets that wishes made."""
        done = {wish for wish, reply in self.replies.items() if reply.status == "done" and reply.ticket}
        return {wish for wish in done if self.replies[wish].ticket.id == wish}  # type: ignore[union-attr]


Day = list[tuple[float, tuple[str, object]]]


@settings(max_examples=150, deadline=None)
@given(_DAY)
def test_any_day_comes_home_and_leaves_no_ticket_that_nobody_holds(day: Day):
    dispenser = AnyDay()
    for after, (what, value) in day:
        dispenser.happen(after, what, value)
    dispenser.home()
    assert dispenser.state.at_rest
    takes = {wish for wish, effect in dispenser.asked.items() if isinstance(effect, SendTake | SendCheckIn)}
    for wish in dispenser.made() & takes:
        assert wish in dispenser.shown or wish in dispenser.cancelled, "a ticket that nobody holds"
        assert not (wish in dispenser.shown and wish in dispenser.cancelled), "a held ticket was taken back"
    for wish in takes - set(dispenser.replies):
        assert wish in dispenser.cancelled, "a wish without an answer was not taken back"
    assert EARLIER not in dispenser.cancelled | dispenser.printed


@settings(max_examples=60, deadline=None)
@given(_DAY)
def test_no_errand_is_a_dead_end(day: Day):
    dispenser = AnyDay()
    for after, (what, value) in day:
        dispenser.happen(after, what, value)
    for what, value in (
        ("link", True),
        ("hall", "open"),
        ("touch", StillHere()),
        ("answer", "refused"),
        ("slip", True),
    ):
        dispenser.happen(1.0, what, value)
    dispenser.happen(1.0, "touch", Leave())
    dispenser.happen(1.0, "hall", "open")
    dispenser.happen(1.0, "scan", CODE)
    assert isinstance(dispenser.state.place, Waiting)
    assert isinstance(dispenser.state.place.wish, SendCheckIn)


@settings(max_examples=40, deadline=None)
@given(_DAY)
def test_the_next_moment_is_never_in_the_past(day: Day):
    dispenser = AnyDay()
    for after, (what, value) in day:
        dispenser.happen(after, what, value)
        wake = next_wake(dispenser.state, dispenser.at)
        assert wake is None or wake > dispenser.at


def test_the_menu_knows_what_its_hall_offers():
    errands = Menu.of(HALL).errands
    assert (errands.bookings, errands.documents) == (True, "plot")
