"""The operator's console as an operator has it: in Chromium, with mouse and keys, when all is well and when not."""

from __future__ import annotations

import base64
import io
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import expect

from broker.bus.appliance import Appliance
from broker.contracts import commands as c
from broker.contracts.status import About, Do
from office.console import ACTIONS
from tests.broker.halls import PLAN
from tests.office.at_the_desk import Desk

pytestmark = pytest.mark.browser


def test_a_visit_with_the_mouse(desk: Desk):
    desk.hall.do(c.TakeTicket, service="registration", priority="veteran")
    desk.press("open-window")
    desk.state("free")
    desk.press("call-next")
    desk.state("calling")
    expect(desk.page.locator(".number")).to_contain_text("А001")
    expect(desk.page.locator(".check")).to_contain_text("Перевірте: посвідчення")
    expect(desk.page.locator("#part-why")).to_contain_text("Більше ніхто")
    desk.press("start-service")
    desk.state("serving")
    desk.press("finish")
    desk.state("free")
    expect(desk.page.locator("#part-lines")).to_contain_text("Прийнято сьогодні: 1")
    assert desk.page.title() == "Вікно 1"


def test_a_visit_with_digits_alone_on_either_block_and_in_any_layout(desk: Desk):
    desk.hall.do(c.TakeTicket, service="registration")
    for key, state in (("8", "free"), ("1", "calling"), ("Numpad2", "calling"), ("3", "serving"), ("Numpad4", "free")):
        # Wait until the button of the key can be pressed, as a person would.
        digit = key.removeprefix("Numpad")
        expect(desk.page.locator(f'[data-key="{digit}"]')).to_have_attribute("aria-disabled", "false")
        desk.page.keyboard.press(key if key.startswith("Numpad") else f"Digit{key}")
        desk.state(state)
    assert desk.asked(c.Recall) == 1


def test_keys_can_be_switched_off_and_stay_off(desk: Desk):
    rests = expect(desk.button("open-window"))  # a press would take its right to be pressed away at once
    desk.page.locator("#keys").uncheck()
    desk.page.keyboard.press("Digit8")
    rests.to_have_attribute("aria-disabled", "false")
    desk.sit()
    expect(desk.page.locator("#keys")).not_to_be_checked()
    desk.page.keyboard.press("Digit8")
    rests.to_have_attribute("aria-disabled", "false")
    desk.page.locator("#keys").check()
    desk.page.keyboard.press("Digit8")
    desk.state("free")
    assert desk.asked(c.OpenWindow) == 1


def test_a_double_click_is_one_press(desk: Desk):
    desk.press("open-window")
    desk.hall.do(c.TakeTicket, service="registration")
    expect(desk.page.locator("#part-lines tfoot .count")).to_have_text("1")
    desk.button("call-next").dblclick()
    desk.state("calling")
    assert desk.asked(c.CallNext) == 1


def test_the_second_click_of_a_slow_double_click_means_nothing_even_after_the_reply(desk: Desk):
    desk.press("open-window")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.press("call-next")
    desk.press("recall")  # a button that can be pressed again at once
    expect(desk.page.locator(".phase")).to_contain_text("Виклик 2")
    expect(desk.button("recall")).to_have_attribute("aria-disabled", "false")
    desk.page.mouse.down(click_count=2)
    desk.page.mouse.up(click_count=2)
    desk.press("start-service")
    desk.state("serving")
    assert desk.asked(c.Recall) == 1


def test_a_press_is_sent_again_with_the_same_id_when_its_answer_is_lost(desk: Desk):
    bodies: list[str] = []

    def once_lost(route) -> None:  # noqa: ANN001 - playwright's Route
        bodies.append(route.request.post_data or "")
        if len(bodies) == 1:
            route.fetch()  # it arrived; the answer did not
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/command*", once_lost)
    desk.press("open-window")
    desk.state("free")
    expect(desk.button("call-next")).to_have_attribute("aria-disabled", "false")
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]
    expect(desk.page.locator("#answer")).to_be_hidden()
    assert sum(type(event).__name__ == "WindowOpened" for event in desk.hall.events) == 1


def test_what_happens_elsewhere_is_seen_at_once(desk: Desk):
    desk.press("open-window")
    expect(desk.page.locator("#part-lines tfoot .count")).to_have_text("0")
    desk.hall.do(c.TakeTicket, service="registration")
    expect(desk.page.locator("#part-lines tfoot .count")).to_have_text("1", timeout=1000)
    desk.hall.do(c.CallNext, window=1)
    expect(desk.page.locator(".number")).to_have_text("А001", timeout=1000)
    assert desk.page.title() == "А001 · Вікно 1"


def test_a_refusal_is_shown_in_the_queue_masters_words(desk: Desk):
    desk.sit(lang="en")
    desk.press("open-window")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.press("call-next")
    for _ in range(3):
        desk.press("recall")
        expect(desk.button("recall")).to_have_attribute("aria-disabled", "false")
    answer = desk.page.locator("#answer")
    expect(answer).to_be_visible()
    expect(answer).to_contain_text("А001")
    desk.page.locator("#answer-close").click()
    expect(answer).to_be_hidden()


def test_a_transfer_finds_its_service_by_a_few_letters(desk: Desk):
    desk.press("open-window")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.press("call-next")
    desk.press("transfer")
    dialog = desk.page.locator("#transfer")
    expect(dialog).to_contain_text("Куди перенаправити А001?")
    desk.page.keyboard.type("гот док")
    desk.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    desk.state("free")
    ticket = next(iter(desk.hall.hall.memory.tickets.values()))
    assert (ticket.service, ticket.line, ticket.state) == ("ready", "pickup", "waiting")


def test_digits_typed_in_the_dialog_press_nothing(desk: Desk):
    desk.press("open-window")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.press("call-next")
    desk.press("transfer")
    desk.page.keyboard.type("4")
    desk.page.locator("[name=keep_seniority]").focus()
    desk.page.keyboard.press("Digit4")
    desk.page.keyboard.press("Escape")
    expect(desk.button("finish")).to_have_attribute("aria-disabled", "false")
    desk.state("calling")
    assert desk.asked(c.Finish) == 0


def test_a_held_visitor_comes_back(desk: Desk):
    desk.press("open-window")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.press("call-next")
    desk.press("hold")
    desk.state("free")
    expect(desk.page.locator("#part-held")).to_contain_text("А001")
    desk.press("resume")
    desk.state("serving")


def test_a_silent_queue_master_is_shown_and_its_buttons_rest(desk: Desk):
    desk.press("open-window")
    desk.state("free")
    desk.hall.silent = True
    expect(desk.page.locator("#warning")).to_contain_text("Розпорядник черги не відповідає", timeout=8000)
    expect(desk.button("call-next")).to_have_attribute("aria-disabled", "true")
    desk.hall.silent = False
    expect(desk.page.locator("#warning")).to_be_hidden()
    expect(desk.button("call-next")).to_have_attribute("aria-disabled", "false")


def test_a_press_that_nobody_answers_can_be_repeated_safely(desk: Desk):
    desk.press("open-window")
    desk.state("free")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.hall.deaf = True
    desk.press("call-next")
    answer = desk.page.locator("#answer")
    expect(answer).to_contain_text("можна безпечно повторити", timeout=10_000)
    desk.hall.deaf = False
    desk.page.locator("#answer-repeat").click()
    desk.state("calling")
    expect(answer).to_be_hidden()
    assert len({command.id for _, command in desk.hall.commands if isinstance(command, c.CallNext)}) == 1


def test_a_lost_broker_is_shown_at_once(desk: Desk):
    ear = next(client for client in desk.broker.clients if client.client == "office-1")
    ear.stop()
    expect(desk.page.locator("#warning")).to_contain_text("Немає зв'язку із залом", timeout=1000)
    ear.start()
    expect(desk.page.locator("#warning")).to_be_hidden(timeout=1000)


def test_a_lost_office_is_shown_at_once(desk: Desk):
    desk.press("open-window")
    desk.state("free")
    desk.cable.cut()
    expect(desk.page.locator("#warning")).to_contain_text("Пульт втратив зв'язок", timeout=4000)
    desk.cable.mend()
    expect(desk.page.locator("#warning")).to_be_hidden()


def test_the_hall_page_shows_screens_live_while_somebody_looks(desk: Desk):
    wishes: list[int] = []

    def screenshot(_do: Do) -> tuple[Literal["done"], str, str]:
        wishes.append(len(wishes))
        body = io.BytesIO()
        Image.new("RGB", (64, 36 + len(wishes)), "navy").save(body, "JPEG")
        return "done", "", base64.b64encode(body.getvalue()).decode()

    bus = desk.client("board-1")
    about = About(role="board", version="0.1.0")
    board = Appliance(bus, id="board-1", role="board", version="0.1.0", about=about, zone=PLAN.timezone)
    board.can("screenshot", screenshot)
    bus.start()
    board.ready()
    assert wishes == [], "nobody looks"
    desk.page.goto(f"{desk.address}/?lang=uk")
    picture = desk.page.get_by_alt_text("Екран пристрою Табло · board-1")
    expect(picture).to_have_js_property("naturalHeight", 37)
    expect(picture).to_have_js_property("naturalHeight", 38)
    board.stop()
    expect(picture).to_have_count(0)
    expect(desk.page.locator("#part-machines")).to_contain_text("вимикається")


def test_the_hall_page_leads_to_each_console(desk: Desk):
    desk.page.goto(f"{desk.address}/?lang=uk")
    desk.page.get_by_role("link", name="Відкрити пульт вікна 2").click()
    expect(desk.page.get_by_role("heading", name="Вікно 2")).to_be_visible()


def test_the_keyboard_alone_reaches_every_button_and_shows_where_it_is(desk: Desk):
    desk.hall.do(c.TakeTicket, service="registration")
    desk.press("open-window")
    reached = []
    for _ in range(36):
        desk.page.keyboard.press("Tab")
        reached.append(desk.page.evaluate("document.activeElement.dataset.type"))
        outline = desk.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or desk.page.evaluate("document.activeElement === document.body")
    assert {action.type for action in ACTIONS} <= set(reached)
    desk.button("call-next").focus()
    desk.page.keyboard.press("Enter")
    desk.state("calling")
    assert desk.page.evaluate("document.activeElement.dataset.type") == "call-next", "the focus stays where it was"


@pytest.mark.parametrize("width", [390, 1280, 1920])
@pytest.mark.parametrize("lang", ["uk", "en"])
def test_no_word_is_cut_and_nothing_sticks_out(desk: Desk, width: int, lang: str):
    desk.hall.do(c.TakeTicket, service="registration", priority="veteran", needs=("wheelchair",), language="en")
    desk.hall.do(c.OpenWindow, window=1)
    desk.hall.do(c.CallNext, window=1)
    desk.page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/window/1"):
        desk.page.goto(f"{desk.address}{path}?lang={lang}")
        expect(desk.page.locator(".clock")).to_be_attached()
        sticking_out = desk.page.evaluate(
            """() => [...document.querySelectorAll("body, button, section, .window, .pill")]
                     .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.className + ": " + e.textContent)"""
        )
        assert sticking_out == []
