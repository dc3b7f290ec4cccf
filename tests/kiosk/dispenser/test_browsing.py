"""Walking through what is offered, by the buttons that are on the screen and no others."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.many_services import hall_file
from broker.contracts.hall_check import parse, remarks
from kiosk.dispenser.browsing import Around, Branches, Card, Home, Purposes, Search, Services, walk
from kiosk.dispenser.errands.wanted import Waiting
from kiosk.dispenser.flow import step
from kiosk.dispenser.frame import frame
from kiosk.dispenser.inputs import (
    BranchSeen,
    ChooseGroup,
    ChooseMatter,
    ChooseService,
    CitySeen,
    Effect,
    GoOn,
    HallSeen,
    Input,
    LinkChanged,
    OpenBranches,
    OpenSearch,
    SendTake,
    Take,
)
from kiosk.dispenser.menu import LIFE_EVENTS, services_of
from kiosk.dispenser.offer_faces import BranchesFace, CardFace, MenuFace, SearchFace
from kiosk.dispenser.run import words_of
from kiosk.dispenser.visit import AboutVisitor, Issuing, State, started
from kiosk.touch.faces import presses
from kiosk.touch.presses import Back, More, Touched
from kiosk.touch.typing_keys import Erase, Type
from tests.kiosk.dispenser.halls import MORNING, hall

pytestmark = pytest.mark.fast

MANY = parse(hall_file(700))
WORDS = {
    "offer": words_of(hall(12, offer=True)),
    "many": words_of(MANY),
    "plain": words_of(hall(12, plain=True, offer=True)),
}
_BRANCH = BranchSeen({"uk": "Лівий берег"}, {"uk": "просп. Злагоди, 12"}, True, 4, 9.0, 0.0)


class Visitor:
    """Somebody at an open dispenser who presses what is there, a second apart."""

    def __init__(self, which: str = "offer") -> None:
        self.words = WORDS[which]
        self.at = 100.0
        self.state: State = started(self.at)
        self.sent: list[Effect] = []
        self._ids = count()
        self.tell(LinkChanged(self.at, connected=True))
        self.tell(CitySeen(self.at, (_BRANCH,)))

    def tell(self, event: Input) -> None:
        self.state, effects = step(self.state, event, self.words.menu)
        self.sent += [effect for effect in effects if isinstance(effect, SendTake)]

    def hall(self, **closed: object) -> None:
        self.tell(HallSeen(self.at, "open", **closed))  # type: ignore[arg-type]

    @property
    def face(self) -> object:
        return frame(self.state, self.words).face

    def buttons(self) -> list[object]:
        return presses(self.face)

    def press(self, *pressed: object, after: float = 1.0) -> Visitor:
        for each in pressed:
            self.at += after
            self.hall()
            assert each is None or each in self.buttons(), f"{each} is not on {self.face}"
            self.tell(Touched(self.at, each, f"id-{next(self._ids)}"))
        return self

    def type(self, word: str) -> Visitor:
        self.at += 1.0  # the hand goes to the keyboard
        return self.press(*map(Type, word), after=0.15)


def opened(which: str = "offer") -> Visitor:
    visitor = Visitor(which)
    visitor.hall()
    return visitor


def test_a_matter_asks_for_the_purpose_and_its_service_for_a_look_at_the_card():
    visitor = opened().press(ChooseGroup("papers"), ChooseMatter("passport"))
    assert visitor.state.place == Purposes("passport", Services("papers"))
    visitor.press(ChooseService("passport-submit"))
    face = visitor.face
    assert isinstance(face, CardFace)
    assert [section.lines for section in face.sections] == [
        ("довідка",),
        ("паспорт", "квитанція"),
        ("790,50 грн, карткою",),
        ("20 днів",),
    ]
    visitor.press(GoOn(), Take())
    (take,) = visitor.sent
    assert isinstance(take, SendTake)
    assert take.service == "passport-submit"


def test_a_service_without_a_card_has_no_step_more():
    visitor = opened().press(ChooseGroup("papers"), ChooseMatter("passport"), ChooseService("passport-complaint"))
    assert isinstance(visitor.state.place, AboutVisitor)


def test_where_nothing_is_asked_the_card_gives_the_ticket():
    visitor = opened("plain").press(ChooseGroup("papers"), ChooseGroup("old-papers"), ChooseService("archive"), GoOn())
    assert isinstance(visitor.state.place, Issuing)
    assert isinstance(visitor.face, CardFace), "what stood there stays while the answer is under way"


def test_life_events_have_a_way_of_their_own():
    visitor = opened().press(ChooseGroup(LIFE_EVENTS), ChooseGroup("birth"), ChooseMatter("passport"))
    assert visitor.press(Back(), Back(), Back()).state.place == Home()


def test_what_is_typed_finds_a_service_and_the_way_goes_on_as_from_a_list():
    visitor = opened().press(OpenSearch()).type("паспотр")
    assert ChooseMatter("passport") in visitor.buttons()
    visitor.press(ChooseMatter("passport"), ChooseService("passport-submit"), GoOn(), Take())
    assert len(visitor.sent) == 1


def test_back_from_what_was_found_keeps_what_was_typed():
    visitor = opened().press(OpenSearch()).type("архів")
    visitor.press(ChooseService("archive"), Back())
    assert isinstance(visitor.state.place, Search)
    assert visitor.state.place.typed.text == "архів"
    assert visitor.press(Back()).state.place == Home()


def test_letters_follow_each_other_faster_than_the_strike_guard_but_a_result_does_not():
    visitor = opened().press(OpenSearch()).type("копія")
    visitor.press(ChooseService("archive-copy"), after=0.3)
    assert isinstance(visitor.state.place, Search), "the finger was on its way to a key"
    visitor.press(ChooseService("archive-copy"))
    assert isinstance(visitor.state.place, AboutVisitor)


def test_a_trembling_finger_types_one_letter():
    visitor = opened().press(OpenSearch())
    visitor.press(Type("а"), Type("а"), Type("а"), after=0.6)
    visitor.press(Type("а"), after=0.2).press(Erase(), after=0.2)
    assert isinstance(visitor.state.place, Search)
    assert visitor.state.place.typed.text == "аа"


def test_a_small_hall_needs_no_search():
    small = Visitor()
    small.words = words_of(hall(3))
    small.hall()
    assert OpenSearch() not in small.buttons()


def test_closed_lines_say_when_they_open_in_what_was_found_in_purposes_and_on_the_card():
    visitor = opened().press(OpenSearch()).type("паспорт")
    opens = (("residence", MORNING), ("land", MORNING))
    visitor.hall(closed_lines=frozenset({"residence", "land"}), opens=opens)
    face = visitor.face
    assert isinstance(face, SearchFace)
    (found,) = [button for button in face.results if "паспорт" in button.label.lower()]
    assert found.press is None
    assert "понеділок" in found.note
    visitor.hall()
    visitor.press(ChooseMatter("passport"))
    visitor.hall(closed_lines=frozenset({"residence"}), opens=opens[:1])
    face = visitor.face
    assert isinstance(face, MenuFace)
    assert [(button.press is None, "понеділок" in button.note) for button in face.buttons] == [
        (False, False),
        (True, True),
    ]
    visitor.hall()
    visitor.press(ChooseService("passport-submit"))
    visitor.hall(closed_lines=frozenset({"residence"}), opens=opens[:1])
    face = visitor.face
    assert isinstance(face, CardFace)
    assert "понеділок" in face.closed
    assert face.go.press is None


def test_a_line_that_closes_while_a_card_is_read_gives_no_ticket():
    visitor = opened("plain").press(ChooseGroup("papers"), ChooseGroup("old-papers"), ChooseService("archive"))
    visitor.at += 1
    visitor.hall(closed_lines=frozenset({"land"}))
    visitor.tell(Touched(visitor.at, GoOn(), "id"))
    assert not visitor.sent
    assert isinstance(visitor.state.place, Card)


def test_other_halls_are_told_with_the_age_of_what_is_known():
    visitor = opened().press(OpenBranches())
    face = visitor.face
    assert isinstance(face, BranchesFace)
    (row,) = face.rows
    assert (row.load, row.age) == ("Чекають 4 людини, близько 9 хв", "Оновлено 1 хв тому")
    visitor.state = replace(visitor.state, place=Branches(8000.0))
    face = visitor.face
    assert isinstance(face, BranchesFace)
    assert face.rows[0].load == "Свіжих даних немає"
    assert visitor.press(Back()).state.place == Home()


def test_where_nobody_tells_of_other_halls_there_is_no_button():
    visitor = opened()
    visitor.tell(CitySeen(visitor.at, ()))
    assert OpenBranches() not in visitor.buttons()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(WORDS)), st.lists(st.integers(0, 999), max_size=25))
def test_from_wherever_buttons_lead_back_leads_home(which: str, chosen: list[int]):
    visitor = opened(which)
    for each in chosen:
        if isinstance(visitor.state.place, Issuing | Waiting):
            break
        buttons = visitor.buttons()
        visitor.press(buttons[each % len(buttons)])
    steps = 0
    while not isinstance(visitor.state.place, Issuing | Waiting) and visitor.state.place != Home():
        assert steps < 200
        visitor.press(Back())
        steps += 1
    assert len(visitor.sent) <= 1


@pytest.mark.parametrize("which", ["offer", "many"])
def test_every_service_is_reached_by_the_buttons_from_the_first_screen(which: str):
    visitor = opened(which)
    menu = visitor.words.menu
    around = Around(menu, 8, gives=lambda _service: True, branches=False, at=0.0)
    seen: set[object] = {Home()}
    reached: set[str] = set()
    rest: list[object] = [Home()]
    while rest:
        visitor.state = replace(visitor.state, place=rest.pop())  # type: ignore[arg-type]
        face = visitor.face
        assert isinstance(face, MenuFace)
        assert len(face.buttons) <= 8
        for press in visitor.buttons():
            if isinstance(press, ChooseService):
                reached.add(press.service)
            elif isinstance(press, ChooseGroup | ChooseMatter | More):
                place = walk(visitor.state.place, press, around)  # type: ignore[arg-type]
                if place not in seen:
                    seen.add(place)
                    rest.append(place)
    assert reached == set(menu.services)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 699))
def test_any_of_700_services_is_found_by_its_name(place: int):
    service = MANY.service[place]
    offered = WORDS["many"].menu.find(service.name["uk"])[:5]
    assert service.id in {each.id for offer in offered for each in services_of(offer)}


def test_the_generated_hall_has_as_many_services_as_it_says():
    assert len(MANY.service) == 700
    assert remarks(hall_file(700)) == []
