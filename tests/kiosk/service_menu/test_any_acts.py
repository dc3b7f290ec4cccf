"""Whatever a technician does, in any order: nothing without a code, nothing without words, and always a way out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.service_menu.calibration import Place
from kiosk.service_menu.flow import next_wake
from kiosk.service_menu.frame import frame
from kiosk.service_menu.inputs import (
    Begin,
    Digit,
    Do,
    DropCalibration,
    Erase,
    Hold,
    Judge,
    Keep,
    KeepCalibration,
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
    Pattern,
    Points,
    Shown,
    State,
    Trial,
)
from kiosk.touch.faces import presses
from kiosk.touch.presses import Back, Drawn, Leave, Speak, StillHere, ToggleContrast, ToggleLarge
from tests.kiosk.service_menu.technician import ALL, GOOD, HAS, ROOM, Technician

pytestmark = pytest.mark.fast

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
