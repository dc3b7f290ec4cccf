"""A set of recorded clips, put together: the voice of a person or of a studio.

Folder: `<language>/<piece>.wav`, 16 bit mono, all at one rate, trimmed. The pieces of a call:
`call.first.wav`, `call.again.wav` («Талон», «Повторюємо виклик. Талон»), `letter-0431.wav` (the letter's Unicode
code point), `number-1.wav` … `number-999.wav`, `window-1.wav` … («Пройдіть до вікна номер один»).
"""

from __future__ import annotations

from pathlib import Path

from announcer.phrasing import Phrase
from announcer.sound.pcm import BadSound, Pcm, read, silence
from announcer.voices.seam import VoiceAway

_GAPS = {"number": 0.12, "window": 0.30}  # seconds of silence before a piece of this kind


class Clips:
    """See `seam.Voice`. VoiceAway when there is no folder for any of the languages."""

    name = "clips"

    def __init__(self, folder: Path, languages: tuple[str, ...] = ("uk", "en")) -> None:
        self._folder = folder
        self._languages = tuple(language for language in languages if (folder / language).is_dir())
        if not self._languages:
            raise VoiceAway(f"no clips in {folder}")
        # A changed set must not be answered from the cache of the old one.
        self._changed = max((folder / language).stat().st_mtime_ns for language in self._languages)

    @property
    def title(self) -> str:
        return f"clips {', '.join(self._languages)} {self._changed}"

    def say(self, phrase: Phrase) -> Pcm:
        if not phrase.pieces:
            raise VoiceAway("clips say calls alone")
        try:
            pieces = [(piece, read(self._folder / phrase.language / f"{piece}.wav")) for piece in phrase.pieces]
            whole = pieces[0][1]
            for piece, clip in pieces[1:]:
                whole = whole + silence(_GAPS.get(piece.split("-")[0], 0.0), whole.rate) + clip
        except (BadSound, ValueError) as error:
            raise VoiceAway(str(error)) from None
        return whole

    def close(self) -> None:
        self._languages = ()
