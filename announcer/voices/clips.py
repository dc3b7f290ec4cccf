"""A voice of clips put together: the set that is shipped, or what a person or a studio recorded for a hall.

A set is `<language>.zip` or a folder `<language>/`, see `clip_set.py`; `python -m announcer.render_clips --script uk`
writes the list of what there is to record.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

from announcer.phrasing import Phrase
from announcer.sound.files import can_decode
from announcer.sound.finish import at_loudness, faded, to_pcm, to_samples, trimmed
from announcer.sound.pcm import RATE, BadSound, Pcm, silence
from announcer.voices.clip_set import ClipSet
from announcer.voices.seam import NoWords, VoiceAway
from announcer.voices.tiling import tiles

SHIPPED = Path(__file__).parents[1] / "clips"
_PAUSES = {",": 0.12, ":": 0.20, ";": 0.25}  # seconds after a clip whose text ends so; a sentence's end is longer
_SENTENCE = 0.30
_WITHIN = 0.0  # between two words of a number: a clip's own edges are pause enough


class Clips:
    """See `seam.Voice`, `seam.OfWords`. VoiceAway when there is no set for any of the languages, or nothing to decode it with."""

    def __init__(self, folder: Path, languages: tuple[str, ...] = ("uk", "en"), *, name: str = "clips") -> None:
        self.name = name
        if not can_decode():
            raise VoiceAway("the Python package soundfile is not installed")
        self._sets: dict[str, ClipSet] = {}
        why = f"no clips in {folder}"
        for language in languages:
            places = (folder / language, folder / f"{language}.zip")
            for place in (each for each in places if each.exists()):
                try:
                    self._sets.setdefault(language, ClipSet(place))
                except BadSound as error:
                    why = str(error)
        if not self._sets:
            raise VoiceAway(why)
        # A changed set must not be answered from the cache of the old one.
        changed = "".join(f"{each.place.stat().st_mtime_ns}{sorted(each.texts)}" for each in self._sets.values())
        self._print = hashlib.sha256(changed.encode()).hexdigest()[:8]

    @property
    def title(self) -> str:
        return f"{self.name} {', '.join(self._sets)} {self._print}"

    def holds(self, phrase: Phrase) -> bool:
        clips = self._sets.get(phrase.language)
        return clips is not None and tiles(phrase.text, clips.texts) is not None

    def say(self, phrase: Phrase) -> Pcm:
        clips = self._sets.get(phrase.language)
        if clips is None:
            raise NoWords(f"{self.name} have no {phrase.language}")
        found = tiles(phrase.text, clips.texts)
        if found is None:
            raise NoWords(f"{self.name} do not hold all of {phrase.text!r}")
        try:
            whole = _levelled(clips.sound(found[0]))
            for before, text in pairwise(found):
                whole = whole + silence(_pause(before), RATE) + _levelled(clips.sound(text))
        except BadSound as error:
            raise VoiceAway(str(error)) from None
        return whole

    def close(self) -> None:
        for each in self._sets.values():
            each.close()
        self._sets = {}


def _pause(text: str) -> float:
    last = text[-1]
    return _WITHIN if last.isalnum() or last == "'" else _PAUSES.get(last, _SENTENCE)


def _levelled(clip: Pcm) -> Pcm:
    """Recorded clips come with air around them, and each at its own loudness."""
    samples = faded(trimmed(to_samples(clip), clip.rate), clip.rate)
    return to_pcm(at_loudness(samples, clip.rate), clip.rate)
