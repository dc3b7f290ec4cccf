"""A piper voice that the hall brought: `<language>.onnx` and `<language>.onnx.json` in its folder, with `piper-tts`.

An option, never installed by us: no voice of it comes as a package, and it takes 220 MB and a third of a processor's
time. Loaded at the first word.
"""

from __future__ import annotations

import io
import wave
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from announcer.phrasing import Phrase
from announcer.sound.files import decode
from announcer.sound.pcm import Pcm
from announcer.voices.seam import VoiceAway


class Piper:
    """See `seam.Voice`. VoiceAway when the package, or a model of any of the languages, is missing."""

    name = "piper"

    def __init__(self, folder: Path, languages: tuple[str, ...] = ("uk", "en")) -> None:
        if find_spec("piper") is None:
            raise VoiceAway("the Python package piper-tts is not installed")
        there = {language: folder / f"{language}.onnx" for language in languages}
        self._models = {language: model for language, model in there.items() if model.is_file()}
        if not self._models:
            raise VoiceAway(f"no models in {folder}")
        self._loaded: dict[str, Any] = {}

    @property
    def title(self) -> str:
        return "piper " + ", ".join(f"{one} {model.stat().st_mtime_ns:x}" for one, model in self._models.items())

    def say(self, phrase: Phrase) -> Pcm:
        model = self._models.get(phrase.language)
        if model is None:
            raise VoiceAway(f"piper has no voice for {phrase.language}")
        file = io.BytesIO()
        try:
            if phrase.language not in self._loaded:
                from piper import PiperVoice  # noqa: PLC0415 - of the hall's own installation, and slow to load

                self._loaded[phrase.language] = PiperVoice.load(model)
            with wave.open(file, "wb") as out:
                self._loaded[phrase.language].synthesize_wav(phrase.text, out)
            return decode(file.getvalue(), model.name)
        except Exception as error:  # noqa: BLE001 - another's program; the next voice speaks whatever befell it
            raise VoiceAway(f"piper: {error}") from None

    def close(self) -> None:
        self._models, self._loaded = {}, {}
