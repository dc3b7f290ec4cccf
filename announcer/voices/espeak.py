"""pyttsx3 over espeak-ng, behind a fence: the voice that is always there, and that few understand in Ukrainian.

What is fenced (seen in pyttsx3 2.99): of two queued saves only the last is written; a save poisons a later
`say`; a wrong voice id is passed over in silence; `runAndWait` may hang, and often comes back before the file
is whole; a second thread or a fork breaks it. So: one process a phrase, one save a process, which waits for the
file; the file is checked, and a process that is late is killed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from announcer.phrasing import Phrase
from announcer.sound.pcm import BadSound, Pcm, read
from announcer.voices.seam import VoiceAway

VOICES = MappingProxyType({"uk": "zle/uk", "en": "gmw/en"})
WORDS_PER_MINUTE = 140
PATIENCE = 5.0  # seconds for a phrase of four; the process itself starts in 0.3 s
SHORTEST = 0.3
WORKER = (sys.executable, "-m", "announcer.voices.espeak_worker")


class Espeak:
    """See `seam.Voice`. `worker` is the command that gets: voice, rate, file; and the text on its input."""

    name = "espeak"

    def __init__(
        self, *, rate: int = WORDS_PER_MINUTE, worker: tuple[str, ...] = WORKER, patience: float = PATIENCE
    ) -> None:
        if find_spec("pyttsx3") is None:
            raise VoiceAway("the Python package pyttsx3 is not installed")
        self._rate = rate
        self._worker = worker
        self._patience = patience
        self._open = True

    @property
    def title(self) -> str:
        return f"espeak {', '.join(VOICES.values())} {self._rate} wpm"

    def say(self, phrase: Phrase) -> Pcm:
        voice = VOICES.get(phrase.language)
        if voice is None or not self._open:
            raise VoiceAway(f"espeak has no voice for {phrase.language}")
        with tempfile.TemporaryDirectory(prefix="cherha-voice-") as folder:
            file = Path(folder, "phrase.wav")
            try:
                # run() kills the process when the time is up.
                done = subprocess.run(  # noqa: S603 - our own worker, no shell
                    [*self._worker, voice, str(self._rate), str(file)],
                    input=phrase.text.encode(),
                    capture_output=True,
                    timeout=self._patience,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise VoiceAway(f"espeak hung for {self._patience:g} s and was killed") from None
            except OSError as error:
                raise VoiceAway(f"espeak: {error}") from None
            if done.returncode:
                raise VoiceAway(f"espeak: {done.stderr.decode(errors='replace').strip()[-200:]}")
            try:
                sound = read(file)
            except BadSound as error:
                raise VoiceAway(str(error)) from None
        if sound.seconds < SHORTEST or not any(sound.samples):
            raise VoiceAway(f"espeak wrote {sound.seconds:.2f} s of nothing")
        return sound

    def close(self) -> None:
        self._open = False
