"""A visit, walked by hand."""

import pytest
from msgspec import structs
from msgspec.structs import replace

from kiosk.dispenser.browsing import Home, Services
from kiosk.dispenser.flow import step
from kiosk.dispenser.inputs import (
    Again,
    Answered,
    AskPrinter,
    ChooseGroup,
    ChooseService,
    HallSeen,
    LinkChanged,
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
from kiosk.dispenser.visit import AboutVisitor, Issued, Issuing, Sorry, started
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
)
from kiosk.touch.reader import Fittings, equipped
from tests.kiosk.dispenser.by_hand import Dispenser
from tests.kiosk.dispenser.halls import done, hall, refused

pytestmark = pytest.mark.fast


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
