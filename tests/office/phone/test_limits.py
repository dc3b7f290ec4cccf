"""Codes cannot be tried until one fits, and a number opens nothing."""

from __future__ import annotations

import pytest

from broker.contracts.ticket_code import code_of, ticket_in, ticket_of
from office.phone.language import spoken
from office.phone.limits import Limit

pytestmark = pytest.mark.fast

T = "01M83FTXRRZ541WNG4JBC9MZVR"


def test_so_many_at_once_and_then_at_a_steady_rate():
    limit = Limit(burst=3, rate=0.5)
    assert [limit.allows("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert limit.allows("b", 0.0), "each has a bucket of their own"
    assert not limit.allows("a", 1.0)
    assert limit.allows("a", 2.0)
    assert not limit.allows("a", 2.0)


def test_a_flood_of_addresses_does_not_fill_the_memory():
    limit = Limit(burst=3, rate=0.001)
    for n in range(50_000):
        limit.allows(str(n), 0.0)
    assert len(limit._left) <= 20_000


@pytest.mark.parametrize("word", ["А042", "A042", "T1", T[:-1], T + "0", T.replace("M", "U"), "", "9" * 26])
def test_only_what_the_code_on_a_slip_says_opens_a_ticket(word: str):
    assert ticket_of(word) is None


def test_a_code_is_read_in_capitals_or_not():
    assert ticket_of(T.lower()) == ticket_of(T) == T
    said = code_of(T, "https://cherga.example.gov.ua")
    assert said == f"HTTPS://CHERGA.EXAMPLE.GOV.UA/T/{T}"
    assert ticket_in(said) == ticket_in(f" {T.lower()}\n") == code_of(T) == T
    assert ticket_in("А042") is None


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        (None, "uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        (None, "en-GB,en;q=0.9", "en"),
        (None, "de,en;q=0.5,uk;q=0.7", "uk"),
        (None, "de;q=oops, fr", "uk"),
        (None, "", "uk"),
        ("en", "uk", "en"),
        ("xx", "en", "en"),
    ],
)
def test_the_page_speaks_as_the_phone_does_unless_it_was_told(chosen: str | None, accepted: str, language: str):
    assert spoken(chosen, accepted) == language
