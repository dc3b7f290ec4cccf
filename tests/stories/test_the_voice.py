"""The real voice and what fails around it: nothing old is said, nothing twice, and of each call it is known."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.snapshot import Snapshot
from broker.contracts.status import Speaking, Status
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import role
from tests.stories.queue_master import TOPICS, RealQueueMaster

pytestmark = [pytest.mark.wire, pytest.mark.timeout(240)]

NAME = "announcer-1"


class Voice:
    """A hall with a voice of clips that plays into files, as long as it would be heard."""

    def __init__(self, broker: Mosquitto, folder: Path) -> None:
        self.broker, self._folder = broker, folder
        self.master = RealQueueMaster(folder / "master", broker.port)
        self.words: list[Speaking] = []
        self.states: list[str] = []
        self.snapshot: Snapshot | None = None
        link = self.master.link
        link.subscribe(TOPICS.speaking("+"), lambda m: self.words.append(codec.read(Speaking, m.body)))
        link.subscribe(TOPICS.status(NAME), lambda m: self.states.append(codec.read(Status, m.body).state))
        link.subscribe(TOPICS.state, self._keep)
        self.master.start()
        self.process = self.launch()
        until(lambda: "ready" in self.states, what="the voice")
        for window in (3, 4):
            assert self.master.ask(c.OpenWindow, window=window).status == "done"

    def _keep(self, message: object) -> None:
        self.snapshot = codec.read(Snapshot, message.body)  # type: ignore[attr-defined]

    def launch(self) -> subprocess.Popen[bytes]:
        hall = self._folder / "master" / "hall.toml"
        sound = f"wav:{self._folder / 'heard'}"
        self.process = role("announcer", self.broker.port, self._folder, hall, CHERHA_VOICE="clips", CHERHA_SOUND=sound)
        return self.process

    def call(self, window: int, language: str = "uk") -> str:
        """Somebody comes and is called at once: the number."""
        self.master.ask(c.TakeTicket, service="registration", language=language)
        ticket = self.master.ask(c.CallNext, window=window).ticket
        assert ticket
        return ticket.number

    def begins(self, number: str) -> None:
        """Wait for the gong of a call."""
        until(lambda: any(w.state == "started" and w.calls[0].number == number for w in self.words), what=f"{number}")

    def became(self, number: str, outcome: str) -> None:
        """Wait until the hall knows what became of a call."""

        def known() -> bool:
            calls = self.snapshot.calls if self.snapshot else ()
            return any(call.number == number and call.spoken == outcome for call in calls)

        until(known, what=f"{number} {outcome}")

    def heard(self) -> list[str]:
        """Each announcement, in order: number and window."""
        return [file.stem.split(" ", 1)[1] for file in sorted((self._folder / "heard").rglob("*.wav"))]

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        self.master.close()


@pytest.fixture
def voice(mosquitto: Mosquitto, tmp_path: Path) -> Iterator[Voice]:
    pytest.importorskip("soundfile")
    opened = Voice(mosquitto, tmp_path)
    yield opened
    opened.close()


def test_a_call_during_which_the_broker_restarts_is_finished_and_confirmed_and_not_said_again(voice: Voice) -> None:
    first = voice.call(4)
    voice.begins(first)
    voice.broker.stop()
    voice.broker.start()
    voice.became(first, "finished")
    second = voice.call(3)
    voice.became(second, "finished")
    assert voice.heard() == [f"{first} 4", f"{second} 3"]


def test_a_queue_master_that_comes_back_and_tells_its_last_events_again_lets_nothing_be_said_twice(
    voice: Voice,
) -> None:
    first = voice.call(4)
    voice.begins(first)
    voice.broker.stop()
    voice.master.kill()
    voice.broker.start()
    voice.master.start()
    voice.became(first, "finished")
    second = voice.call(3)
    voice.became(second, "finished")
    assert voice.heard() == [f"{first} 4", f"{second} 3"]


def test_what_became_of_a_call_is_told_by_the_next_life_of_the_voice_which_does_not_say_it_again(voice: Voice) -> None:
    """It is ended in good order in the middle of a call, while nobody can be told."""
    first = voice.call(4)
    voice.begins(first)
    voice.broker.stop()
    voice.process.terminate()
    assert voice.process.wait(20) == 0
    voice.broker.start()
    until(lambda: voice.master.link.connected)
    voice.launch()
    voice.became(first, "dropped")
    second = voice.call(3)
    voice.became(second, "finished")
    assert [title for title in voice.heard() if title.startswith(first)] == [f"{first} 4"]


def test_whoever_is_called_during_another_call_is_named_before_that_ones_english(voice: Voice) -> None:
    first = voice.call(4, language="en")
    voice.master.ask(c.TakeTicket, service="registration", language="en")
    voice.begins(first)  # its Ukrainian words take five seconds
    ticket = voice.master.ask(c.CallNext, window=3).ticket
    assert ticket
    second = ticket.number
    last = f"en {second} 3"
    until(lambda: last in voice.heard(), what="both in both languages")
    assert voice.heard() == [f"{first} 4", f"{second} 3", f"en {first} 4", last]
    voice.became(first, "finished")
    voice.became(second, "finished")
