"""A technician at an appliance: in by a code alone, out from everywhere, and never left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.service_menu.acceptance import CHECKS
from kiosk.service_menu.calibration import AS_IT_IS, Affine, Place, Screen, targets
from kiosk.service_menu.flow import next_wake, step
from kiosk.service_menu.frame import frame
from kiosk.service_menu.inputs import (
    Begin,
    Digit,
    Do,
    DropCalibration,
    Effect,
    Erase,
    Hold,
    Input,
    Judge,
    Keep,
    KeepCalibration,
    Knocked,
    LookAt,
    Looked,
    Note,
    Open,
    Pointed,
    Reported,
    Run,
    Seen,
    Skip,
    Sure,
    Try,
    Turn,
)
from kiosk.service_menu.items import DEEDS, ITEMS, offered
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.room import Room
from kiosk.service_menu.state import (
    PATTERNS,
    Asking,
    Items,
    Judging,
    Measured,
    Next,
    Pad,
    Pattern,
    Points,
    Shown,
    State,
    Trial,
    Working,
)
from kiosk.touch.faces import presses
from kiosk.touch.presses import Back, Drawn, Leave, Passed, Speak, StillHere, ToggleContrast, ToggleLarge, Touched

pytestmark = pytest.mark.fast

HAS = frozenset({"identify", "printer", "systemd"})
ALL = offered(HAS)
CODE = "48210573"
SCREEN = Screen(1080.0, 1920.0, 4.03)
ROOM = Room(8, 2, 8)
GOOD = Report((line("printer-well", "good"),))


class Technician:
    """Walks the flow by hand: every act takes a second."""

    def __init__(self, state: State | None = None, at: float = 100.0) -> None:
        self.state, self.at, self.effects = state or State(), at, list[Effect]()

    def tell(self, event: Input) -> list[Effect]:
        self.state, effects = step(self.state, event)
        self.effects += effects
        return list(effects)

    def knock(self, *, has_codes: bool = True, wait: float = 0.0) -> list[Effect]:
        return self.tell(Knocked(self.at, HAS, has_codes, wait, SCREEN))

    def press(self, press: object, after: float = 1.0) -> list[Effect]:
        self.at += after
        return self.tell(Touched(self.at, press, ""))

    def wait(self, seconds: float) -> list[Effect]:
        self.at += seconds
        return self.tell(Passed(self.at))

    def type(self, code: str = CODE) -> LookAt | None:
        effects = [each for digit in code for each in self.press(Digit(digit), 0.2)]
        return next((each for each in effects if isinstance(each, LookAt)), None)

    def come_in(self) -> Technician:
        self.knock()
        look = self.type()
        assert look
        self.tell(Looked(self.at, look.run, "Олена"))
        return self


def test_a_code_opens_the_menu_in_the_technicians_name():
    technician = Technician()
    technician.knock()
    look = technician.type()
    assert look == LookAt(1, CODE)
    assert technician.tell(Looked(technician.at, 1, "Олена")) == [Note("enter", "Олена")]
    assert technician.state.place == Items()


def test_a_wrong_code_is_noted_without_its_digits_and_the_pad_is_empty_again():
    technician = Technician()
    technician.knock()
    look = technician.type()
    assert look
    notes = technician.tell(Looked(technician.at, look.run, None))
    assert notes == [Note("enter", failed=True)]
    assert technician.state.place == Pad(wrong=True)
    assert CODE not in repr(technician.effects)
    assert CODE not in repr(technician.state)


def test_while_the_wait_lasts_no_digit_is_taken():
    technician = Technician()
    technician.knock(wait=30.0)
    assert technician.type() is None
    for _ in range(3):
        technician.press(None, 10.0)
    assert technician.type() is not None


def test_without_codes_nobody_types():
    technician = Technician()
    technician.knock(has_codes=False)
    assert technician.type() is None


def test_a_mistyped_digit_can_be_erased():
    technician = Technician()
    technician.knock()
    for press in (Digit("4"), Digit("9"), Erase()):
        technician.press(press)
    assert technician.type(CODE[1:]) == LookAt(1, CODE)


def test_a_deed_is_asked_for_once_and_its_report_is_shown():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    (run,) = technician.press(None) or [technician.effects[-1]]
    assert run == Run(technician.state.run, "printer", "Олена")
    technician.tell(Reported(technician.at, technician.state.run, GOOD))
    assert technician.state.place == Shown("printer", GOOD)


def test_what_is_done_is_noted_with_its_outcome_and_what_is_only_looked_at_is_not():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    assert technician.tell(Reported(technician.at, technician.state.run, GOOD)) == []
    technician.press(Do("test-slip"))
    bad = Report((line("slip-not-printed", "bad"),))
    assert technician.tell(Reported(technician.at, technician.state.run, bad)) == [Note("test-slip", "Олена", True)]


def test_a_restart_is_asked_about_first():
    technician = Technician().come_in()
    technician.press(Open("restart"))
    technician.tell(Reported(technician.at, technician.state.run, GOOD))
    assert technician.press(Do("restart-role")) == []
    assert isinstance(technician.state.place, Asking)
    assert technician.press(Sure()) == [Run(technician.state.run, "restart-role", "Олена")]


def test_a_report_of_a_deed_that_was_left_is_not_shown():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    left = technician.state.run
    technician.press(Back())
    technician.press(Open("versions"))
    technician.tell(Reported(technician.at, left, GOOD))
    assert isinstance(technician.state.place, Working)


def test_nobody_waits_for_a_deed_for_ever():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    technician.wait(DEEDS["printer"].patience)
    assert technician.state.place == Shown("printer", Report())


def test_an_idle_menu_asks_and_then_closes_after_a_minute():
    technician = Technician().come_in()
    technician.wait(41)
    assert technician.state.asked
    assert technician.wait(19.5) == [Note("leave", "Олена", detail="idle")]
    assert not technician.state.is_open


def test_any_touch_answers_the_question_and_presses_nothing_else():
    technician = Technician().come_in()
    technician.wait(41)
    assert technician.press(Open("printer")) == []
    assert technician.state.place == Items()
    assert not technician.state.asked


def test_a_pad_that_was_opened_by_chance_goes_in_20_seconds():
    technician = Technician()
    technician.knock()
    technician.wait(20)
    assert not technician.state.is_open


def test_who_left_must_type_the_code_again():
    technician = Technician().come_in()
    technician.press(Leave())
    technician.knock()
    assert isinstance(technician.state.place, Pad)
    assert technician.state.who == ""
    assert technician.press(Open("printer")) == []


def test_a_second_strike_of_the_same_finger_does_nothing():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    assert technician.press(Back(), after=0.1) == []
    assert isinstance(technician.state.place, Working)


# --- the glass ---


def at_points(panel: Affine = AS_IT_IS) -> Technician:
    """Nine points are touched exactly, on a panel that says another place."""
    technician = Technician().come_in()
    technician.press(Open("touch"))
    technician.tell(Reported(technician.at, technician.state.run, GOOD))
    technician.press(Do("touch-test"))
    for target in targets(SCREEN):
        technician.press(Pointed(panel(target)))
    return technician


def test_an_exact_panel_needs_no_calibration():
    place = at_points().state.place
    assert isinstance(place, Measured)
    assert not place.report.failed
    assert place.better is None


def test_a_calibration_is_tried_first_and_kept_by_a_touch():
    technician = at_points(Affine(a=1.01, c=0.012, f=-0.006))
    (hold,) = technician.press(Try())
    assert isinstance(hold, Hold)
    assert hold.calibration(Affine(a=1.01, c=0.012, f=-0.006)((0.3, 0.7))) == pytest.approx((0.3, 0.7))
    assert technician.press(Keep()) == [KeepCalibration(), Note("touch-calibrated", "Олена")]


@pytest.mark.parametrize("how", ["time", "no", "away"])
def test_a_calibration_that_nobody_confirms_is_dropped(how: str):
    technician = at_points(Affine(c=0.012))
    technician.press(Try())
    match how:
        case "time":
            effects = technician.wait(21)
        case "no":
            effects = technician.press(Back())
        case _:
            effects = technician.press(Leave())
    assert DropCalibration() in effects
    assert not isinstance(technician.state.place, Trial)


def test_a_calibration_that_would_put_buttons_out_of_reach_is_not_offered():
    technician = at_points(Affine(c=-0.08))
    place = technician.state.place
    assert isinstance(place, Measured)
    assert place.better is None
    assert place.report.failed
    assert technician.press(Try()) == []


def test_patterns_go_on_by_a_touch_and_end():
    technician = Technician().come_in()
    technician.press(Open("screen"))
    for number in range(len(PATTERNS)):
        assert technician.state.place == Pattern("screen", number)
        effects = technician.press(Seen())
    assert technician.state.place == Items()
    assert effects == [Note("screen-test", "Олена")]


# --- the acceptance ---


def through(technician: Technician, report: Report) -> None:
    """The check that is under way has ended."""
    technician.tell(Reported(technician.at, technician.state.run, report))


def test_an_acceptance_goes_through_all_checks_and_is_stored():
    technician = Technician().come_in()
    technician.press(Open("acceptance"))
    for check in CHECKS:
        assert isinstance(technician.state.place, Next)
        technician.press(Begin())
        match technician.state.place:
            case Pattern():
                for _ in PATTERNS:
                    technician.press(Seen())
            case Points():
                for target in targets(SCREEN):
                    technician.press(Pointed(target))
            case _:
                through(technician, GOOD)
        if check.asks:
            assert isinstance(technician.state.place, Judging)
            technician.press(Judge(well=True))
    run = technician.effects[-1]
    assert isinstance(run, Run)
    assert (run.deed, run.by) == ("sheet-store", "Олена")
    assert [(v.item, v.outcome) for v in run.sheet] == [(check.item, "pass") for check in CHECKS]
    through(technician, GOOD)
    assert isinstance(technician.state.place, Shown)
    (printing,) = technician.press(Do("sheet-print"))
    assert isinstance(printing, Run)
    assert printing.sheet == run.sheet


def test_what_nobody_heard_fails_and_what_is_skipped_is_said():
    technician = Technician().come_in()
    technician.press(Open("acceptance"))
    technician.press(Begin())
    through(technician, GOOD)
    technician.press(Judge(well=False))
    technician.press(Skip())
    assert [v.outcome for v in technician.state.sheet] == ["fail", "skipped"]


def test_a_check_that_failed_by_itself_asks_nobody():
    technician = Technician().come_in()
    technician.press(Open("acceptance"))
    technician.press(Begin())
    through(technician, Report((line("slip-not-printed", "bad"),)))
    assert technician.state.sheet[0].outcome == "fail"
    assert technician.state.place == Next(1)


# --- whatever happens ---

_presses = st.one_of(
    st.sampled_from(
        [
            None,
            Erase(),
            Sure(),
            Back(),
            Leave(),
            StillHere(),
            Speak("en"),
            ToggleLarge(),
            ToggleContrast(),
            Turn(1),
            Turn(7),
        ]
    ),
    st.sampled_from("0123456789").map(Digit),
    st.sampled_from([*ITEMS, "nothing"]).map(Open),
    st.sampled_from([*DEEDS, "nothing"]).map(Do),
    st.sampled_from([Seen(), Try(), Keep(), Begin(), Skip(), Judge(well=True), Judge(well=False)]),
    st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda place: Pointed(Place(*place))),
)
_acts = st.lists(
    st.tuples(
        st.floats(0.0, 30.0),
        st.one_of(
            st.just("knock"),
            st.just("look"),
            st.just("wrong"),
            st.just("type"),
            st.just("report"),
            st.just("time"),
            _presses,
        ),
    ),
    max_size=60,
)


def lived(acts: list) -> Technician:
    """A technician who does all of `acts`; answers come for what is under way, or for nothing."""
    technician = Technician()
    for seconds, act in acts:
        technician.at += seconds
        match act:
            case "knock":
                technician.knock()
            case "look":
                technician.tell(Looked(technician.at, technician.state.run, "Олена"))
            case "wrong":
                technician.tell(Looked(technician.at, technician.state.run, None, 30.0))
            case "type":
                technician.type()
            case "report":
                technician.tell(Reported(technician.at, technician.state.run, GOOD))
            case "drawn":
                technician.tell(Drawn(technician.at))
            case "time":
                technician.wait(0)
            case press:
                technician.press(press, 0)
    return technician


@given(_acts)
def test_nothing_is_done_before_a_code_was_right_nor_after_leaving(acts: list):
    inside = False
    for effect in lived(acts).effects:
        match effect:
            case Note("enter", failed=False):
                inside = True
            case Note("leave") | Note("knock"):
                inside = False
            case Run(by=by):
                assert inside
                assert by == "Олена"


@given(_acts)
def test_a_calibration_never_outlives_its_trial_unless_it_was_kept(acts: list):
    technician, trying = lived(acts), False
    for effect in technician.effects:
        match effect:
            case Hold():
                trying = True
            case KeepCalibration() | DropCalibration():
                assert trying
                trying = False
    assert trying == isinstance(technician.state.place, Trial)


@given(_acts)
def test_a_name_comes_only_with_an_answer_to_a_code_that_was_typed(acts: list):
    asked = entered = 0
    for effect in lived(acts).effects:
        asked += isinstance(effect, LookAt)
        entered += isinstance(effect, Note) and effect.what == "enter"
        assert entered <= asked


@given(_acts)
def test_without_a_touch_every_screen_goes_back_to_visitors(acts: list):
    technician = lived(acts)
    for _ in range(50):
        wake = next_wake(technician.state, technician.at)
        if wake is None:
            break
        assert wake >= technician.at or technician.wait(0) is not None
        technician.wait(max(0.0, wake - technician.at))
    assert not technician.state.is_open


@given(_acts)
def test_from_every_screen_a_button_leads_out(acts: list):
    technician = lived(acts)
    if technician.state.is_open:
        for _ in range(20):  # back, and back, and out; the first may only answer the question, nine points are touched
            if not technician.state.is_open:
                break
            buttons = presses(frame(technician.state, "dispenser-1", ROOM).face)
            on_glass = {Pattern: Seen(), Points: Pointed(Place(0.5, 0.5))}.get(type(technician.state.place))
            technician.press(Leave() if Leave() in buttons else on_glass or Back())
        assert not technician.state.is_open


@given(_acts, st.sampled_from(["uk", "en"]), st.integers(2, 20))
def test_every_state_has_words_in_both_languages(acts: list, language: str, rows: int):
    state = lived(acts).state
    if state.is_open:
        assert frame(replace(state, language=language), "dispenser-1", Room(rows, 2, rows)).hall


@given(st.lists(st.booleans(), max_size=40), st.integers(2, 12))
def test_all_lines_of_a_report_are_on_some_page(kinds: list[bool], rows: int):
    lines = tuple(
        replace(line("printer-well"), value={"uk": str(n)}, remedy={"uk": "do"} if k else {})
        for n, k in enumerate(kinds)
    )
    state = State(place=Shown("printer", Report(lines)), who="Олена", has=HAS)
    seen: list[str] = []
    for page in range(len(lines) + 1):
        face = frame(replace(state, place=Shown("printer", Report(lines), page)), "d", Room(rows, 2, 8)).face
        words = [each.value for each in face.lines]  # type: ignore[union-attr]
        seen += words if words != seen[-len(words) :] else []
    assert not lines or sorted(set(seen), key=int) == [str(n) for n in range(len(lines))]


def test_an_item_is_offered_only_where_the_appliance_has_what_it_needs():
    assert "printer" not in offered(["identify"])
    assert set(ALL) == set(ITEMS)
