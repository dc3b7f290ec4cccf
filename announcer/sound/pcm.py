"""Sound as it lies in a file: signed 16 bit, one channel, little-endian."""

from __future__ import annotations

import os
import wave
from dataclasses import dataclass
from pathlib import Path

RATE = 24_000  # Hz; what the best voice speaks in, so that it is never resampled
_BYTES = 2


class BadSound(Exception):
    """A file that is no whole sound of our kind."""


@dataclass(frozen=True, slots=True)
class Pcm:
    """Samples and how many of them make a second."""

    rate: int
    samples: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / _BYTES / self.rate

    def until(self, seconds: float) -> Pcm:
        """The beginning of it, as far as it was heard."""
        return Pcm(self.rate, self.samples[: _BYTES * max(1, round(seconds * self.rate))])

    def __add__(self, other: Pcm) -> Pcm:
        if other.rate != self.rate:
            raise ValueError(f"{other.rate} Hz after {self.rate} Hz")
        return Pcm(self.rate, self.samples + other.samples)


def silence(seconds: float, rate: int = RATE) -> Pcm:
    return Pcm(rate, bytes(round(seconds * rate) * _BYTES))


def read(path: Path) -> Pcm:
    """A WAV file. BadSound when it is empty, cut off, or not 16 bit mono."""
    try:
        with wave.open(str(path), "rb") as file:
            kind, count = (file.getnchannels(), file.getsampwidth()), file.getnframes()
            samples, rate = file.readframes(count), file.getframerate()
    except (OSError, EOFError, wave.Error) as error:
        raise BadSound(f"{path}: {error}") from None
    if kind != (1, _BYTES) or not samples or len(samples) != count * _BYTES:
        raise BadSound(f"{path}: not a whole 16 bit mono sound")
    return Pcm(rate, samples)


def write(path: Path, sound: Pcm) -> None:
    """A WAV file that is whole or absent: written beside `path`, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with wave.open(str(draft), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_BYTES)
        file.setframerate(sound.rate)
        file.writeframes(sound.samples)
    draft.replace(path)
