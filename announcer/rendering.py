"""From a phrase to a finished sound file, at most once: the voices, best first, and a bounded cache on disk."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from announcer.phrasing import Phrase
from announcer.sound.finish import finish
from announcer.sound.pcm import BadSound, Pcm, read, write
from announcer.voices.seam import NoWords, OfWords, Voice, VoiceAway

log = logging.getLogger(__name__)

BOUND = 64 * 1024 * 1024  # bytes on disk: some 350 phrases
_SPARE_BOUND = 8 * 1024 * 1024  # bytes in the folder for temporary files, which may be memory
PAUSE = 0.3  # seconds between two phrases
_FORMAT = "2"  # change it when `finish` changes, so that old renderings are not found


class Rendering:
    """Phrases as WAV files of -16 LUFS at 24 kHz. Used by one thread."""

    def __init__(self, voices: Sequence[Voice], folder: Path, *, bound: int = BOUND) -> None:
        self._voices = voices
        self._folder = folder
        self._bound = bound
        self.failed = ""  # why the best voice last failed; "" when it did not
        self.used = voices[0].name  # the voice that spoke last
        self.wordless = ""  # the voice that had no words for what another said last, if nothing else was wrong

    @property
    def best(self) -> Voice:
        """The voice that speaks as long as it can."""
        return self._voices[0]

    def who_says(self, phrase: Phrase) -> str:
        """The voice that will say it, as long as all are well."""
        able = (voice for voice in self._voices if not isinstance(voice, OfWords) or voice.holds(phrase))
        return next(able, self._voices[-1]).name

    def sound(self, phrase: Phrase) -> Path | None:
        """The file, from the cache or made now; None when no voice can say it (the gong alone is left)."""
        self.failed = self.wordless = ""
        failures: list[VoiceAway] = []
        try:
            return self._said(phrase, failures)
        finally:
            if self.used != self.best.name and all(isinstance(each, NoWords) for each in failures):
                self.wordless = self.best.name

    def _said(self, phrase: Phrase, failures: list[VoiceAway]) -> Path | None:
        for voice in self._voices:
            file = self._folder / f"{_key(voice, phrase)}.wav"
            if self._is_whole(file):
                self.used = voice.name
                return file
            try:
                raw = voice.say(phrase)
            except VoiceAway as error:
                self.failed = self.failed or str(error)
                failures.append(error)
                continue
            self.used = voice.name
            return self._kept(file, finish(raw, pause=PAUSE))
        self.used = "chime"
        return None

    def warm_up(self, phrases: Sequence[Phrase]) -> None:
        """Say something to nobody, so that the first call need not wait for voices to be read from the card."""
        for phrase in phrases:
            with suppress(VoiceAway):
                self._voices[0].say(phrase)

    def _kept(self, file: Path, sound: Pcm) -> Path:
        try:
            write(file, sound)
        except OSError as error:  # a full or broken disk must not silence the hall
            self._folder, self._bound = Path(tempfile.mkdtemp(prefix="cherha-speech-")), _SPARE_BOUND
            log.warning("%s: %s; speech is kept in %s", file.parent, error, self._folder)
            file = self._folder / file.name
            write(file, sound)
        self._keep_bound(file)
        return file

    def _is_whole(self, file: Path) -> bool:
        """Power may have gone while it was written; a torn file is as good as none."""
        try:
            read(file)
        except BadSound:
            return False
        file.touch()  # used last, thrown away last
        return True

    def _keep_bound(self, newest: Path) -> None:
        files = sorted(self._folder.glob("*.wav"), key=_used)
        size = sum(file.stat().st_size for file in files)
        for file in files:
            if size <= self._bound or file == newest:
                break
            size -= file.stat().st_size
            with suppress(OSError):
                file.unlink()


def _key(voice: Voice, phrase: Phrase) -> str:
    what = f"{_FORMAT}\0{voice.title}\0{phrase.language}\0{phrase.text}"
    return hashlib.sha256(what.encode()).hexdigest()[:32]


def _used(file: Path) -> float:
    return file.stat().st_mtime
