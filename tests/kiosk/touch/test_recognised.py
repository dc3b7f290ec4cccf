"""Whatever a scanner makes of a code, it is read as what was printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts.booking_code import drawn, shown
from broker.contracts.ids import ulid
from kiosk.touch.recognised import BookingCode, CaseNumber, TicketId, recognised

pytestmark = pytest.mark.fast

CODES = st.integers(0, 17**7 - 1).map(drawn)
LATIN = str.maketrans("АЕКМНРСТХ", "AEKMHPCTX")
ON_UKRAINIAN_KEYS = str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM/:?", "ЙЦУКЕНГШЩЗФІВАПРОЛДЯЧСМИТЬ.Ж,")


@given(CODES, st.booleans(), st.booleans())
def test_a_booking_s_code_in_either_alphabet_small_or_not_within_an_address(code: str, latin: bool, small: bool):  # noqa: FBT001
    text = shown(code).translate(LATIN) if latin else shown(code)
    text = text.lower() if small else text
    assert recognised(text)[0] == BookingCode(code)
    assert BookingCode(code) in recognised(f"https://hall.example/b/{text}")


@given(CODES)
def test_a_code_that_was_typed_on_the_wrong_layout_is_still_found(code: str):
    assert BookingCode(code) in recognised(shown(code).translate(LATIN).translate(ON_UKRAINIAN_KEYS))


@given(st.integers(0, 2**47), st.binary(min_size=10, max_size=10), st.booleans(), st.booleans())
def test_a_ticket_s_id_on_any_layout(at: int, chance: bytes, wrong_layout: bool, small: bool):  # noqa: FBT001
    ticket = ulid(at, chance)
    text = ticket.translate(ON_UKRAINIAN_KEYS) if wrong_layout else ticket
    assert recognised(text.lower() if small else text)[0] == TicketId(ticket)


@pytest.mark.parametrize("text", ["2026/11-004217", "№ 2026/11-004217", "2026 11 004217", "202611004217"])
def test_a_case_is_its_digits(text: str):
    assert CaseNumber("202611004217") in recognised(text)


@pytest.mark.parametrize(
    "text", ["", "А042", "A-042", "К7", "hello", "https://example.org/menu", "123", "1" * 21, "\x1d"]
)
def test_what_we_do_not_know_is_nothing_and_so_is_the_number_of_a_ticket(text: str):
    assert recognised(text) == ()


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str):
    for known in recognised(text):
        assert isinstance(known, BookingCode | TicketId | CaseNumber)
