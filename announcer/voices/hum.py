"""A voice for tests and benches where there is no engine: it hums, one tone a word, always the same for a text."""

from __future__ import annotations

import numpy as np

from announcer.phrasing import Phrase
from announcer.sound.finish import to_pcm
from announcer.sound.pcm import RATE, Pcm
from announcer.voices.seam import VoiceAway

_WORD = 0.3  # seconds


class Hum:
    """See `seam.Voice`. `away` makes it fail like a real one; `said` keeps what it was asked to say."""

    def __init__(self, name: str = "hum", languages: tuple[str, ...] = ("uk", "en")) -> None:
        self.name = self.title = name
        self.languages = languages
        self.away = False
        self.said: list[Phrase] = []

    def say(self, phrase: Phrase) -> Pcm:
        if self.away or phrase.language not in self.languages:
            raise VoiceAway(f"{self.name} is away")
        self.said.append(phrase)
        moment = np.arange(round(_WORD * RATE)) / RATE
        bell = np.hanning(len(moment))
        words = [0.2 * bell * np.sin(2 * np.pi * (200 + 20 * len(word)) * moment) for word in phrase.text.split()]
        return to_pcm(np.concatenate(words), RATE)

    def close(self) -> None:
        self.away = True
