"""A console whose hall calls by itself: the switch, and the sound for whoever looks elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from msgspec import structs
from playwright.sync_api import Browser, expect

from broker.contracts import commands as c
from broker.contracts import events as e
from tests.broker.halls import PLAN
from tests.office.at_the_desk import Desk

pytestmark = pytest.mark.browser

CALLS = structs.replace(PLAN, policy=structs.replace(PLAN.policy, auto_call_after=timedelta(seconds=15)))
# How many notes were played.
LISTEN = """
  window.notes = 0;
  const made = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    window.notes += 1;
    return made.call(this);
  };
"""


@pytest.fixture
def automatic(chromium: Browser) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium, CALLS)
        desk.come("all-roles")
        desk.page.add_init_script(LISTEN)
        desk.sit()
        yield desk
        assert desk.faults == []


def test_the_switch_turns_automatic_calls_off_and_on_for_this_window(automatic: Desk):
    automatic.press("open-window")
    automatic.state("free")
    switch = expect(automatic.button("automatic"))
    for on, next_one in (("true", False), ("false", True)):
        switch.to_have_attribute("data-on", on)
        automatic.press("automatic")
        switch.to_have_attribute("data-on", str(next_one).lower())
        assert isinstance(opened := automatic.happened(e.WindowOpened)[-1], e.WindowOpened)
        assert opened.automatic is next_one
    automatic.state("free")


def test_a_hall_that_does_not_call_has_no_such_switch(desk: Desk):
    desk.press("open-window")
    desk.state("free")
    assert desk.button("automatic").count() == 0


def test_the_sound_is_heard_for_a_call_that_came_by_itself_and_not_for_ones_own(automatic: Desk):
    page = automatic.page
    automatic.press("open-window")
    automatic.state("free")
    page.locator("#sound").check()
    page.wait_for_function("window.notes === 2")  # how it will sound
    automatic.hall.do(c.TakeTicket, service="registration")
    automatic.press("call-next")
    automatic.state("calling")
    automatic.press("no-show")
    automatic.state("free")
    assert page.evaluate("window.notes") == 2
    automatic.hall.do(c.TakeTicket, service="registration")
    automatic.hall.do(c.CallNext, window=1)  # as the queue-master does by itself
    automatic.state("calling")
    page.wait_for_function("window.notes === 4")


def test_the_wish_for_a_sound_is_remembered_and_can_be_taken_back(automatic: Desk):
    page = automatic.page
    page.locator("#sound").check()
    automatic.sit()
    expect(page.locator("#sound")).to_be_checked()
    page.locator("#sound").uncheck()
    automatic.sit()
    expect(page.locator("#sound")).not_to_be_checked()
    assert page.evaluate("window.notes") == 0
