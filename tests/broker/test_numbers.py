"""Ticket numbers read the same in either alphabet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts.numbers import fold, split, written

pytestmark = pytest.mark.fast

LOOKALIKES = dict(zip("АВЕКМНРСТХІО", "ABEKMHPCTXIO", strict=True))


@given(st.sampled_from("АВЕКМНРСТХГДЖЛПФЦШЮЯ"), st.integers(1, 999))
def test_a_number_typed_in_latin_is_the_same_number(letter: str, digits: int) -> None:
    number = written(letter, digits)
    typed = "".join(LOOKALIKES.get(c, c) for c in number).lower()
    assert fold(typed) == number
    assert split(typed) == (letter, digits)


@pytest.mark.parametrize("wrong", ["", "А", "042", "А42", "А00042", "А0421х", "А04 2x", "!042"])
def test_what_is_no_number_is_said_to_be_none(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        split(wrong)
