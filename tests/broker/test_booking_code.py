"""A booking's code: easy to read out and to type, and a mistake is told from a code that nobody has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.booking_code import ALPHABET, DRAWN, drawn, shown, typed
from broker.contracts.errors import Refused
from broker.contracts.numbers import fold

pytestmark = pytest.mark.fast

NUMBERS = st.integers(0, 2**128)
PLACES = st.integers(0, DRAWN)
LATIN = str.maketrans("АЕКМНРСТХ", "AEKMHPCTX")


def test_no_sign_is_taken_for_another() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 17
    for pair in ("0О", "1І", "8В", "3З", "6Б", "4Ч", "5Ѕ", "2Z"):
        assert not set(pair) <= set(ALPHABET)


def test_every_sign_can_be_typed_on_a_latin_keyboard_too() -> None:
    assert fold(ALPHABET.translate(LATIN)) == ALPHABET


@settings(max_examples=100)
@given(NUMBERS, st.sampled_from(["as shown", "small", "latin", "spaces", "no dash"]))
def test_a_code_is_read_however_it_is_typed(number: int, how: str) -> None:
    code = drawn(number)
    text = shown(code)
    ways = {
        "as shown": text,
        "small": text.lower(),
        "latin": text.translate(LATIN),
        "spaces": f" {' '.join(text.translate(LATIN).lower())} ",
        "no dash": code,
    }
    assert typed(ways[how]) == code


@settings(max_examples=200)
@given(NUMBERS, PLACES, st.sampled_from(ALPHABET))
def test_any_wrong_sign_is_found(number: int, place: int, sign: str) -> None:
    code = drawn(number)
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong == code:
        assert typed(wrong) == code
        return
    with pytest.raises(Refused, match="mistyped-code"):
        typed(wrong)


@settings(max_examples=200)
@given(NUMBERS, PLACES, PLACES)
def test_any_two_signs_that_changed_places_are_found(number: int, one: int, other: int) -> None:
    signs = list(drawn(number))
    signs[one], signs[other] = signs[other], signs[one]
    swapped = "".join(signs)
    if swapped == drawn(number):
        return
    with pytest.raises(Refused, match="mistyped-code"):
        typed(swapped)


@settings(max_examples=200)
@given(st.text(max_size=64).filter(lambda text: not set(fold(text)) <= set(ALPHABET)))
def test_other_words_are_a_typing_mistake(text: str) -> None:
    if set(fold(text)) & set("ВЗБЧ"):
        return
    with pytest.raises(Refused, match="mistyped-code"):
        typed(text)


def test_codes_are_spread_over_all_that_there_are() -> None:
    assert len({drawn(number) for number in range(17**3)}) == 17**3
    assert drawn(0) == drawn(17**DRAWN), "only the remainder counts: 410 338 673 codes"
