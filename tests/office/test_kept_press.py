"""A press is never lost and never done twice: what is pressed on a dead connection waits, and is sent if it still fits."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from broker.contracts import commands as c
from broker.contracts import events as e
from tests.broker.until import until
from tests.office.at_the_desk import Desk

pytestmark = pytest.mark.browser


def serve(desk: Desk) -> None:
    """A visitor is being served at window 1, and then the cable is cut."""
    desk.hall.do(c.TakeTicket, service="registration")
    desk.hall.do(c.OpenWindow, window=1)
    desk.hall.do(c.CallNext, window=1)
    desk.hall.do(c.StartService, window=1)
    desk.state("serving")
    desk.cable.cut()
    expect(desk.page.locator("#warning")).to_contain_text("Пульт втратив зв'язок", timeout=5000)


def kept(desk: Desk) -> None:
    expect(desk.page.locator("#answer")).to_contain_text("«Завершити» збережено")
    expect(desk.button("finish")).to_have_class("action a-finish likely pending")


def test_a_press_on_a_dead_connection_is_sent_once_when_it_is_back(desk: Desk):
    serve(desk)
    desk.button("finish").click()
    kept(desk)
    expect(desk.button("hold")).to_have_attribute("aria-disabled", "true")
    desk.cable.mend()
    desk.state("free")
    expect(desk.page.locator("#answer")).to_contain_text("«Завершити» надіслано")
    assert desk.asked(c.Finish) == 1
    (finished,) = desk.happened(e.ServiceFinished)
    assert finished.staff == "all-roles"


def test_what_no_longer_fits_is_told_and_not_done(desk: Desk):
    serve(desk)
    desk.button("finish").click()
    kept(desk)
    desk.hall.do(c.Transfer, window=1, to_line="passport")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.hall.do(c.CallNext, window=1)
    desk.cable.mend()
    expect(desk.page.locator("#answer")).to_contain_text("вікно вже в іншому стані")
    expect(desk.button("start-service")).to_have_attribute("aria-disabled", "false")
    assert desk.asked(c.Finish) == 0


def test_a_kept_press_outlives_its_page(desk: Desk):
    serve(desk)
    desk.button("finish").click()
    kept(desk)
    desk.page.close()
    desk.cable.mend()
    desk.page = desk.another_page()
    desk.sit()
    desk.state("free")
    assert len(desk.happened(e.ServiceFinished)) == 1


def test_a_kept_press_can_be_taken_back(desk: Desk):
    serve(desk)
    desk.button("finish").click()
    kept(desk)
    desk.page.locator("#answer-drop").click()
    desk.cable.mend()
    expect(desk.page.locator("#warning")).to_be_hidden(timeout=8000)
    desk.button("hold").click()
    desk.state("free")
    assert desk.asked(c.Finish) == 0


def test_nobody_presses_for_somebody_else(desk: Desk):
    serve(desk)
    desk.button("finish").click()
    kept(desk)
    desk.page.close()
    desk.cable.mend()
    desk.come("petro", 1)
    desk.page = desk.another_page()
    desk.sit()
    expect(desk.page.locator("#answer")).to_contain_text("увійшла інша людина")
    desk.state("serving")
    assert desk.asked(c.Finish) == 0


def test_a_press_whose_answer_was_cut_off_happens_once(desk: Desk):
    """It arrives, and the cable is cut before the answer: the page cannot know. It looks, and does nothing twice."""
    desk.hall.do(c.TakeTicket, service="registration")
    desk.press("open-window")
    desk.state("free")

    def lose_the_answer(route) -> None:  # noqa: ANN001 - playwright's Route
        route.fetch()
        desk.cable.cut()
        route.abort()

    desk.page.route("**/command*", lose_the_answer, times=1)
    desk.press("call-next")
    until(lambda: desk.happened(e.TicketCalled))
    expect(desk.page.locator("#warning")).to_be_visible(timeout=5000)
    desk.cable.mend()
    desk.state("calling")
    expect(desk.button("start-service")).to_have_attribute("aria-disabled", "false", timeout=15_000)
    assert len(desk.happened(e.TicketCalled)) == 1


def test_a_press_that_no_longer_fits_is_refused_by_the_office_too(desk: Desk):
    """The page judges by what it has seen; between that and the press something may happen."""
    desk.hall.do(c.TakeTicket, service="registration")
    desk.hall.do(c.OpenWindow, window=1)
    desk.hall.do(c.CallNext, window=1)
    desk.state("calling")
    body = {"type": "no-show", "id": "late", "seen": {"state": "serving", "ticket": "А001"}}
    sent = desk.browser.request.post(
        f"{desk.address}/window/1/command?lang=uk", data=body, headers={"x-cherha": "press"}
    )
    assert (sent.status, sent.json()["reason"]) == (409, "changed")
    assert desk.asked(c.NoShow) == 0
