"""What staff are told about a printer."""

import pytest

from kiosk.printing.printer import PHRASES, PROBLEMS, words_for

pytestmark = pytest.mark.fast


def test_both_languages_have_the_same_phrases() -> None:
    assert PHRASES.keys("uk") == PHRASES.keys("en")


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_says_what_is_wrong_and_what_to_do(code: str) -> None:
    for text in words_for(code):
        assert text["uk"]
        assert text["en"]
        assert text["uk"] != text["en"]
