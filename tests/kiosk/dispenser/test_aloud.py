"""A real dispenser read aloud: a finger holds its corner, five keys walk to a ticket, and what was heard lies in files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from announcer.sound.finish import to_samples
from announcer.sound.loudness import SILENCE, loudness
from announcer.sound.pcm import read
from broker.contracts.phrases import Phrases
from kiosk.touch.aloud.opening import PHRASES
from kiosk.touch.aloud.wording import sentences
from kiosk.touch.held_corner import HOLD
from tests.broker.traced import notes
from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import FIRST_TILE, NEEDS, HallNow, real_hall
from tests.kiosk.windows import xdotool

pytestmark = [*NEEDS, pytest.mark.voice]

CORNER = 1040, 1850
WELCOME = sentences(Phrases.load(PHRASES).say("uk", "aloud.welcome"))


class Listening:
    """A hall whose dispenser speaks into files, and what was heard of it."""

    def __init__(self, hall: HallNow, tape: Path) -> None:
        self.hall, self.tape = hall, tape

    def said(self) -> list[str]:
        """The sentences whose first sample has left, in order."""
        return [line["about"] for line in notes(self.hall.trace) if line["what"] == "first-sample"]

    def key(self, name: str, says: str) -> None:
        """A key of the pad, and the sentence that must begin after it."""
        before = len(self.said())
        xdotool(self.hall.screen, "key", name)
        until(lambda: any(says in each for each in self.said()[before:]), 60, f"{says!r} after {name}")

    def hold(self, seconds: float) -> None:
        xdotool(
            self.hall.screen, "mousemove", *map(str, CORNER), "mousedown", "1", "sleep", str(seconds), "mouseup", "1"
        )


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    folder = tmp_path_factory.mktemp("aloud")
    tape = folder / "headset"
    with real_hall(folder, CHERHA_HEADSET=f"wav:{tape}") as hall:
        until(lambda: hall.traced("voice-ready") == 1, 60)
        yield Listening(hall, tape)


def test_a_corner_that_is_only_touched_begins_nothing(listening: Listening):
    listening.hold(HOLD / 4)
    listening.hall.rest()
    assert listening.said() == []


def test_the_whole_way_to_a_ticket_is_heard(listening: Listening):
    listening.hold(HOLD + 0.5)
    until(lambda: any("Озвучення увімкнено" in each for each in listening.said()), 60)
    # The welcome lasts many seconds: a key makes it silent at once, and what it asks for is heard instead.
    listening.key("Right", "Оберіть послугу")
    heard = [each for each in listening.said() if each in " ".join(WELCOME)]
    assert len(heard) < len(WELCOME), "it was not said to its end"
    listening.key("Down", "Паспорти та ID-картки")
    listening.key("Up", "Місце проживання")
    listening.hall.rest()
    listening.key("Return", "Реєстрація місця проживання")  # a group: its first service
    listening.key("Down", "Кнопка 2 з")  # the first has a card of its own
    listening.hall.rest()
    listening.key("Return", "Чи є у вас право на першочерговий прийом?")
    listening.hall.rest()
    waiting = listening.hall.waiting()
    for _ in range(20):
        if any("Продовжити без пріоритету" in each for each in listening.said()[-2:]):
            break
        listening.key("Down", "")
    listening.hall.rest()
    listening.key("Return", "Ваш номер")
    until(lambda: listening.hall.waiting() == waiting + 1)
    until(lambda: any(each.startswith("Людей попереду") for each in listening.said()), 60)
    until(lambda: any(each.startswith("Орієнтовний час прийому:") for each in listening.said()), 60)
    until(lambda: any(each.startswith("Де чекати") for each in listening.said()), 60)
    listening.key("Return", "Озвучення вимкнено")
    until(lambda: listening.hall.traced("shown", "MenuFace") > 1)


def test_what_was_heard_was_speech_and_not_silence(listening: Listening):
    files = sorted(listening.tape.glob("*.wav"))
    assert len(files) > 8
    whole = [read(file) for file in files if read(file).seconds > 1]
    assert whole
    for sound in whole:
        assert loudness(to_samples(sound), sound.rate) > SILENCE + 20


def test_a_finger_makes_it_silent_and_the_next_visitor_hears_nothing(listening: Listening):
    listening.key("Down", "Озвучення увімкнено")  # the first key of the pad begins it too
    heard = len(list(listening.tape.glob("*.wav")))
    listening.hall.finger(FIRST_TILE, "MenuFace")
    until(lambda: len(list(listening.tape.glob("*.wav"))) > heard)
    listening.hall.rest()
    listening.hold(HOLD + 0.5)
    until(lambda: "Озвучення вимкнено." in listening.said()[-2:], 60)
