"""Searching a catalogue of 700 services as people type."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bench.many_services import names
from kiosk.touch.finding import Entry, Finder
from kiosk.touch.spelling import forms, mistyped, words
from kiosk.touch.typing_keys import ROWS
from tests.kiosk.touch.latin import romanised

pytestmark = pytest.mark.fast

PAGE = 6  # results of one screen
NAMES = names(700)
FINDER = Finder(Entry(str(n), (uk, en)) for n, (uk, en) in enumerate(NAMES))
SMALL = Finder([
    Entry("abroad", ("Закордонний паспорт", "Passport for travel abroad")),
    Entry("lost", ("Втрачений паспорт", "Lost passport"), ("Документи",)),
    Entry("family", ("Посвідчення багатодітної сім'ї", "Large family certificate")),
    Entry("plot", ("Земельна ділянка", "Land plot"), ("паспорт, план ділянки",)),
    Entry("residence", ("Реєстрація місця проживання", "Residence registration")),
    Entry("lease", ("Реєстрація оренди", "Registration of a lease")),
])  # fmt: skip

some = st.integers(0, len(NAMES) - 1)
LETTERS = "".join(ROWS["uk"])


@given(some, st.sampled_from([0, 1]))
def test_an_exact_name_is_found_first(place: int, language: int):
    assert FINDER.find(NAMES[place][language])[0] == str(place)


@given(some)
def test_a_name_typed_in_latin_is_found_first(place: int):
    assert FINDER.find(romanised(NAMES[place][0]))[0] == str(place)


@given(some, st.sampled_from([0, 1]))
def test_a_name_typed_with_the_other_letters_switched_on_is_found_on_the_first_page(place: int, language: int):
    typed = mistyped(NAMES[place][language])
    assume(typed)  # a name with both kinds of letters cannot be typed so
    assert str(place) in FINDER.find(typed, PAGE)


@given(some, st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_matter(place: int, chance: Random):
    shuffled = NAMES[place][0].split()
    chance.shuffle(shuffled)
    assert FINDER.find(" ".join(shuffled))[0] == str(place)


@st.composite
def _slips(draw: st.DrawFn) -> tuple[int, str]:
    """A service, and its name with one mistake in a word of five letters or more."""
    place = draw(some)
    typed = NAMES[place][0].lower().split()
    at = draw(st.sampled_from([n for n, word in enumerate(typed) if len(word) >= 5 and word.isalpha()]))
    word = typed[at]
    spot = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(LETTERS))
    typed[at] = draw(
        st.sampled_from([
            word[:spot] + word[spot + 1 :],
            word[:spot] + letter + word[spot:],
            word[:spot] + letter + word[spot + 1 :],
            word[:spot] + word[spot + 1 : spot + 2] + word[spot] + word[spot + 2 :],
        ])
    )  # fmt: skip
    return place, " ".join(typed)


@given(_slips())
@settings(max_examples=300)
def test_one_mistake_in_a_word_of_five_letters_still_finds_it(slip: tuple[int, str]):
    place, typed = slip
    assert str(place) in FINDER.find(typed, PAGE)


@given(st.text(max_size=70))
def test_whatever_is_typed_has_an_answer(typed: str):
    assert len(set(FINDER.find(typed, PAGE))) <= PAGE


@given(some, st.integers(1, 40))
def test_what_is_found_after_some_letters_is_there_as_long_as_they_go_on_to_the_name(place: int, letters: int):
    name = NAMES[place][0]
    assert str(place) in FINDER.find(name[: min(letters, len(name))])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("пасп", "abroad"),
        ("паспорту", "abroad"),
        ("pasport", "abroad"),
        ("zagranpasport", None),
        ("gfcgjhn", "abroad"),
        ("зфіізщке", "abroad"),  # «passport», the Latin keys as they stand on a Ukrainian keyboard
        ("пасорт втрачено", "lost"),
        ("сімя", "family"),
        ("сім'я", "family"),
        ("сім’ї", "family"),
        ("СІМʼЯ", "family"),
        ("simia", "family"),
        ("землі", "plot"),
        ("reiestratsiia oren", "lease"),
        ("reestraciya misca", "residence"),
        ("реєстрацию", "residence"),
        ("документ", "lost"),
        ("наркотики", None),
        ("", None),
        ("ь", None),
    ],
)
def test_people_type_like_this(typed: str, first: str | None):
    assert next(iter(SMALL.find(typed)), None) == first


def test_of_equals_the_one_that_stands_first_comes_first():
    assert SMALL.find("паспорт")[:2] == ("abroad", "lost")
    turned = Finder([Entry("lost", ("Втрачений паспорт",)), Entry("abroad", ("Закордонний паспорт",))])
    assert turned.find("паспорт") == ("lost", "abroad")


def test_a_name_stands_before_a_word_beside_it():
    assert SMALL.find("паспорт")[-1] == "plot"


@given(some)
def test_latin_and_cyrillic_spelling_sound_alike(place: int):
    for word in words(NAMES[place][0]):
        assert set(forms(word)) & set(forms(romanised(word))), word
