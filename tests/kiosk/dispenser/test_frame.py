from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs
from msgspec.structs import replace

import kiosk.dispenser
from broker.contracts.hall_file import Package
from broker.contracts.phrases import FIRST, Phrases
from broker.contracts.snapshot import LineState, Notice, Snapshot
from kiosk.dispenser.browsing import Home, Services
from kiosk.dispenser.frame import Frame, NoticeFace, TicketFace, VisitorFace, frame
from kiosk.dispenser.inputs import ChooseService, HallSeen, Take
from kiosk.dispenser.offer_faces import MenuFace
from kiosk.dispenser.run import words_of
from kiosk.dispenser.samples import STATES
from kiosk.dispenser.visit import AboutVisitor, Issued, State
from kiosk.touch.faces import presses
from kiosk.touch.presses import Back, More
from tests.kiosk.dispenser.halls import MORNING, hall, ticket

pytestmark = pytest.mark.fast

OPEN = State(hall="open", connected=True)
KIOSK = Path(kiosk.dispenser.__file__).parents[1]


def seen(state: State, *, residence: int = 10, plain: bool = False) -> Frame:
    return frame(state, words_of(hall(residence, plain=plain)))


def test_the_first_level_names_what_is_inside_a_group():
    face = seen(OPEN).face
    assert isinstance(face, MenuFace)
    assert [b.label for b in face.buttons] == ["Місце проживання", "Земельна ділянка"]
    assert face.buttons[0].note.startswith("Послуга 0, послуга 1")
    assert face.back is None


def test_a_long_group_has_eight_buttons_of_which_the_last_leads_on():
    first = seen(replace(OPEN, place=Services("residence"))).face
    last = seen(replace(OPEN, place=Services("residence", page=1))).face
    assert isinstance(first, MenuFace)
    assert isinstance(last, MenuFace)
    assert len(first.buttons) == 8
    assert first.buttons[-1].press == More()
    assert [b.press for b in last.buttons] == [ChooseService(f"residence-{n}") for n in (7, 8, 9)]
    assert last.back is not None
    assert last.back.press == Back()


def test_a_line_without_tickets_is_shown_with_the_reason_and_cannot_be_pressed():
    face = seen(replace(OPEN, place=Services("residence"), closed_lines=frozenset({"residence"}))).face
    assert isinstance(face, MenuFace)
    assert face.buttons[0].press is None
    assert face.buttons[0].note == "Сьогодні талонів більше немає"


def test_a_closed_line_says_when_it_opens_if_that_is_known():
    opens = (("residence", datetime(2026, 11, 24, 6, 0, tzinfo=UTC)),)
    closed = replace(OPEN, place=Services("residence"), closed_lines=frozenset({"residence"}), opens=opens)
    face = seen(closed).face
    assert isinstance(face, MenuFace)
    assert face.buttons[0].note == "Наступний прийом: вівторок, 24.11, 08:00"


def in_snapshot(*opens: datetime | None, is_open: bool = False) -> HallSeen:
    lines = tuple(
        LineState(id=f"line-{n}", letter="А", open=is_open, waiting=2, held=0, estimate=None, opens=moment)
        for n, moment in enumerate(opens)
    )
    snapshot = Snapshot(seq=1, at=MORNING, hall="open", until=None, why=None, lines=lines, windows=(), calls=())
    return HallSeen.in_snapshot(snapshot, 5.0, 0.5)


def test_a_hall_that_only_calls_those_who_are_inside_is_closed_for_who_comes_now():
    early, late = datetime(2026, 11, 24, 6, 0, tzinfo=UTC), datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    assert (in_snapshot(late, early).hall, in_snapshot(late, early).until) == ("closed", early)
    assert in_snapshot(late, None).hall == "open", "a line that stands still for another reason says that reason"
    assert in_snapshot(None, is_open=True).hall == "open"
    assert in_snapshot().hall == "open"


def test_a_line_that_stands_still_says_why_and_so_does_the_menu():
    stopped = STATES["services-registers-down"](hall(), MORNING)
    face = seen(stopped).face
    assert isinstance(face, MenuFace)
    assert face.buttons[0].press is None
    assert face.buttons[0].note == "Реєстри не працюють, талонів немає"
    assert face.banner.startswith("Не працюють державні реєстри. Поки що не викликаємо: А — Місце проживання.")
    other = tuple(structs.replace(notice, code="flood") for notice in stopped.notices)
    face = seen(replace(stopped, notices=other, language="en")).face
    assert isinstance(face, MenuFace)
    assert face.buttons[0].note == "Service is suspended for now."


def test_where_windows_help_is_not_told_to_who_has_no_ticket_yet():
    surge = Notice(code="surge", text={"uk": "К — Земля: приймають також вікна 3, 5."}, lines=("land",))
    face = seen(replace(OPEN, notices=(surge,))).face
    assert isinstance(face, MenuFace)
    assert face.banner == ""


def test_the_ticket_of_a_package_names_its_services_in_order():
    moving = Package(id="moving", name={"uk": "Переїзд"}, legs=("residence-1", "plot"))
    the_hall = structs.replace(hall(), package=(moving,))
    taken = ticket("01", package="moving", service="residence-1", legs=("plot",))
    face = frame(replace(OPEN, place=Issued(taken, "printed", 0.0)), words_of(the_hall)).face
    assert isinstance(face, TicketFace)
    assert face.service == "Переїзд: Послуга 1 → Земельна ділянка"


def test_the_menu_says_before_the_touch_that_nothing_will_be_printed():
    face = seen(replace(OPEN, can_print=False)).face
    assert isinstance(face, MenuFace)
    assert "з’явиться на екрані" in face.banner


def test_the_priority_step_says_which_document_will_be_asked_for():
    face = seen(replace(OPEN, place=AboutVisitor("plot", Home()))).face
    assert isinstance(face, VisitorFace)
    (veteran,) = face.classes
    assert veteran.press == Take("veteran")
    assert veteran.note == "Покажете: посвідчення учасника бойових дій"
    assert face.go.press == Take()


def test_the_ticket_says_how_many_are_ahead_when_and_where():
    face = seen(replace(OPEN, place=Issued(ticket("T1"), "printed", 0.0))).face
    assert isinstance(face, TicketFace)
    assert (face.number, face.mark, face.service) == ("А042", "", "Земельна ділянка")
    # 08:21–08:36 in UTC, on the clock of the hall, on fives as on the slip.
    assert [f.value for f in face.facts] == ["7", "10:20–10:40", "Зал 1"]
    assert face.qr == ""


def test_a_ticket_without_an_estimate_does_not_invent_one():
    face = seen(replace(OPEN, place=Issued(ticket("T1", estimate=None, ahead=None), "printed", 0.0))).face
    assert isinstance(face, TicketFace)
    assert [f.value for f in face.facts] == ["час невідомий", "Зал 1"]


def test_a_ticket_without_paper_shows_its_code_and_a_priority_its_mark():
    face = seen(replace(OPEN, place=Issued(ticket("T1", priority="veteran"), "on-screen", 0.0))).face
    assert isinstance(face, TicketFace)
    assert (face.mark, face.qr) == ("П", "T1")
    assert "Сфотографуйте" in face.message


def test_a_closed_hall_says_when_it_opens():
    opening = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    face = seen(replace(OPEN, hall="closed", until=opening)).face
    assert isinstance(face, NoticeFace)
    assert face.detail == "Наступний прийом:\nвівторок, 24.11, 08:00"


@pytest.mark.parametrize(
    ("why", "title"),
    [
        ("air-raid", "Повітряна тривога"),
        ("flood", "Прийом тимчасово призупинено"),
        (None, "Прийом тимчасово призупинено"),
    ],
)
def test_a_suspended_hall_says_why_if_there_are_words_for_it(why: str | None, title: str):
    face = seen(replace(OPEN, hall="suspended", why=why)).face
    assert isinstance(face, NoticeFace)
    assert face.title == title


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("language", ["uk", "en", "pl"])
def test_every_screen_has_words_in_every_language_and_a_way_on(name: str, language: str):
    the_hall = hall(offer=True)
    state = replace(STATES[name](the_hall, MORNING + timedelta(hours=1)), language=language)
    drawn = frame(state, words_of(the_hall))
    assert drawn.hall
    assert all("{" not in str(part) for part in (drawn.face, drawn.reading))
    waits_for_the_hall = isinstance(drawn.face, NoticeFace) or name == "issuing"
    assert presses(drawn.face) or waits_for_the_hall


@pytest.mark.parametrize("folder", [KIOSK / "touch" / "phrases", KIOSK / "dispenser" / "phrases"])
def test_no_language_lacks_a_phrase(folder: Path):
    phrases = Phrases.load(folder)
    for language in phrases.languages:
        assert phrases.keys(language) == phrases.keys(FIRST)
