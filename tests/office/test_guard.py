"""Other sites in the same browser cannot press buttons here, nor read what is on the page."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from office.guard import MOST, objection

pytestmark = pytest.mark.fast

GOOD = {
    "host": "127.0.0.1:8080",
    "origin": "http://127.0.0.1:8080",
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
    "content-length": "50",
    "x-cherha": "press",
}


def post(**changes: str | None) -> int | None:
    headers = {k: v for k, v in (GOOD | {k.replace("_", "-"): v for k, v in changes.items()}).items() if v is not None}
    objected = objection("POST", Headers(headers))
    return objected[0] if objected else None


def test_our_own_press_is_welcome():
    assert post() is None
    assert post(origin=None, sec_fetch_site=None) is None, "an old browser says less"
    assert post(host="localhost:8080", origin="http://localhost:8080") is None
    assert post(host="[::1]:8080", origin="http://[::1]:8080") is None


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"x_cherha": None}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_length": None}, 411),
        ({"content_length": "-1"}, 411),
        ({"content_length": str(MOST + 1)}, 413),
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1.evil.example:8080"}, 421),
        ({"host": None}, 421),
    ],
)
def test_a_press_from_elsewhere_is_turned_away(changes: dict[str, str | None], status: int):
    assert post(**changes) == status


def test_a_page_is_not_read_under_a_strange_name():
    assert objection("GET", Headers({"host": "rebound.example:8080"})) == (421, "unknown host")
    assert objection("GET", Headers({"host": "127.0.0.1:8080"})) is None
    assert objection("DELETE", Headers({"host": "127.0.0.1:8080"})) == (405, "method not allowed")
