"""The words of a call."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

import announcer
from announcer import phrasing
from broker.contracts.numbers import written
from broker.contracts.phrases import Phrases

pytestmark = pytest.mark.fast

PHRASES = Phrases.load(Path(announcer.__file__).with_name("phrases"))
LETTERS = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"
LOOKALIKES = dict(zip("АВЕКМНРСТХІО", "ABEKMHPCTXIO", strict=True))


def said(language: str, number: str, window: int, *, again: bool = False) -> str:
    return phrasing.call(PHRASES, language, number, window, again=again).text


def test_a_letter_that_nobody_mishears_stays_short() -> None:
    assert said("uk", "Д107", 5).startswith("Талон де, сто сім.")


def test_a_ukrainian_call_names_the_letter_pauses_and_keeps_the_nominative() -> None:
    assert said("uk", "Б107", 5) == "Талон бе, як Богдан, сто сім. Пройдіть до вікна номер п'ять."


def test_an_english_call_says_the_letter_as_its_reader_sees_it_on_the_board() -> None:
    assert said("en", "В107", 21) == "Ticket B, one hundred and seven. Please go to window number twenty-one."


def test_a_repeated_call_says_that_it_is_one() -> None:
    assert said("uk", "А001", 2, again=True).startswith("Повторюємо виклик. Талон а, один.")


def test_leading_zeros_are_not_read() -> None:
    assert "Талон а, сорок два." in said("uk", "А042", 1)


@given(st.sampled_from(LETTERS), st.integers(0, 999), st.integers(1, 999), st.sampled_from(["uk", "en"]))
def test_a_latin_lookalike_is_spoken_like_its_twin(letter: str, digits: int, window: int, language: str) -> None:
    number = written(letter, digits)
    latin = "".join(LOOKALIKES.get(c, c) for c in number)
    assert said(language, latin, window) == said(language, number, window)


@given(st.sampled_from(LETTERS), st.integers(0, 999), st.integers(1, 999), st.sampled_from(["uk", "en"]))
def test_no_digit_and_no_odd_apostrophe_is_left_to_the_engine(
    letter: str, digits: int, window: int, language: str
) -> None:
    text = said(language, written(letter, digits), window)
    assert not any(c.isdigit() for c in text)
    assert not set(text) & set("\u02bc\u2019`")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_number_words_are_those_of_num2words(language: str) -> None:
    for number in range(1000):
        assert phrasing.cardinal(PHRASES, language, number) == phrasing.plain(num2words(number, lang=language)), number


@pytest.mark.parametrize("number", [-1, 1000])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        phrasing.cardinal(PHRASES, "uk", number)


def test_all_letters_have_a_name_in_every_language_and_no_two_sound_alike() -> None:
    for language in PHRASES.languages:
        names = [PHRASES.say(language, f"letter.{letter}") for letter in LETTERS]
        assert len(set(names)) == len(LETTERS)


def test_every_language_has_the_same_words() -> None:
    assert PHRASES.keys("uk") == PHRASES.keys("en")


@pytest.mark.parametrize("mark", list("\u02bc\u2019\u2018'"))
def test_every_apostrophe_becomes_the_plain_one(mark: str) -> None:
    assert phrasing.plain(f"п{mark}ять") == "п'ять"


def test_an_appliance_says_its_own_number_in_words() -> None:
    assert phrasing.identify(PHRASES, "uk", "announcer-12").text == "Говорить оголошувач зали: announcer дванадцять."


@pytest.mark.parametrize("wrong", ["", "042", "А42", "hello"])
def test_what_is_no_ticket_number_is_not_spoken(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        said("uk", wrong, 1)
