"""What a voice is given to say: words, and no signs that only the eye understands."""

from __future__ import annotations

from pathlib import Path

import pytest

from announcer import phrasing
from broker.contracts.phrases import FIRST, Phrases
from kiosk.touch.aloud.items import Item
from kiosk.touch.aloud.narration import Line
from kiosk.touch.aloud.opening import NUMBERS, PHRASES
from kiosk.touch.aloud.wording import Wording, sentences
from kiosk.touch.faces import ButtonFace

pytestmark = pytest.mark.fast

WORDING = Wording(Phrases.load(PHRASES), Phrases.load(NUMBERS))


@pytest.mark.parametrize(
    ("shown", "uk", "en"),
    [
        ("Ваш номер А042", "Ваш номер а, сорок два", "Ваш номер A, forty-two"),
        ("Час: 10:20–10:40", "Час: з десятої двадцять до десятої сорок", "Час: from ten twenty to ten forty"),
        ("9:05–10:00", "з дев'ятої нуль п'ять до десятої рівно", "from nine zero five to ten o'clock"),
        ("вівторок, 24.11, 08:00", "вівторок, 24 листопада, вісім рівно", "вівторок, 24 November, eight o'clock"),
        ("до 01.12.2026", "до 1 грудня 2026", "до 1 December 2026"),
        ("Переїзд: А → Б", "Переїзд: А, потім Б", "Переїзд: А, then Б"),
        ("вікно №5", "вікно номер 5", "вікно number 5"),
        ("Запам’ятайте", "Запам'ятайте", "Запам'ятайте"),
        ("Друкується…", "Друкується.", "Друкується."),
        ("0 800 500 123", "0 800 500 123", "0 800 500 123"),
        ("ID-картка у 14 років", "ID-картка у 14 років", "ID-картка у 14 років"),
    ],
)
def test_signs_become_words(shown: str, uk: str, en: str):
    assert WORDING.spoken(shown, "uk") == uk
    assert WORDING.spoken(shown, "en") == en


def test_an_address_and_a_version_are_no_dates():
    for text in ("192.168.1.12", "6.12.47", "10.12.1.7"):
        assert WORDING.spoken(text, "uk") == text


def test_a_button_says_what_it_is_which_one_and_whether_it_can_be_pressed():
    button = ButtonFace("Паспорт", "press")
    assert WORDING.line(Line(Item("Паспорт", button), 1, 6), "uk") == "Паспорт. Кнопка 1 з 6"
    closed = ButtonFace("Земля", None)
    said = WORDING.line(Line(Item("Земля. Відкриється о 14:00.", closed), 2, 6), "uk")
    assert said == "Земля. Відкриється о чотирнадцять рівно. Кнопка 2 з 6, зараз недоступна"


@pytest.mark.parametrize(("kind", "said"), [("chosen", "обрано"), ("ticked", "позначено"), ("box", "не позначено")])
def test_what_only_the_colour_shows_is_said(kind: str, said: str):
    button = ButtonFace("English", "press", kind=kind)  # type: ignore[arg-type]
    assert WORDING.line(Line(Item("English", button), 1, 2), "uk") == f"English. {said}. Кнопка 1 з 2"


def test_a_long_sentence_is_made_in_pieces_and_nothing_is_lost():
    text = "Паспорти та ID-картки. Закордонний паспорт, обмін 2.5 р. і вперше. Кнопка 2 з 14"
    assert sentences(text) == ["Паспорти та ID-картки.", "Закордонний паспорт, обмін 2.5 р. і вперше.", "Кнопка 2 з 14"]
    assert sentences("Хв. Ківа") == ["Хв. Ківа"]
    assert sentences("") == []


def test_no_language_lacks_a_phrase():
    phrases = Phrases.load(PHRASES)
    assert all(phrases.keys(language) == phrases.keys(FIRST) for language in ("uk", "en"))


def test_screen_and_hall_say_a_number_alike():
    numbers = Phrases.load(NUMBERS)
    call = phrasing.call(numbers, "uk", "А042", 5, again=False).text
    assert WORDING.spoken("А042", "uk") in call
    assert Path(phrasing.__file__).parent in NUMBERS.parents
