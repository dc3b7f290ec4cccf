"""Where speech goes: a device of its own, never the hall's loudspeakers. Beside it one that writes files, for tests.

Loudness: a headset is measured once, as loud as it gets (`CHERHA_HEADSET_DBA`); each visitor begins at 65 dBA.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np

from announcer.sound.pcm import Pcm, read, write
from announcer.sound.spare import SpareFolder
from broker.contracts.errors import ConfigError, HardwareError

_LOOK = 0.01  # seconds between looks at whether to be silent
_GRACE = 5.0  # seconds over the length of a sound, after which a player hangs

Started = Callable[[], None]


class HeadsetAway(HardwareError):
    """Nothing can be heard: no player, no such device, or it hangs."""

    code = "no-headset"


class Headset(Protocol):
    def play(self, file: Path, volume: float, over: threading.Event, started: Started) -> None:
        """Let `file` be heard, `volume` dB below its own loudness, until its end or until `over`. From one thread."""
        ...


class DeviceHeadset:
    """The player of the system on one sound device. `command` gets the file as its last argument."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._folder = SpareFolder("headset")

    def play(self, file: Path, volume: float, over: threading.Event, started: Started) -> None:
        sound = quieter(read(file), volume)
        ready = self._folder.path / "sentence.wav"
        write(ready, sound)
        try:
            process = subprocess.Popen(  # noqa: S603 - a fixed command and a file of ours
                [*self._command, str(ready)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise HeadsetAway(f"{self._command[0]}: {error}") from None
        started()
        until = time.monotonic() + sound.seconds + _GRACE
        with process:
            while process.poll() is None and not over.wait(_LOOK):
                if time.monotonic() > until:
                    process.kill()
                    raise HeadsetAway(f"{self._command[0]} hung and was killed")
            if process.poll() is None:
                process.terminate()
                return
            said = process.stderr.read() if process.stderr else b""
        if process.returncode:
            last = said.decode(errors="replace").strip().rpartition("\n")[2]
            raise HeadsetAway(f"{self._command[0]}: {last}")


class TapeHeadset:
    """Writes what was heard of each sentence as `0001.wav`, …, cut off where it was; takes as long as hearing it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = len(list(folder.glob("*.wav")))

    def play(self, file: Path, volume: float, over: threading.Event, started: Started) -> None:
        sound = quieter(read(file), volume)
        self._count += 1
        begun = time.monotonic()
        started()
        cut = over.wait(sound.seconds)
        heard = min(sound.seconds, time.monotonic() - begun) if cut else sound.seconds
        samples = sound.samples[: 2 * max(1, round(heard * sound.rate))]
        write(self._folder / f"{self._count:04d}.wav", Pcm(sound.rate, samples))


class SilentHeadset:
    """Says nothing and takes no time; remembers what it was given."""

    def __init__(self) -> None:
        self.played: list[Path] = []

    def play(self, file: Path, volume: float, over: threading.Event, started: Started) -> None:  # noqa: ARG002
        started()
        self.played.append(file)


def open_headset(setting: str) -> Headset:
    """The headset of CHERHA_HEADSET: "alsa:DEVICE", "pipewire:NODE", "wav:DIR", "silent". ConfigError for others."""
    kind, _, where = setting.partition(":")
    match kind, bool(where):
        case "alsa", True:
            return DeviceHeadset((_player("aplay"), "-q", "-D", where))
        case "pipewire", True:
            return DeviceHeadset((_player("pw-play"), "--target", where))
        case "wav", True:
            return TapeHeadset(Path(where))
        case "silent", False:
            return SilentHeadset()
    raise ConfigError([f"CHERHA_HEADSET is {setting!r}; it is alsa:DEVICE, pipewire:NODE, wav:DIR, silent or empty"])


def quieter(sound: Pcm, decibels: float) -> Pcm:
    """The same sound, so many dB softer."""
    if decibels <= 0:
        return sound
    samples = np.frombuffer(sound.samples, dtype="<i2") * 10 ** (-decibels / 20)
    return Pcm(sound.rate, np.rint(samples).astype("<i2").tobytes())


def _player(name: str) -> str:
    return shutil.which(name) or name
