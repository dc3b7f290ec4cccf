"""What could lead to a person is taken out of free text, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broker.contracts.scrubbing import HIDDEN, LONGEST, scrub

pytestmark = pytest.mark.fast

words = st.text("абвгґдеєжз іїйк.,!?АБВ\n", max_size=60)
gaps = st.sampled_from(["", " ", "-", " - ", ".", ") ", " (", "\u00a0", "\u200b", "–"])


@st.composite
def spread(draw: st.DrawFn, digits: st.SearchStrategy[str]) -> str:
    """A number as people type it: its digits set apart somehow."""
    number = draw(digits)
    return "".join(digit + draw(gaps) for digit in number).strip()


phones = st.one_of(st.from_regex(r"0[3-9]\d{8}", fullmatch=True), st.from_regex(r"\+?380\d{9}", fullmatch=True))
tax_numbers = st.from_regex(r"\d{10}", fullmatch=True)
cards = st.from_regex(r"\d{16}", fullmatch=True)
accounts = st.from_regex(r"UA\d{27}", fullmatch=True)


@given(before=words, number=spread(st.one_of(phones, tax_numbers, cards, accounts)), after=words)
@example(before="", number="０６７ １２３ ４５ ６７", after="")
@example(before="", number="067\u200b1234567", after="")
def test_no_phone_tax_number_card_or_account_is_left(before: str, number: str, after: str):
    clean = scrub(f"{before} {number} {after}")
    assert HIDDEN in clean
    assert len(re.findall(r"\d", clean)) <= 4  # of an account, whose country may stand apart


@given(before=words, name=st.from_regex(r"[a-z.]{1,10}@[a-z]{1,8}\.(ua|com)", fullmatch=True), after=words)
def test_no_address_of_mail_is_left(before: str, name: str, after: str):
    assert "@" not in scrub(f"{before} {name} {after}")


@given(st.text(max_size=700))
def test_what_is_scrubbed_is_short_and_stays_as_it_is(text: str):
    clean = scrub(text)
    assert len(clean) <= LONGEST
    assert scrub(clean) == clean


@given(words)
def test_plain_words_stay(text: str):
    assert scrub(text) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Чекали з 10:40 до 11:55, вікно 14, талон А042",
        "Працюєте до 20 години, а закрили о 19:30",
        "Дві години в черзі 28.11.2026",
        "Вікно № 5, кабінет 312",
        "0-800 тут не відповідає",
    ],
)
def test_times_dates_windows_and_numbers_of_tickets_stay(text: str):
    assert scrub(text) == text


@pytest.mark.parametrize(
    "text", ["паспорт КМ 123456", "ID 123456789", "ІПН: 1234 567 890", "карта 4441-1144-0000-1111"]
)
def test_numbers_of_documents_are_taken_out(text: str):
    assert not re.search(r"\d{3}", scrub(text))


def test_a_number_cannot_be_saved_by_the_limit():
    assert scrub("а" * (LONGEST - 6) + "0671234567") == "а" * (LONGEST - 6) + HIDDEN
