"""A headset that fails is the technicians' problem before it is a visitor's, until it works again."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from announcer.sound.pcm import silence, write
from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker
from broker.contracts.status import About
from kiosk.touch.aloud.headset import DeviceHeadset, HeadsetAway
from kiosk.touch.aloud.watched import WatchedHeadset
from kiosk.touch.troubles import Troubles
from tests.broker.halls import PLAN
from tests.broker.until import until

pytestmark = pytest.mark.fast

# A player that fails as long as there is no socket to plug a headset into.
PLAYER = "import pathlib, sys; sys.exit(0 if pathlib.Path(sys.argv[1]).exists() else 'no such device')"


class Socket:
    """A sound device that comes and goes."""

    def __init__(self, folder: Path, *, there: bool) -> None:
        self.device, self.told = folder / "device", list[str | None]()
        if there:
            self.device.touch()
        self.sentence = folder / "sentence.wav"
        write(self.sentence, silence(0.01))
        player = DeviceHeadset((sys.executable, "-c", PLAYER, str(self.device)))
        self.headset = WatchedHeadset(player, self.told.append, again=0.02)

    def say(self) -> None:
        self.headset.play(self.sentence, 0.0, threading.Event(), lambda: None)


@pytest.fixture
def dead(tmp_path: Path) -> Iterator[Socket]:
    made = Socket(tmp_path, there=False)
    yield made
    made.headset.stop()


def test_a_dead_device_is_told_once_before_anybody_listens_and_taken_back_when_it_works(dead: Socket) -> None:
    dead.headset.start()
    until(lambda: dead.told)
    (why,) = dead.told
    assert why is not None
    assert "no such device" in why
    dead.device.touch()
    until(lambda: dead.told[-1] is None)
    assert len(dead.told) == 2


def test_a_sentence_that_nobody_could_hear_is_a_trial_too(dead: Socket) -> None:
    dead.device.touch()
    dead.say()
    assert dead.told == []
    dead.device.unlink()
    with pytest.raises(HeadsetAway):
        dead.say()
    with pytest.raises(HeadsetAway):
        dead.say()
    assert [why is None for why in dead.told] == [False]
    dead.device.touch()
    dead.say()
    assert dead.told[-1] is None


def test_technicians_find_it_among_the_problems_with_what_to_do_and_it_goes_away() -> None:
    broker = MemoryBroker()
    bus = broker.client("dispenser-1", PLAN.hall.id)
    about = About(role="dispenser", version="0")
    appliance = Appliance(bus, id="dispenser-1", role="dispenser", version="0", about=about, zone=PLAN.timezone)
    troubles = Troubles()
    troubles.found(HeadsetAway.code, "aplay: no such device")
    troubles.tell(appliance)
    (problem,) = appliance.problems
    assert problem.code == "no-headset"
    assert "aplay: no such device" in problem.message["uk"]
    assert set(problem.remedy) == {"uk", "en"}
    troubles.gone(HeadsetAway.code)
    assert appliance.problems == ()
