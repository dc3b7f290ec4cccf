"""From a key of the pad to the first sample in the headset: real voices, the system's player, a sound card of a pipe."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from msgspec import structs

from announcer import phrasing
from announcer.rendering import Rendering
from announcer.voices.choose import open_voices
from bench.figures import Figure, spread
from bench.loudspeaker import Loudspeaker
from bench.wishes import Wishes
from broker.contracts.hall_check import load
from broker.contracts.phrases import Phrases
from kiosk.dispenser.frame import Frame, TicketFace, frame
from kiosk.dispenser.run import words_of
from kiosk.dispenser.samples import STATES
from kiosk.dispenser.visit import Issued, State
from kiosk.touch.aloud import opening
from kiosk.touch.aloud.headset import DeviceHeadset
from kiosk.touch.aloud.maker import Maker
from kiosk.touch.aloud.mouth import Mouth
from kiosk.touch.aloud.narrator import Narrator
from kiosk.touch.aloud.wording import Wording
from kiosk.touch.reader import Fittings, equipped

HALL = Path(__file__).resolve().parents[1] / "provisioning" / "demo" / "hall.toml"
THINKING = 2.0  # seconds between two keys of somebody who listens; what lies around the focus is made meanwhile


def run(wishes: Wishes) -> Iterator[Figure]:
    count = 6 if wishes.quick else 30
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as name:
        folder = Path(name)
        voices = open_voices("best", ("uk", "en"), folder / "clips")
        with Loudspeaker(folder) as card:
            os.environ.update(card.environment)
            mouth = Mouth(Maker(lambda: Rendering(voices, folder / "speech")), DeviceHeadset(("aplay", "-q")))
            numbers = Phrases.load(Path(phrasing.__file__).parent / "phrases")
            narrator = Narrator(
                Wording(Phrases.load(opening.PHRASES), numbers),
                mouth,
                pressed=lambda _press: None,
                focus=lambda _button: None,
                gain=lambda _step: 0.0,
            )
            mouth.start()
            bench = _Bench(narrator, card)
            bench.show(_screen("menu"))
            time.sleep(THINKING * 2)
            walked = [bench.key("down" if place // 8 % 2 == 0 else "up", THINKING) for place in range(count)]
            fresh = [bench.show(_ticket(number)) for number in range(1, count + 1)]
            mouth.stop()
    said = voices[0].name
    yield Figure(what=f"key to first sample, {said}, made ahead", values=spread(walked), unit="ms", target="p50 ≤ 150")
    yield Figure(what=f"a new screen to first sample, {said}, never said before", values=spread(fresh), unit="ms")


class _Bench:
    def __init__(self, narrator: Narrator, card: Loudspeaker) -> None:
        self._narrator, self._card = narrator, card

    def key(self, key: str, thinking: float) -> float:
        time.sleep(thinking)
        begun = self._silent()
        self._narrator.key("down" if key == "down" else "up")
        return self._card.wait_for_sound(begun) - begun / 1e9

    def show(self, shown: Frame) -> float:
        begun = self._silent()
        self._narrator.seen(shown, "uk")
        return self._card.wait_for_sound(begun) - begun / 1e9

    def _silent(self) -> int:
        """What was still being said is over, and its samples have left the pipe."""
        self._narrator.touched()
        time.sleep(0.3)
        return time.monotonic_ns()


def _state(name: str) -> State:
    hall = load(HALL)
    state = STATES[name](hall, datetime(2026, 11, 23, 10, 42, tzinfo=hall.timezone))
    return replace(equipped(state, Fittings(headset=True), 0.5), aloud=True)


def _screen(name: str) -> Frame:
    return frame(_state(name), words_of(load(HALL)))


def _ticket(number: int) -> Frame:
    """A ticket that nobody has heard of: its title and number are made from nothing."""
    state = _state("ticket")
    assert isinstance(state.place, Issued)
    ticket = structs.replace(state.place.ticket, number=f"А{number:03d}")
    shown = frame(replace(state, place=replace(state.place, ticket=ticket)), words_of(load(HALL)))
    assert isinstance(shown.face, TicketFace)
    return replace(shown, face=replace(shown.face, title=f"Номер {number}"))
