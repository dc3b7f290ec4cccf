"""A player as loud as somebody sets it: the samples themselves are made smaller, so that it works with any device."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from announcer.sound.finish import to_pcm, to_samples
from announcer.sound.pcm import BadSound, read, write
from announcer.sound.players import Part, Player
from announcer.sound.spare import SpareFolder

FULL = 100  # percent


class AtVolume:
    """See `Player`. `percent` of full loudness holds from the next announcement on: 50 is 6 dB less."""

    def __init__(self, inner: Player, percent: int = FULL) -> None:
        self._inner = inner
        self.percent = percent
        self._folder = SpareFolder("volume")

    def play(self, parts: Sequence[Part], title: str, started: Callable[[], None]) -> None:
        percent = self.percent
        if percent == FULL:
            self._inner.play(parts, title, started)
            return
        made = [self._quieter(part, place, percent) for place, part in enumerate(parts)]
        self._inner.play(made, title, started)

    def cut(self) -> None:
        self._inner.cut()

    def close(self) -> None:
        self._inner.close()

    def _quieter(self, part: Part, place: int, percent: int) -> Part:
        def made() -> Path | None:
            file = part()
            if file is None:
                return None
            try:
                sound = read(file)
            except BadSound:
                return file  # whoever plays it says what is wrong
            quiet = self._folder.path / f"{place}.wav"
            write(quiet, to_pcm(to_samples(sound) * percent / FULL, sound.rate))
            return quiet

        return made
