"""A set of clips: a folder or a zip of sound files, and in it `texts.csv`, which says what each of them says.

`texts.csv`: a header `file,text`, then one clip a line: `0042.opus,"Талон бе,"`. The comma or full stop at the end of
a text is how its last word was spoken; where another sign stands in a phrase, the clip is good enough.
"""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from announcer.phrasing import plain
from announcer.sound.files import decode
from announcer.sound.pcm import BadSound, Pcm
from announcer.voices.tiling import Spoken

TEXTS = "texts.csv"


class ClipSet:
    """One language's clips. BadSound when there is no set at `place`, or its list cannot be read."""

    def __init__(self, place: Path) -> None:
        self.place = place
        try:
            self._zip = zipfile.ZipFile(place) if place.is_file() else None
            rows = list(csv.DictReader(io.StringIO(self.raw(TEXTS).decode("utf-8-sig"))))
            self.texts = Spoken({plain(row["text"].strip()): row["file"].strip() for row in rows})
        except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadSound(f"{place}: {error}") from None

    def sound(self, text: str) -> Pcm:
        """The clip of a text. KeyError when there is none, BadSound when its file is missing or broken."""
        name = self.texts[text]
        try:
            return decode(self.raw(name), name)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise BadSound(f"{self.place}/{name}: {error}") from None

    def close(self) -> None:
        if self._zip:
            self._zip.close()

    def raw(self, name: str) -> bytes:
        """A file of the set as it lies there."""
        return self._zip.read(name) if self._zip else (self.place / name).read_bytes()
