"""An operator's journey: from the sign-in to the last visitor, by touch and by keys, with the network cut in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import msgspec
import pytest
from playwright.sync_api import Browser, expect

from broker.contracts import commands as c
from broker.contracts import events as e
from office.doors.amending import amend
from office.doors.codes import card_digest
from office.doors.person import SignIn, Staff
from office.words import Words
from tests.broker.halls import KYIV
from tests.broker.until import until
from tests.office.at_the_desk import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def street(chromium: Browser) -> Iterator[Desk]:
    """A browser in which nobody has signed in."""
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        yield desk
        assert desk.faults == []


AS_A_READER_TYPES = """
    (card) => [...card, "Enter"].forEach((key) =>
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))
"""


def touch_pin(desk: Desk, pin: str) -> None:
    for digit in pin:
        desk.page.locator(f'#sign-in [data-digit="{digit}"]').click()
    desk.page.locator("#sign-in [data-ok]").click()


def without_told_pins(desk: Desk) -> None:
    def untold(staff: Staff) -> Staff:
        people = tuple(msgspec.structs.replace(person, told_pin="") for person in staff.person)
        return Staff(sign_in=staff.sign_in, person=people)

    amend(desk.keeper._folder, untold)


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_whole_visit_with_the_network_cut_in_the_middle(street: Desk, lang: str):
    desk, say = street, Words(lang, KYIV)
    without_told_pins(desk)
    desk.hall.do(c.TakeTicket, service="registration", priority="veteran", language="en", needs=("wheelchair",))
    desk.page.goto(f"{desk.address}/window/1?lang={lang}")
    desk.page.get_by_role("button", name="Олена").click()
    touch_pin(desk, "9999")
    expect(desk.page.locator(".pad-told")).to_have_text(say("refused.wrong"))
    touch_pin(desk, "1111")
    desk.press("open-window")
    desk.press("call-next")
    desk.state("calling")
    for words in (say("speaks.en"), say("need.wheelchair")):
        expect(desk.page.locator("#part-ticket")).to_contain_text(words)
    desk.press("start-service")
    desk.press("ask-survey")
    expect(desk.page.locator("#part-ticket")).to_contain_text(say("current.asked"))

    desk.press("set-priority")
    desk.page.locator("#dialog-priority [name=evidence]").fill("посвідчення")
    desk.page.locator("#dialog-priority [type=submit]").click()
    until(lambda: desk.happened(e.PriorityChanged))

    desk.press("note-ticket")
    desk.page.locator("#dialog-note textarea").fill("Бракує довідки")
    desk.page.locator("#dialog-note [type=submit]").click()
    expect(desk.page.locator("#part-ticket")).to_contain_text("Бракує довідки")

    desk.cable.cut()
    expect(desk.page.locator("#warning")).to_have_text(say("link.office-lost"), timeout=5000)
    desk.button("finish-with").click()
    desk.page.get_by_label(say("outcome.papers-missing")).check()
    desk.page.locator("#dialog-finish [type=submit]").click()
    kept = say("kept.kept", action=say("more.finish-with"))
    expect(desk.page.locator("#answer-words")).to_have_text(kept)
    desk.cable.mend()
    desk.state("free")
    (finished,) = desk.happened(e.ServiceFinished)
    assert isinstance(finished, e.ServiceFinished)
    assert (finished.outcome, finished.staff, finished.by) == ("papers-missing", "olena", "window-1")
    expect(desk.page.locator("#part-day dd").first).to_have_text("1")
    (survey,) = desk.happened(e.SurveyAsked)
    assert survey.staff == "olena"


def test_a_visit_by_keys_alone_with_a_card_to_sign_in(street: Desk):
    desk = street
    without_told_pins(desk)
    salt = "00" * 16

    def with_a_card(staff: Staff) -> Staff:
        people = tuple(
            msgspec.structs.replace(each, card=card_digest("0012345678", salt)) if each.id == "olena" else each
            for each in staff.person
        )
        return Staff(sign_in=SignIn(card_salt=salt), person=people)

    amend(desk.keeper._folder, with_a_card)
    desk.page.goto(f"{desk.address}/window/1?lang=uk")
    desk.page.evaluate(AS_A_READER_TYPES, "0012345678")
    expect(desk.button("open-window")).to_have_attribute("aria-disabled", "false")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.page.keyboard.press("Digit8")
    desk.state("free")
    expect(desk.page.locator("#part-waiting")).to_contain_text("А002")
    expect(desk.button("call-ticket")).to_have_attribute("aria-disabled", "false")
    desk.page.keyboard.press("KeyT")
    desk.page.keyboard.type("А002")
    desk.page.keyboard.press("Enter")
    desk.state("calling")
    expect(desk.page.locator("#part-why")).to_contain_text("З маленькою дитиною")
    expect(desk.button("note-ticket")).to_have_attribute("aria-disabled", "false")
    desk.page.keyboard.press("KeyN")
    desk.page.keyboard.type("4 копії")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#part-ticket")).to_contain_text("4 копії")
    expect(desk.button("start-service")).to_have_attribute("aria-disabled", "false")
    desk.page.keyboard.press("Digit3")
    desk.state("serving")
    expect(desk.button("finish-with")).to_have_attribute("aria-disabled", "false")
    desk.page.keyboard.press("KeyF")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    desk.state("free")
    (finished,) = desk.happened(e.ServiceFinished)
    assert finished.outcome == "advice"  # type: ignore[attr-defined]
    expect(desk.button("call-for-help")).to_have_attribute("aria-disabled", "false")
    desk.page.keyboard.press("KeyH")
    until(lambda: desk.happened(e.HelpCalled))
    assert desk.happened(e.HelpCalled)[0].place == "window-1"  # type: ignore[attr-defined]


def test_the_demos_people_come_in_with_one_touch(street: Desk):
    street.page.goto(f"{street.address}/window/1?lang=uk")
    street.page.get_by_role("button", name="Олена").click()
    expect(street.button("open-window")).to_have_attribute("aria-disabled", "false")


def test_the_lock_comes_over_the_page_and_the_pin_brings_it_back_as_it_was(desk: Desk):
    desk.hall.do(c.TakeTicket, service="registration")
    desk.press("open-window")
    desk.press("call-next")
    desk.state("calling")
    desk.page.locator("details summary").or_(desk.page.locator("#part-why")).first.click()
    desk.page.locator('[data-door="lock"]').click()
    lock = desk.page.locator("#lock")
    expect(lock).to_be_visible()
    expect(desk.page.locator(".number")).to_contain_text("А001")
    desk.page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    desk.page.keyboard.press("Digit5")  # a digit of the PIN, no press of a button
    desk.page.keyboard.press("Backspace")
    for digit in "0000":
        lock.locator(f'[data-digit="{digit}"]').click()
    lock.locator("[data-ok]").click()
    expect(lock).to_be_hidden()
    assert desk.asked(c.NoShow) == 0
    desk.press("start-service")
    desk.state("serving")


def test_whoever_signs_out_is_led_to_the_sign_in_and_back(desk: Desk):
    desk.page.locator('[data-door="out"]').first.click()
    desk.page.wait_for_url("**/sign-in?next=*")
    desk.page.get_by_role("button", name="Демо").click()
    desk.page.wait_for_url("**/window/1?lang=uk")


def test_a_session_that_ends_elsewhere_ends_the_page(desk: Desk):
    session = desk.keeper._sessions.all[-1]
    desk.keeper._sessions.end(session)
    desk.page.wait_for_url("**/sign-in?next=*", timeout=8000)


# In the background, where a page that may rest does so at once and not after its twenty seconds.
SEES_NOTHING = """
    const later = window.setTimeout;
    window.setTimeout = (deed, wait, ...more) => later(deed, wait >= 20000 ? 0 : wait, ...more);
    Object.defineProperty(document, "hidden", { get: () => true });
    window.told = [];
    window.Notification = class { constructor(title, more) { window.told.push([title, more.body]); } };
    Notification.permission = "granted";
"""


def test_a_call_that_came_by_itself_is_told_on_the_desktop_even_of_a_page_in_the_background(desk: Desk):
    desk.page.close()
    desk.page = desk.another_page()
    desk.page.add_init_script(SEES_NOTHING)
    desk.sit()
    desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    desk.press("open-window")
    desk.state("free")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.hall.do(c.CallNext, window=1)
    desk.page.wait_for_function("() => window.told.length === 1")
    assert desk.page.evaluate("window.told[0]")[0] == "Викликано А001"
    desk.press("no-show")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.press("call-next")
    desk.state("calling")
    assert desk.page.evaluate("window.told.length") == 1, "who has pressed Next knows it"


def test_automatic_calls_are_switched_off_and_on_by_the_operator(desk: Desk):
    assert desk.button("automatic").count() == 0, "this hall's policy calls nobody by itself"
