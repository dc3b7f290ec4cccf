"""A file of bookings as who works at the reception brings it in: in Chromium, looked at, booked, cut off in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from broker.contracts import commands as c
from broker.contracts import events as e
from tests.broker.booking_halls import BOOKING_PLAN as HALL
from tests.office.at_the_desk import Desk
from tests.office.reception.test_booking_file import PHONE, sheet, working_day
from tests.office.test_accessibility import violations

pytestmark = pytest.mark.browser

LANGUAGES = {"uk": ("Записати: 2", "буде записано", "Рядок 2"), "en": ("Book: 2", "would be booked", "Line 2")}


@pytest.fixture(params=list(LANGUAGES))
def at(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Desk, str]]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium, HALL)
        desk.come("iryna")
        desk.page.goto(f"{desk.address}/reception/bookings?lang={request.param}")
        yield desk, request.param
        assert desk.faults == []


def test_a_file_is_looked_at_booked_and_its_codes_are_saved(at: tuple[Desk, str], tmp_path: Path):
    desk, lang = at
    page, (go, would_be, line) = desk.page, LANGUAGES[lang]
    page.set_input_files(
        "#file", {"name": "b.csv", "mimeType": "text/csv", "buffer": b"slot,service\nx,passport-new\n"}
    )
    expect(page.locator("#mistakes")).to_contain_text(line)
    expect(page.locator("#seen")).to_be_hidden()

    rows = (f"10:00,passport-new,a,{PHONE}", "10:30,passport-new,b,", "10:30,passport-new,c,")
    file = tmp_path / "bookings.csv"
    file.write_text(sheet(working_day(desk.hall), *rows), "utf-8")
    page.set_input_files("#file", file)
    expect(page.locator("#go")).to_have_text(go)
    expect(page.locator("#seen-rows tr")).to_have_count(3)
    expect(page.locator("#seen-rows")).to_contain_text(would_be)
    assert PHONE not in page.content()
    assert violations(page) == []
    page.click('[data-sift="not"]')
    expect(page.locator("#seen-rows tr")).to_have_count(1)

    page.dblclick("#go")
    expect(page.locator("#done-deeds")).to_be_visible()
    expect(page.locator("#done-rows .s-done")).to_have_count(2)
    assert len(desk.happened(e.BookingMade)) == desk.asked(c.Book) == 2
    assert violations(page) == []
    with page.expect_download() as saved:
        page.click("#save")
    told = saved.value.path().read_text("utf-8-sig").splitlines()
    assert len(told) == 3
    assert all(code in "\n".join(told) for code in page.locator("#done-rows .code").all_text_contents())


def test_what_a_cut_interrupts_goes_on_by_itself_and_nothing_is_booked_twice(at: tuple[Desk, str], tmp_path: Path):
    desk, lang = at
    rows = ("10:00,passport-new,a,", "10:30,passport-new,b,")
    file = tmp_path / "bookings.csv"
    file.write_text(sheet(working_day(desk.hall), *rows), "utf-8")
    desk.page.set_input_files("#file", file)
    expect(desk.page.locator("#go")).to_have_text(LANGUAGES[lang][0])
    desk.cable.cut()
    desk.page.click("#go")
    expect(desk.page.locator("#told")).to_be_visible()
    assert desk.happened(e.BookingMade) == []
    desk.cable.mend()
    expect(desk.page.locator("#done-rows .s-done")).to_have_count(2)
    assert len(desk.happened(e.BookingMade)) == 2
