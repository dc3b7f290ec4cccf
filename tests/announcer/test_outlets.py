"""Where the voice is heard, on a real PipeWire without a sound card: whatever is plugged in and pulled out, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from announcer.outlet import Outlet
from announcer.outlets import Opening
from announcer.sound.finish import to_pcm, to_samples
from announcer.sound.pcm import RATE, BadSound, write
from announcer.sound.players import NoSoundDevice
from bench.sound_server import SoundServer, missing
from broker.contracts.hall_file import HallFile, HallPart
from broker.contracts.hall_voice import Output
from broker.contracts.phrases import FIRST

pytestmark = [
    pytest.mark.voice,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LOUD = 0.05  # of full scale; nobody else plays there


class House:
    """Devices, and the outlets of an announcer on them. `silent`: each output that cannot be heard now, and why."""

    def __init__(self, server: SoundServer, folder: Path) -> None:
        self._server, self._folder = server, folder
        self._modules: dict[str, int] = {}
        self.silent: dict[str, str] = {}
        self.tone = folder / "tone.wav"
        write(self.tone, to_pcm(np.sin(np.arange(RATE // 3) * 2 * np.pi * 440 / RATE) * 0.5, RATE))

    def plug(self, *names: str) -> None:
        self._modules |= {name: self._server.plug(name) for name in names}

    def unplug(self, *names: str) -> None:
        for name in names:
            self._server.unplug(self._modules.pop(name))

    def clear(self) -> None:
        self.unplug(*list(self._modules))

    def outlet(self, device: str, loop: str = "") -> Outlet:
        part = HallPart(id="test-hall", name={FIRST: "Зала"})
        hall = HallFile(hall=part, output=(Output(id="floor", device=device, loop=loop),))
        opening = Opening(hall, "player", self._folder / "spare", self._tell, lambda: NOON)
        (outlet,) = opening.outlets("announcer-1")
        outlet.check()
        return outlet

    def _tell(self, output: str, why: str | None) -> None:
        if why is None:
            self.silent.pop(output, None)
        else:
            self.silent[output] = why

    def heard(self, play: Callable[[], None], *names: str) -> set[str]:
        """Who of the devices got a sound from `play`."""
        recordings = {name: self._server.record(name) for name in names}
        play()
        return {name for name, it in recordings.items() if np.abs(to_samples(it.end())).max(initial=0.0) > LOUD}

    def plays(self, outlet: Outlet, *files: Path) -> Callable[[], None]:
        def play() -> None:
            outlet.set_volume(urgent=False)
            outlet.player.play([lambda file=file: file for file in files or [self.tone]], "А001 1", lambda: None)  # type: ignore[misc]

        return play


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with SoundServer("built-in") as server:
        yield server


@pytest.fixture
def house(server: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "PULSE_SERVER", "PIPEWIRE_REMOTE", "PIPEWIRE_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", server.environment["XDG_RUNTIME_DIR"])
    house = House(server, tmp_path)
    yield house
    house.clear()


def test_a_device_is_found_by_its_name_whatever_was_plugged_in_first(house: House) -> None:
    house.plug("usb-hall", "usb-corridor")
    outlet = house.outlet("hall")
    assert house.heard(house.plays(outlet), "usb-hall", "usb-corridor", "built-in") == {"usb-hall"}
    house.unplug("usb-hall", "usb-corridor")
    house.plug("usb-corridor", "usb-hall")
    assert house.heard(house.plays(outlet), "usb-hall", "usb-corridor", "built-in") == {"usb-hall"}
    assert house.silent == {}


def test_while_a_device_is_unplugged_no_other_plays_for_it_and_it_is_heard_again_when_it_is_back(
    house: House, tmp_path: Path
) -> None:
    house.plug("usb-hall", "usb-corridor")
    outlet = house.outlet("usb-hall")
    house.unplug("usb-hall")
    assert house.heard(house.plays(outlet), "usb-corridor", "built-in") == set()
    assert "usb-hall" in house.silent["floor"]
    assert outlet.unheard() == NoSoundDevice.code
    assert list((tmp_path / "spare").rglob("*.wav"))  # what nobody could hear is in a file
    house.plug("usb-hall")
    assert house.heard(house.plays(outlet), "usb-hall") == {"usb-hall"}
    assert house.silent == {}
    assert outlet.unheard() is None


def test_an_induction_loop_gets_the_same_sound_and_its_plug_is_its_own_matter(house: House) -> None:
    house.plug("usb-hall", "loop-amplifier")
    outlet = house.outlet("usb-hall", "loop")
    assert house.heard(house.plays(outlet), "usb-hall", "loop-amplifier") == {"usb-hall", "loop-amplifier"}
    house.unplug("loop-amplifier")
    assert house.heard(house.plays(outlet), "usb-hall") == {"usb-hall"}
    assert set(house.silent) == {"floor-loop"}
    assert outlet.unheard() is None
    house.plug("loop-amplifier")
    assert house.heard(house.plays(outlet), "loop-amplifier") == {"loop-amplifier"}
    assert house.silent == {}


def test_a_sound_that_is_broken_does_not_keep_the_next_from_being_heard(house: House, tmp_path: Path) -> None:
    house.plug("usb-hall")
    outlet = house.outlet("usb-hall")
    broken = tmp_path / "broken.wav"
    broken.write_bytes(house.tone.read_bytes()[:200])
    with pytest.raises(BadSound):
        house.plays(outlet, broken)()
    assert house.heard(house.plays(outlet), "usb-hall") == {"usb-hall"}
