import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.info import faces, inputs, visit
from kiosk.info.frame import frame
from kiosk.info.inputs import (
    CardSettled,
    GoHome,
    OpenCard,
    OpenMap,
    OpenSearch,
    PrintCard,
    PrinterSeen,
    PrintSlip,
    Turn,
)
from kiosk.info.visit import PRINT_PATIENCE, Card, Home, Map
from kiosk.touch.faces import buttons, presses
from kiosk.touch.presses import Back, Leave, Speak, ToggleContrast, ToggleLarge, ToggleLow
from kiosk.touch.typing_keys import Type
from tests.kiosk.info.halls import Terminal

pytestmark = pytest.mark.fast

CARD = "01-01/01"
walks = st.lists(st.integers(0, 10_000), min_size=1, max_size=16)
READINGS = (Speak("en"), Speak("uk"), ToggleLarge(), ToggleContrast(), ToggleLow())


def walked(terminal: Terminal, choices: list[int]) -> None:
    """Touch one button after the other, whichever they are; now and then the reading bar."""
    for choice in choices:
        there = [*terminal.presses, *READINGS]
        terminal.touch(there[choice % len(there)])


@settings(max_examples=50, deadline=None)
@given(walks, st.booleans())
def test_from_every_screen_one_touch_leads_home(choices: list[int], wide: bool):  # noqa: FBT001
    terminal = Terminal(wide=wide)
    walked(terminal, choices)
    if terminal.state.path != (Home(),):
        assert GoHome() in terminal.presses
        terminal.touch(GoHome())
    assert terminal.state.path == (Home(),)


@settings(max_examples=40, deadline=None)
@given(walks)
def test_every_screen_comes_home_by_itself_and_the_next_visitor_finds_it_in_ukrainian(choices: list[int]):
    terminal = Terminal()
    walked(terminal, choices)
    terminal.wait(1000.0, hall_alive=False)
    assert terminal.state.at_rest


@settings(max_examples=40, deadline=None)
@given(walks)
def test_back_leads_through_the_screens_that_one_came_by(choices: list[int]):
    terminal = Terminal()
    walked(terminal, choices)
    path = terminal.state.path
    while len(path) > 1:
        assert Back() in terminal.presses
        terminal.touch(Back())
        assert terminal.state.path == path[:-1]
        path = terminal.state.path


@settings(max_examples=40, deadline=None)
@given(walks, st.booleans())
def test_every_screen_says_what_it_is_in_words_that_can_be_read_aloud(choices: list[int], wide: bool):  # noqa: FBT001
    terminal = Terminal(wide=wide)
    for choice in choices:
        face = terminal.frame.face
        assert face.title
        assert all(button.label or button.spoken for button in buttons(face))
        there = terminal.presses
        terminal.touch(there[choice % len(there)])


@settings(max_examples=30, deadline=None)
@given(walks, st.sampled_from([OpenCard("99-99/99"), OpenMap((99,)), Turn(-3), inputs.Zoom(99), inputs.FindSpot(-1)]))
def test_what_is_not_there_opens_nothing_and_breaks_nothing(choices: list[int], press: inputs.Press):
    terminal = Terminal()
    walked(terminal, choices)
    terminal.touch(press)
    assert presses(terminal.frame.face)


def test_a_card_is_printed_once_however_often_the_button_is_struck():
    terminal = Terminal()
    terminal.touch(OpenCard(CARD))
    for _ in range(4):
        terminal.touch(PrintCard(CARD), after=0.6)
    wishes = [e for e in terminal.effects if isinstance(e, PrintSlip)]
    assert len(wishes) == 1
    terminal.tell(CardSettled(terminal.at, wishes[0].id, printed=True))
    face = terminal.frame.face
    assert isinstance(face, faces.TextFace)
    assert face.told == "Картку надруковано. Візьміть її."


def test_a_printer_that_says_nothing_has_failed_and_the_visitor_is_told():
    terminal = Terminal()
    terminal.touch(OpenCard(CARD))
    terminal.touch(PrintCard(CARD))
    terminal.wait(PRINT_PATIENCE + 0.1)
    assert terminal.state.printing == "failed"
    wish = next(e for e in terminal.effects if isinstance(e, PrintSlip))
    terminal.tell(CardSettled(terminal.at, wish.id, printed=True))  # it comes out after all, unasked for
    assert terminal.state.printing == "failed"


@pytest.mark.parametrize("can_print", [False, None])
def test_without_a_printer_nothing_is_asked_of_it(can_print: bool | None):  # noqa: FBT001
    terminal = Terminal()
    terminal.tell(PrinterSeen(terminal.at, can_print))
    terminal.touch(OpenCard(CARD))
    terminal.touch(PrintCard(CARD))
    assert not any(isinstance(e, PrintSlip) for e in terminal.effects)
    offered = [b for b in buttons(terminal.frame.face) if isinstance(b.press, PrintCard)]
    assert offered == []


def test_search_finds_what_is_meant_by_the_word_that_people_use():
    terminal = Terminal()
    terminal.touch(OpenSearch())
    terminal.wait(1.0)
    for letter in "прописка":
        terminal.touch(Type(letter), after=0.2)
    assert OpenCard(CARD) in terminal.presses


def test_a_map_knows_its_floors_and_the_way_goes_on_on_the_next():
    terminal = Terminal()
    terminal.touch(OpenMap((14,)))
    face = terminal.frame.face
    assert isinstance(face, faces.MapFace)
    assert "14" in face.told
    assert "ліфтом" in face.told
    assert face.picture.here is None
    assert face.picture.way[-1] == (8.0, 22.0)
    terminal.touch(inputs.ShowFloor("1"))
    face = terminal.frame.face
    assert isinstance(face, faces.MapFace)
    assert face.picture.here is not None
    assert face.picture.way[0] == face.picture.here
    assert terminal.state.place == Map("1", windows=(14,))


def test_nothing_is_called_open_once_the_hall_is_not_heard_any_more():
    terminal = Terminal()
    terminal.touch(inputs.OpenHours())
    face = terminal.frame.face
    assert isinstance(face, faces.TableFace)
    assert any(row.tone == "open" for row in face.rows)
    terminal.wait(6.0, hall_alive=False)
    face = terminal.frame.face
    assert isinstance(face, faces.TableFace)
    assert not any(row.tone == "open" for row in face.rows)
    assert "10:42" in face.note


def test_a_walk_of_any_length_is_remembered_in_so_many_screens():
    terminal = Terminal()
    for _ in range(60):
        terminal.touch(OpenCard(CARD))
        terminal.touch(OpenMap((3,)))
    assert len(terminal.state.path) == visit.DEEPEST
    assert terminal.state.path[0] == Home()


def test_pages_of_a_card_hold_all_of_it_in_their_order():
    terminal = Terminal()
    terminal.touch(OpenCard(CARD))
    told: list[str] = []
    while True:
        face = terminal.frame.face
        assert isinstance(face, faces.TextFace)
        told += [block.words for block in face.blocks]
        later = face.ways.later
        if later is None or later.press is None:
            break
        terminal.touch(later.press)
    headings = ["Хто надає", "Хто може звернутися", "Які документи потрібні", "Скільки коштує", "За яким законом"]
    places = [told.index(heading) for heading in headings]
    assert places == sorted(places)
    assert any("№ 5203-VI" in words for words in told)


def test_equal_states_give_equal_frames():
    terminal = Terminal()
    terminal.touch(OpenCard(CARD))
    assert frame(terminal.state, terminal.words) == frame(replace(terminal.state), terminal.words)
    assert isinstance(terminal.state.place, Card)


def test_leaving_is_for_the_next_visitor():
    terminal = Terminal()
    terminal.touch(Speak("en"))
    terminal.touch(OpenCard(CARD))
    terminal.touch(Leave())
    assert terminal.state.at_rest
