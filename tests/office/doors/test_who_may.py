"""One table says who may open what, and what it does not name stays shut to the street."""

from __future__ import annotations

import pytest

from office.doors.next_page import next_page, sign_in_before, window_of
from office.doors.person import ROLES
from office.doors.who_may import STAFF, may, who_may

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/", set(ROLES)),
        ("/window/5", set(ROLES)),
        ("/window/5/command", set(ROLES)),
        ("/events", set(ROLES)),
        ("/picture/board-1", set(ROLES)),
        ("/reception", {"reception", "manager"}),
        ("/reception/tickets", {"reception", "manager"}),
        ("/manager/reports/7.xlsx", {"manager"}),
        ("/technician", {"technician"}),
        ("/admin/hall-file", {"manager", "technician"}),
        ("/staff", {"manager", "technician"}),
        ("/staff/add", {"manager", "technician"}),
        ("/staffing", set(ROLES)),
        ("/never-heard-of", set(ROLES)),
        ("/team", set(ROLES)),
        ("/publication", set(ROLES)),
        ("/signing", set(ROLES)),
    ],
)
def test_a_page_of_the_staff_opens_for_its_roles_and_no_other(path: str, roles: set[str]):
    assert {role for role in ROLES if may(path, [role])} == roles
    assert not may(path, [])


@pytest.mark.parametrize(
    "path",
    ["/t/01JD", "/public", "/public.json", "/public/widget.js", "/static/office.css", "/sign-in", "/sign-in/state"],
)
def test_what_visitors_and_the_sign_in_need_asks_nobody(path: str):
    assert who_may(path) is None
    assert may(path, [])


def test_a_person_of_two_roles_opens_what_either_opens():
    assert may("/reception", ["operator", "reception"])
    assert who_may("/") == STAFF


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/window/5\r\nSet-Cookie: x",
        "window/5",
        "",
        None,
        "/" + "a" * 300,
        "/sign-in?next=/sign-in",
        "/@evil",
    ],
)
def test_the_sign_in_never_leads_to_another_site(elsewhere: str | None):
    assert next_page(elsewhere) == "/"


def test_the_sign_in_leads_back_to_where_somebody_wanted_to_go():
    assert next_page("/window/5?lang=en") == "/window/5?lang=en"
    assert sign_in_before("/window/5", "lang=en") == "/sign-in?next=/window/5%3Flang%3Den&lang=en"
    assert sign_in_before("/") == "/sign-in"


@pytest.mark.parametrize(
    ("page", "window"), [("/window/5", 5), ("/window/12?lang=en", 12), ("/", None), ("/window", None)]
)
def test_whoever_wants_a_console_signs_in_for_its_window(page: str, window: int | None):
    assert window_of(page) == window
