"""RHVoice inside this process: the voice that people understand best, and 5 ms to its first sample once warm.

Packages librhvoice5, rhvoice-ukrainian, rhvoice-english of Debian's non-free component.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from announcer.phrasing import Phrase
from announcer.sound.pcm import Pcm
from announcer.voices import rhvoice_library as c
from announcer.voices.seam import VoiceAway

DATA = Path("/usr/share/RHVoice")
CONFIG = Path("/etc/RHVoice")

# Language -> its voices, clearest first: of the Ukrainian ones a recogniser understood volodymyr best by far; of the
# English ones it took slt's numbers for others, 8 of 100 (326 for 376), at any pace and with any pause, bdl's never.
VOICES = MappingProxyType({"uk": ("volodymyr", "natalia", "anatol", "marianna"), "en": ("bdl", "clb", "alan", "slt")})
RATE = 1.0  # of the voice's own pace


class RHVoice:
    """See `seam.Voice`. VoiceAway when the library, its data or every wanted voice is missing."""

    name = "rhvoice"

    def __init__(
        self,
        languages: tuple[str, ...] = ("uk", "en"),
        *,
        rate: float = RATE,
        data: Path = DATA,
        voices: Mapping[str, tuple[str, ...]] = VOICES,
    ) -> None:
        try:
            self._library = c.load()
        except OSError as error:
            raise VoiceAway(f"{c.LIBRARY}: {error}") from None
        self._rate = rate
        self._sample_rate = 0
        self._heard: list[bytes] = []
        # ctypes keeps no reference to a callback: without these two attributes the engine would call freed memory.
        self._on_rate = c.SetSampleRate(self._set_sample_rate)
        self._on_speech = c.PlaySpeech(self._play_speech)
        params = c.InitParams(
            data_path=str(data).encode(),
            config_path=str(CONFIG).encode(),
            callbacks=c.Callbacks(set_sample_rate=self._on_rate, play_speech=self._on_speech),
        )
        self._engine = self._library.RHVoice_new_tts_engine(ctypes.byref(params))
        if not self._engine:
            raise VoiceAway(f"RHVoice finds nothing in {data}")
        self._voices = self._chosen(languages, voices)
        if not self._voices:
            self.close()
            raise VoiceAway(f"RHVoice has no voice for {', '.join(languages)} in {data}")

    @property
    def title(self) -> str:
        version = self._library.RHVoice_get_version().decode()
        return f"rhvoice {version} {', '.join(self._voices.values())} ×{self._rate:g}"

    def say(self, phrase: Phrase) -> Pcm:
        voice = self._voices.get(phrase.language)
        if voice is None or not self._engine:
            raise VoiceAway(f"RHVoice has no voice for {phrase.language}")
        self._heard.clear()
        params = c.SynthParams(
            voice_profile=voice.encode(), relative_rate=self._rate, relative_pitch=1.0, relative_volume=1.0
        )
        text = phrase.text.encode()
        message = self._library.RHVoice_new_message(self._engine, text, len(text), 0, ctypes.byref(params), None)
        if not message:
            raise VoiceAway(f"RHVoice does not take the text {phrase.text!r}")
        try:
            spoken = self._library.RHVoice_speak(message)
        finally:
            self._library.RHVoice_delete_message(message)
        samples = b"".join(self._heard)
        self._heard.clear()
        if not spoken or not samples:
            raise VoiceAway(f"RHVoice did not say {phrase.text!r}")
        return Pcm(self._sample_rate, samples)

    def close(self) -> None:
        if self._engine:
            self._library.RHVoice_delete_tts_engine(self._engine)
            self._engine = None

    def _chosen(self, languages: tuple[str, ...], wanted: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        infos = self._library.RHVoice_get_voices(self._engine)
        count = self._library.RHVoice_get_number_of_voices(self._engine)
        there = {infos[i].name.decode().lower() for i in range(count)}
        best = {language: [v for v in wanted.get(language, ()) if v in there] for language in languages}
        return {language: voices[0] for language, voices in best.items() if voices}

    def _set_sample_rate(self, rate: int, _data: object) -> int:
        self._sample_rate = rate
        return 1

    def _play_speech(self, samples: object, count: int, _data: object) -> int:
        self._heard.append(ctypes.string_at(samples, count * 2))  # type: ignore[arg-type]  # a pointer to short
        return 1
