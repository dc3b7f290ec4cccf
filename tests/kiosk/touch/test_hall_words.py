"""A touch screen that is given its hall's own words while a visitor stands there, and at the next start has them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from broker.bus.appliance import Appliance
from broker.bus.hall_phrases import speak_as_the_hall
from broker.bus.memory import MemoryBroker
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts.status import About
from broker.contracts.topics import Topics
from kiosk.survey.attendant import Surveying
from kiosk.survey.run import words_of
from kiosk.touch.attendant import Attendant
from kiosk.touch.frame import Frame
from kiosk.touch.hall_words import speak_for_the_hall
from kiosk.touch.reader import Fittings
from kiosk.touch.running import Stage
from tests.broker.content.bundles import offer, web_server, whole, zipped
from tests.broker.halls import PLAN
from tests.broker.until import until

pytestmark = pytest.mark.fast

OWN = '[touch]\ncontrast = { uk = "Яскраво" }\n[board]\nwaiting = { uk = "Чекають" }\n'


class Tablet:
    """What it shows, without its screen: all that is to be done there is done at once."""

    def __init__(self, stack: ExitStack, state_dir: Path) -> None:
        self._stack, self.frames = stack, list[Frame[Any]]()
        self.broker = MemoryBroker()
        words = words_of(PLAN)
        attendant = Attendant(Surveying(words, 1), show=self.frames.append, wake_in=lambda _seconds, _wake: None)
        ends: list[Callable[..., None]] = []
        app = SimpleNamespace(later=lambda deed: deed(), bind=lambda **on: ends.append(on["on_stop"]))
        bus = self.broker.client("survey-1", PLAN.hall.id)
        about = About(role="survey", version="1")
        appliance = Appliance(bus, id="survey-1", role="survey", version="1", about=about, zone=PLAN.timezone)
        areas = {"survey": words.own, "touch": words.shared}
        speak_as_the_hall(state_dir, areas)
        attendant.equip(Fittings(), 0.5)  # as `run_touch_screen` does it then
        stage = SimpleNamespace(settings=Settings(state_dir=state_dir), attendant=attendant, app=app, areas=areas)
        speak_for_the_hall(cast("Stage", stage), appliance, bus)
        stack.callback(lambda: [end() for end in ends])
        bus.start()
        self.attendant = attendant

    def offer(self, text: str) -> None:
        body = zipped({"phrases.toml": text})
        address = self._stack.enter_context(web_server(whole(body)))
        master = self.broker.client("queue-master", PLAN.hall.id)
        master.start()
        master.publish(Topics(PLAN.hall.id).content("phrases"), codec.encode(offer(body, address)), retain=True)
        self.broker.deliver()

    @property
    def contrast(self) -> str:
        return str(self.frames[-1].reading.contrast_button.label)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_who_stands_there_reads_the_new_words_and_stays_where_they_are(stack: ExitStack, tmp_path: Path) -> None:
    tablet = Tablet(stack, tmp_path)
    before = tablet.frames[-1]
    assert tablet.contrast != "Яскраво"
    tablet.offer(OWN)
    until(lambda: tablet.contrast == "Яскраво", 30)
    assert tablet.frames[-1].face == before.face
    assert Tablet(stack, tmp_path).contrast == "Яскраво", "from the first frame of the next start on"
