"""Errands in any order of anything: they come home and leave no ticket that nobody holds."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.contracts.replies import DocumentView, Reply
from kiosk.dispenser.browsing import Home
from kiosk.dispenser.errands.wanted import (
    AskReady,
    AskWhere,
    OpenCasePad,
    OpenCodePad,
    PrintLate,
    Scanned,
    SendCheckIn,
    Submit,
    Waiting,
)
from kiosk.dispenser.flow import next_wake, step
from kiosk.dispenser.frame import frame
from kiosk.dispenser.inputs import (
    Again,
    Answered,
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
from kiosk.dispenser.run import words_of
from kiosk.dispenser.visit import Issued, Issuing, started
from kiosk.touch.faces import presses
from kiosk.touch.presses import Back, Drawn, Leave, Passed, Speak, StillHere, Touched
from kiosk.touch.typing_keys import Erase, EraseAll, Type
from tests.kiosk.dispenser.by_hand import come_home
from tests.kiosk.dispenser.errands_by_hand import CODE, HALL, LATE, TICKET
from tests.kiosk.dispenser.halls import ticket

pytestmark = pytest.mark.fast


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
        come_home(self)

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
