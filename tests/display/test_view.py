"""What the board says is what the snapshot says, or says how old it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

import display.board
from broker.contracts.hall_file import HallFile, Phone, Window
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import LineState, Range, Snapshot
from display.board.layouts.shape import Arrow, BoardPart, Code, Layout, Message
from display.board.samples import STATES, heard, snapshot
from display.board.view import Heard, Teller, View
from display.board.words import NO_BREAK
from display.board.zones import ArrowRow
from display.look.two_languages import Words
from tests.display.halls import HALL, NOON

pytestmark = pytest.mark.fast

PHRASES = Phrases.load(Path(display.board.__file__).with_name("phrases"))


def view(of: Heard, *languages: str, hall: HallFile = HALL) -> View:
    return Teller(hall, PHRASES, languages or ("uk", "en")).view(of)


def with_line(**changes: object) -> Snapshot:
    line = LineState(
        id="residence",
        letter="А",
        open=True,
        waiting=7,
        held=0,
        estimate=Range(
            earliest=NOON + timedelta(minutes=21),
            likely=NOON + timedelta(minutes=27),
            latest=NOON + timedelta(minutes=36),
        ),
    )
    return msgspec.structs.replace(snapshot(HALL, NOON), lines=(msgspec.structs.replace(line, **changes),))


def test_a_call_says_number_window_and_zone() -> None:
    shown = view(STATES["busy"](HALL, NOON)).calls
    assert len(shown) == 8
    assert (shown[0].number, shown[0].window, shown[0].zone) == ("А042", "5", "Зал 1")


def test_a_priority_is_marked_and_the_mark_explained() -> None:
    said = view(STATES["busy"](HALL, NOON))
    assert [row.mark for row in said.calls[:3]] == ["", "П", "З"]
    strip = "П — пріоритет  ·  priority,  З — за записом  ·  booked"
    assert said.strip.replace(NO_BREAK, " ") == strip


@pytest.mark.parametrize(
    ("changes", "mark", "means"),
    [
        ({"priority": True, "booked": True}, "П", "пріоритет"),
        ({"booked": True}, "З", "за записом"),
        ({"reason": "appointment-due"}, "З", "за записом"),
        ({"reason": "returned"}, "В", "повернулися до черги"),
        ({"reason": "transferred"}, "Д", "далі в іншому вікні"),
        ({"reason": "next-leg"}, "Д", "далі в іншому вікні"),
    ],
)
def test_a_number_out_of_order_says_why(changes: dict[str, object], mark: str, means: str) -> None:
    plain = snapshot(HALL, NOON, calls=1)
    call = msgspec.structs.replace(plain.calls[0], **changes)
    said = view(heard(msgspec.structs.replace(plain, calls=(call,)), NOON), "uk")
    assert said.calls[0].mark == mark
    assert f"{mark} — {means}" in said.strip.replace(NO_BREAK, " ")


@pytest.mark.parametrize("reason", ["needs", "operator", "oldest", "other-line", ""])
def test_what_is_a_visitors_own_has_no_mark(reason: str) -> None:
    plain = snapshot(HALL, NOON, calls=1)
    call = msgspec.structs.replace(plain.calls[0], reason=reason)
    assert view(heard(msgspec.structs.replace(plain, calls=(call,)), NOON), "uk").calls[0].mark == ""


def test_a_hall_without_priorities_explains_none() -> None:
    assert view(STATES["empty"](HALL, NOON), hall=msgspec.structs.replace(HALL, priority=())).strip == ""


def test_a_hall_of_one_zone_does_not_name_it() -> None:
    alone = msgspec.structs.replace(HALL, window=HALL.window[:5])
    assert {row.zone for row in view(STATES["busy"](alone, NOON), hall=alone).calls} == {""}


def test_the_forecast_is_widened_to_whole_five_minutes_and_never_narrowed() -> None:
    line = view(heard(with_line(), NOON)).lines[0]
    assert (line.waiting, line.when, line.time_known) == ("7", "12:20–12:40", True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"estimate": None}, "час невідомий"),
        ({"waiting": 0, "estimate": Range(earliest=NOON, likely=NOON, latest=NOON)}, "черги немає"),
        ({"open": False, "waiting": 0, "estimate": None}, "не приймає"),
        ({"open": False, "waiting": 3}, "час невідомий"),
    ],
)
def test_a_line_without_a_forecast_says_why(changes: dict[str, object], said: str) -> None:
    line = view(heard(with_line(**changes), NOON)).lines[0]
    assert (line.when, line.time_known) == (said, False)


def test_data_older_than_five_seconds_says_its_age_in_both_languages() -> None:
    assert not view(heard(snapshot(HALL, NOON), NOON, age=5.0)).stale
    old = view(heard(snapshot(HALL, NOON), NOON, age=7.4))
    assert old.stale
    assert old.strip == "Дані 7 с тому — зв’язок відновлюється  ·  Data 7 s old — reconnecting"


@pytest.mark.parametrize(("age", "said"), [(59.9, "59 с"), (60.0, "1 хв"), (3599.0, "59 хв"), (7300.0, "2 год")])
def test_a_greater_age_is_told_in_greater_units(age: float, said: str) -> None:
    assert f"Дані {said} тому" in view(heard(snapshot(HALL, NOON), NOON, age=age)).strip


def test_a_board_without_its_broker_keeps_the_calls_but_not_the_forecasts() -> None:
    away = view(STATES["away"](HALL, NOON))
    assert len(away.calls) == 8
    assert {line.when for line in away.lines} == {"час невідомий"}


def test_a_board_that_never_heard_anything_says_that_it_is_connecting() -> None:
    said = view(STATES["connecting"](HALL, NOON))
    assert said.banner.title.first == "З’єднуємося з чергою…"
    assert not said.calls
    assert not said.stale


@pytest.mark.parametrize("why", ["air-raid", "evacuation", "registers-down", "power"])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_suspended_hall_says_why(why: str, language: str) -> None:
    of = msgspec.structs.replace(snapshot(HALL, NOON), hall="suspended", why=why)
    said = view(heard(of, NOON), language)
    banner = said.banner
    assert banner.kind == "suspended"
    assert banner.whole
    assert (said.calls, said.lines) == ((), ()), "nobody is called, and nobody's time is known"
    assert banner.title.first == PHRASES.say(language, f"suspended.{why}.title")


def test_a_reason_that_nobody_translated_is_still_a_suspension() -> None:
    of = msgspec.structs.replace(snapshot(HALL, NOON), hall="suspended", why="fire-drill")
    assert view(heard(of, NOON)).banner.title.first == "Прийом призупинено"


def test_a_line_that_stands_still_says_so_and_the_others_go_on() -> None:
    said = view(STATES["registers-down"](HALL, NOON), "en")
    assert [line.when for line in said.lines[:2]] == ["suspended", "suspended"]
    assert said.lines[2].time_known
    assert [notice.grave for notice in said.notices] == [True, False]
    assert "registers are down" in said.notices[0].words.first
    assert said.notices[0].words.second == "", "a board in one language has one"


def test_notices_leave_room_for_the_calls() -> None:
    many = msgspec.structs.replace(
        snapshot(HALL, NOON), notices=STATES["registers-down"](HALL, NOON).snapshot.notices * 3
    )  # type: ignore[union-attr]
    assert len(view(heard(many, NOON)).notices) == 2


def test_in_an_alarm_nothing_but_the_alarm_is_told() -> None:
    of = STATES["registers-down"](HALL, NOON).snapshot
    assert of
    assert view(heard(msgspec.structs.replace(of, hall="suspended", why="air-raid"), NOON)).notices == ()


def test_a_closed_hall_shows_no_queue() -> None:
    said = view(STATES["closed"](HALL, NOON))
    assert said.banner.kind == "closed"
    assert said.lines == ()


def test_a_closed_hall_says_when_it_receives_again() -> None:
    closed = snapshot(HALL, NOON)
    tomorrow = (NOON + timedelta(days=1)).replace(hour=8, minute=0)
    banner = view(heard(msgspec.structs.replace(closed, hall="closed", until=tomorrow), NOON)).banner
    assert banner.more.first.startswith("Наступний прийом: ")
    assert banner.more.first.endswith(", 08:00")
    assert banner.more.second.startswith("Next reception: ")
    today = view(heard(msgspec.structs.replace(closed, hall="closed", until=NOON.replace(hour=13)), NOON)).banner
    assert (today.title.first, today.more.first) == ("Зараз прийому немає", "Початок прийому: 13:00")
    unknown = view(heard(msgspec.structs.replace(closed, hall="closed", until=None), NOON)).banner
    assert unknown.more.first == "Дякуємо, що завітали"


def test_a_line_that_opens_later_today_says_when() -> None:
    shut = {"open": False, "waiting": 0, "estimate": None}
    later = with_line(**shut, opens=NOON.replace(hour=14, minute=30))
    assert view(heard(later, NOON)).lines[0].when == "з 14:30"
    tomorrow = with_line(**shut, opens=NOON + timedelta(days=1))
    assert view(heard(tomorrow, NOON)).lines[0].when == "не приймає"


def test_the_clock_is_the_halls() -> None:
    said = view(heard(None, NOON))
    assert (said.clock, said.date) == ("12:00", f"понеділок, 23{NO_BREAK}листопада")
    assert view(heard(None, NOON), "en").date == f"Monday, 23{NO_BREAK}November"


def test_every_phrase_is_said_in_both_languages() -> None:
    assert PHRASES.keys("uk") == PHRASES.keys("en")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("languages", [("uk", "en"), ("en",), ("uk",)])
def test_every_state_can_be_told(state: str, languages: tuple[str, ...]) -> None:
    said = view(STATES[state](HALL, NOON), *languages)
    assert said.clock == "12:00"


def test_in_an_air_raid_the_board_says_where_the_shelter_is() -> None:
    shelter = {"uk": "Укриття: підвал, вхід із двору", "en": "Shelter: the basement, from the yard"}
    hall = msgspec.structs.replace(HALL, hall=msgspec.structs.replace(HALL.hall, shelter=shelter))
    said = view(STATES["air-raid"](hall, NOON), hall=hall).banner
    assert said.title.first == "Повітряна тривога"
    assert said.more.first.startswith("Укриття: підвал, вхід із двору. Пройдіть")
    assert said.more.second.startswith("Shelter: the basement, from the yard. Please")


def test_a_line_that_gives_no_more_tickets_says_so_while_reception_ends() -> None:
    said = view(STATES["closing"](HALL, NOON), "uk")
    assert {line.when for line in said.lines} == {"лише з талоном"}
    assert said.notices[0].words.first.startswith("Прийом на сьогодні завершується")
    assert len(said.calls) == 8, "whoever has a ticket is still called"


def zoned(**changes: object) -> Layout:
    board = BoardPart(zones=("hall-1",))
    return Layout(board=board, arrow=(Arrow(zone="hall-2", points="up"),), **changes)  # type: ignore[arg-type]


def test_a_board_of_one_zone_shows_its_calls_and_where_the_others_are() -> None:
    said = Teller(HALL, PHRASES, ("uk",), zoned()).view(STATES["many-new"](HALL, NOON))
    assert {call.window for call in said.calls} <= {"1", "2", "3", "4", "5"}
    assert {call.zone for call in said.calls} == {""}
    elsewhere = said.arrows[0]
    assert (elsewhere.zone, elsewhere.way) == ("Зал 2", "up")
    assert elsewhere.numbers, "whom the other zone is calling is told"
    assert not {call.number for call in said.calls} & set(elsewhere.numbers)


def test_a_board_to_whose_zone_nobody_was_called_says_so_and_where_the_calls_are() -> None:
    said = Teller(HALL, PHRASES, ("uk", "en"), zoned()).view(STATES["elsewhere"](HALL, NOON))
    assert said.calls == ()
    assert said.banner.kind == "quiet"
    assert said.banner.title == Words("Сюди викликів ще не було", "No calls here yet")
    assert said.banner.more == Words("Зараз викликають: Зал 2", "Calling now: Зал 2")
    calm = Teller(HALL, PHRASES, ("uk",), zoned()).view(STATES["empty"](HALL, NOON))
    assert (calm.banner.title.first, calm.banner.more.first) == ("Викликів ще не було", "Ваш номер з’явиться тут")
    whole = view(STATES["elsewhere"](HALL, NOON))
    assert whole.calls, "a board of all zones has the calls"
    assert not whole.banner.kind


def test_of_many_calls_elsewhere_the_newest_are_named_and_the_others_counted() -> None:
    row = ArrowRow("Зал 2", "up", ("В064", "Ж059", "А001", "А002"))
    assert row.told == "В064  Ж059  +2"
    assert ArrowRow("Зал 2", "up", ("В064",)).told == "В064"


def test_nothing_stands_under_an_alarm_and_no_signs_are_explained_where_there_are_no_calls() -> None:
    messages = (Message(text={"uk": "Обідньої перерви немає"}),)
    teller = Teller(HALL, PHRASES, ("uk",), Layout(board=BoardPart(), message=messages))
    assert teller.view(STATES["air-raid"](HALL, NOON)).strip == ""
    assert teller.next_turn(STATES["air-raid"](HALL, NOON)) == 0
    assert teller.view(STATES["closed"](HALL, NOON)).strip == "Обідньої перерви немає"
    assert Teller(HALL, PHRASES, ("uk",)).view(STATES["closed"](HALL, NOON)).strip == ""


def test_the_code_opens_the_halls_own_page_unless_the_layout_names_another() -> None:
    hall = msgspec.structs.replace(HALL, phone=Phone(address="https://cherga.example.gov.ua"))
    said = view(STATES["busy"](hall, NOON), hall=hall)
    assert said.code == "https://cherga.example.gov.ua/public"
    assert said.code_words == Words("Черга на телефоні", "The queue on your phone")
    own = Layout(board=BoardPart(), qr=Code(address="https://example.org/q", text={"uk": "Сюди"}))
    assert Teller(hall, PHRASES, ("uk",), own).view(STATES["busy"](hall, NOON)).code == "https://example.org/q"
    assert view(STATES["busy"](HALL, NOON)).code == ""


def test_a_board_of_all_zones_points_to_each_calls_zone() -> None:
    layout = Layout(board=BoardPart(), arrow=(Arrow(zone="hall-2", points="left"),))
    said = Teller(HALL, PHRASES, ("uk",), layout).view(STATES["busy"](HALL, NOON))
    assert {call.way for call in said.calls if call.zone == "Зал 2"} == {"left"}
    assert {call.way for call in said.calls if call.zone == "Зал 1"} == {"right"}
    assert said.arrows == ()


def test_a_board_of_one_zone_names_the_lines_that_are_served_there() -> None:
    hall = msgspec.structs.replace(
        HALL,
        window=(Window(id=1, zone="hall-1", lines=("residence",)), Window(id=2, zone="hall-2", lines=("passport",))),
    )
    said = Teller(hall, PHRASES, ("uk",), zoned()).view(STATES["busy"](hall, NOON))
    assert [line.letter for line in said.lines] == ["А"]


def at(monotonic: float) -> Heard:
    return msgspec.structs.replace(STATES["busy"](HALL, NOON), monotonic=monotonic)


def test_languages_take_turns_where_the_layout_wants_it() -> None:
    teller = Teller(HALL, PHRASES, ("uk", "en"), Layout(board=BoardPart(languages="alternating", turn=10)))
    assert [teller.view(at(moment)).ticket for moment in (0, 9.9, 10, 20)] == [
        Words("Талон"),
        Words("Талон"),
        Words("Ticket"),
        Words("Талон"),
    ]
    assert teller.next_turn(at(7.0)) == pytest.approx(3.0)
    assert Teller(HALL, PHRASES, ("uk", "en")).next_turn(at(7.0)) == 0


def test_messages_take_turns_in_the_strip_and_none_of_them_runs() -> None:
    messages = (Message(text={"uk": "Понеділок — день бізнесу", "en": "Mondays: business"}, seconds=20),)
    teller = Teller(HALL, PHRASES, ("uk",), Layout(board=BoardPart(), message=messages))
    assert teller.view(at(0)).strip.startswith(f"П{NO_BREAK}—{NO_BREAK}")
    assert teller.view(at(12)).strip == "Понеділок — день бізнесу"
    assert teller.next_turn(at(12)) == pytest.approx(20)
    assert teller.view(at(32)).strip.startswith(f"П{NO_BREAK}—{NO_BREAK}")


def test_the_age_of_the_data_goes_before_every_message() -> None:
    messages = (Message(text={"uk": "Понеділок — день бізнесу"}, seconds=20),)
    teller = Teller(HALL, PHRASES, ("uk",), Layout(board=BoardPart(), message=messages))
    assert teller.view(msgspec.structs.replace(at(15), age=8.0)).strip == "Дані 8 с тому — зв’язок відновлюється"
