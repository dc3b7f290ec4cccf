"""What a slip says."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from msgspec import structs

from broker.contracts.hall_file import HallFile, Package, Phone
from broker.contracts.replies import TicketView
from kiosk.dispenser.slips.ticket_slip import PHRASES, clock_range, slip_for
from tests.kiosk.printing.halls import AT, HALL, any_hall, any_ticket, ticket

pytestmark = pytest.mark.fast


def test_it_says_all_that_a_visitor_must_know() -> None:
    said = {(line.role, line.label, line.text.replace("\u00a0", " ")) for line in slip_for(ticket(), HALL, "uk").lines}
    assert said == {
        ("hall", "", "Центр надання адміністративних послуг міста Кам'янське"),
        ("address", "", "просп. Гімназичний, 2"),
        ("number", "Ваш номер", "А042"),
        ("service", "", "Реєстрація місця проживання"),
        ("when", "Орієнтовний час прийому", "10:40–10:55"),
        ("fact", "Людей попереду", "7"),
        ("fact", "Де чекати", "Зал 1"),
        ("issued", "Видано", "23.11.2026, 10:02"),
        ("prepare-heading", "", "Підготуйте:"),
        ("prepare", "", "паспорт або ID-картка"),
        ("prepare", "", "документ про право на житло"),
        ("rule", "", "Якщо не підійшли за 2 хв після виклику — зверніться до рецепції."),
        ("hot-line", "", "Гаряча лінія 0 800 500 459"),
    }


def test_a_visit_of_several_services_names_them_in_order() -> None:
    second = structs.replace(HALL.service[0], id="second", name={"uk": "Паспорт"}, prepare={})
    moving = Package(
        id="moving", name={"uk": "Переїзд"}, legs=(HALL.service[0].id, "second"), prepare={"uk": "свідоцтво"}
    )
    hall = structs.replace(HALL, service=(*HALL.service, second), package=(moving,))
    slip = slip_for(structs.replace(ticket(), package="moving", legs=("second",)), hall, "uk")
    assert slip.texts("service") == ["Переїзд"]
    assert slip.texts("prepare-heading") == ["Послуги по черзі:", "Підготуйте:"]
    assert slip.texts("prepare") == ["Реєстрація місця проживання", "Паспорт", "свідоцтво"]


def test_it_speaks_the_language_that_was_chosen() -> None:
    slip = slip_for(ticket(), HALL, "en")
    assert slip.texts("service") == ["Residence registration"]
    assert slip.texts("rule") == ["If you did not come within 2\u00a0min of being called, please go to reception."]


def test_a_language_that_nobody_wrote_is_ukrainian() -> None:
    assert slip_for(ticket(), HALL, "xx").lines == slip_for(ticket(), HALL, "uk").lines


def test_without_an_estimate_the_time_is_said_to_be_unknown() -> None:
    slip = slip_for(ticket(waits=None, ahead=None), HALL, "uk")
    assert slip.texts("when-unknown") == ["час невідомий"]
    assert slip.texts("when") == []
    assert "Людей попереду" not in {line.label for line in slip.lines}


def test_the_first_in_line_is_told_that_nobody_is_ahead() -> None:
    assert "нікого" in slip_for(ticket(ahead=0), HALL, "uk").texts("fact")


def test_a_priority_ticket_bears_its_mark_and_not_its_class() -> None:
    slip = slip_for(ticket(priority="veteran"), HALL, "uk")
    assert slip.texts("priority") == ["П\u00a0— першочергово"]
    assert slip.texts("number") == ["А042"]
    everything = " ".join(line.text for line in slip.lines)
    assert "Захисник" not in everything
    assert "бойових" not in everything


def test_an_ordinary_ticket_bears_no_mark() -> None:
    assert slip_for(ticket(), HALL, "uk").texts("priority") == []


@pytest.mark.parametrize(
    ("waits", "printed"),
    [((39, 52), "10:40–10:55"), ((3, 3.5), "10:05–10:10"), ((0, 1), "10:02–10:07"), ((837.94, 900), "00:00–01:05")],
)
def test_a_range_is_rounded_outwards_and_never_begins_before_the_ticket(
    waits: tuple[float, float], printed: str
) -> None:
    assert clock_range(ticket(waits=waits), HALL, "uk") == printed


def test_a_range_is_told_on_the_halls_clock_wherever_it_was_reckoned() -> None:
    there, here = ticket(at=AT.astimezone(UTC)), ticket()
    assert clock_range(there, HALL, "uk") == clock_range(here, HALL, "uk")


@settings(max_examples=40, deadline=None)
@given(any_ticket, any_hall)
def test_a_printed_range_holds_the_whole_estimate(ticket: TicketView, hall: HallFile) -> None:
    if ticket.estimate is None:
        return
    first, last = (int(t[:2]) * 60 + int(t[3:]) for t in clock_range(ticket, hall, "uk").split("–"))
    minute = ticket.issued_at.hour * 60 + ticket.issued_at.minute
    earliest, latest = (
        minute + (moment - ticket.issued_at.replace(second=0)) / timedelta(minutes=1)
        for moment in (ticket.estimate.earliest, ticket.estimate.latest)
    )
    assert first <= earliest % 1440
    assert (last - latest) % 1440 < 10


@settings(max_examples=40, deadline=None)
@given(any_ticket, any_hall)
def test_every_ticket_of_every_hall_has_a_slip_with_its_number_and_its_code(ticket: TicketView, hall: HallFile) -> None:
    slip = slip_for(ticket, hall, "uk")
    assert slip.texts("number") == [ticket.number]
    assert slip.qr.endswith(ticket.id.upper() if hall.phone.address else ticket.id)
    assert all(line.text for line in slip.lines)


def test_both_languages_have_the_same_phrases() -> None:
    assert PHRASES.keys("uk") == PHRASES.keys("en")


def test_a_slip_that_was_issued_alone_says_why_it_bears_no_time_and_that_it_is_valid() -> None:
    slip = slip_for(ticket(waits=None, ahead=None), HALL, "uk", alone=True)
    assert slip.texts("when-unknown") == ["час невідомий"]
    assert slip.texts("note") == ["Зв’язок із чергою відновлюється. Ваш талон дійсний."]


def test_only_a_copy_is_marked_as_one() -> None:
    assert slip_for(ticket(), HALL, "uk", copy=True).texts("copy") == ["КОПІЯ"]
    assert slip_for(ticket(), HALL, "uk").texts("copy") == []


def test_what_to_bring_stands_on_the_slip_where_nobody_wrote_it_shorter():
    papers = tuple({"uk": name} for name in ("паспорт", "заява", "квитанція", "фото"))
    service = structs.replace(HALL.service[0], prepare={}, bring=papers)
    slip = slip_for(ticket(), structs.replace(HALL, service=(service,)), "uk")
    assert slip.texts("prepare") == ["паспорт", "заява", "квитанція; фото"]


def test_where_phones_reach_the_hall_the_code_is_an_address_and_the_slip_says_what_it_is_for() -> None:
    reached = structs.replace(HALL, phone=Phone(address="https://cherga.example.gov.ua"))
    one = structs.replace(ticket(), id="01M83FTXRRZ541WNG4JBC9MZVR")
    assert slip_for(one, reached, "uk").qr == "HTTPS://CHERGA.EXAMPLE.GOV.UA/T/01M83FTXRRZ541WNG4JBC9MZVR"
    said = "Стежте за чергою з телефона"
    assert any(said in rule for rule in slip_for(one, reached, "uk").texts("rule"))
    assert not any(said in rule for rule in slip_for(one, HALL, "uk").texts("rule"))
