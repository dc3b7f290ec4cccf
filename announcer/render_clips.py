"""Makes the sets of clips that are shipped: `python -m announcer.render_clips [FOLDER]`, with RHVoice installed.

Voices whose licences allow it: anatol (LGPL-2.1) and slt (CMU). The clearest Ukrainian voice may be used but not cut
up (CC BY-ND); of natalia, the other one that may, hundreds were taken for others once they were squeezed.

`--script LANGUAGE` writes instead what a person has to read to record a set, as `texts.csv`; with `--short` numbers are
put together from hundreds and the rest, so that there is little to read; with `--hall FILE` the spoken names of that
hall's windows and zones are read too.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from announcer import phrasing
from announcer.clip_texts import clip_texts
from announcer.naming import Names
from announcer.phrasing import Phrase
from announcer.sound.files import SMALL, encode
from announcer.sound.finish import finish
from announcer.voices.clip_set import TEXTS, ClipSet
from announcer.voices.clips import SHIPPED
from announcer.voices.rhvoice import RHVoice
from announcer.voices.seam import Voice
from broker.contracts.hall_check import load
from broker.contracts.phrases import Phrases

PHRASES = Path(phrasing.__file__).with_name("phrases")
# Of each language: the voice, its licence, how far its clips are squeezed.
VOICES = MappingProxyType({"uk": ("anatol", "LGPL-2.1", 0.98), "en": ("slt", "CMU licence of Festvox", SMALL)})
_THEN = (1980, 1, 1, 0, 0, 0)  # the same bytes each time


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments().parse_args(arguments)
    phrases = Phrases.load(PHRASES)
    if given.script:
        names = Names.of(load(given.hall)) if given.hall else Names()
        own = tuple(names.all(phrases, given.script))
        sys.stdout.write(listed(clip_texts(phrases, given.script, short=given.short, own=own), "wav"))
        return 0
    for language, (name, licence, squeeze) in VOICES.items():
        voice = RHVoice((language,), voices={language: (name,)})
        texts = clip_texts(phrases, language, short=given.short)
        place = given.folder / f"{language}.zip"
        render(voice, language, texts, place, f"{voice.title}, {licence}", squeeze=squeeze)
        voice.close()
        sys.stdout.write(f"{place}: {len(texts)} clips, {place.stat().st_size / 1e6:.1f} MB\n")
    return 0


def render(
    voice: Voice, language: str, texts: Sequence[str], place: Path, origin: str, *, squeeze: float = SMALL
) -> None:
    """Speak each text and keep it as Opus, all at the loudness of the hall. What the same voice said before is kept."""
    place.parent.mkdir(parents=True, exist_ok=True)
    before = _before(place, origin)
    draft = place.with_suffix(".draft")
    with zipfile.ZipFile(draft, "w") as file:
        file.comment = origin.encode()
        file.writestr(_entry(TEXTS, zipfile.ZIP_DEFLATED), listed(texts, "opus"))
        for number, text in enumerate(texts):
            clip = before.get(text) or encode(finish(voice.say(Phrase(language, text))), squeeze)
            file.writestr(_entry(_name(number, "opus"), zipfile.ZIP_STORED), clip)
    draft.replace(place)


def _before(place: Path, origin: str) -> dict[str, bytes]:
    """The clips of the set that is replaced, by text, if they are of the same voice."""
    if not place.is_file() or zipfile.ZipFile(place).comment != origin.encode():
        return {}
    old = ClipSet(place)
    return {text: old.raw(name) for text, name in old.texts.items()}


def listed(texts: Sequence[str], kind: str) -> str:
    """`texts.csv` of these texts."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("file", "text"))
    rows.writerows((_name(number, kind), text) for number, text in enumerate(texts))
    return file.getvalue()


def _name(number: int, kind: str) -> str:
    return f"{number:04d}.{kind}"


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _THEN)
    entry.compress_type = compression
    return entry


def _arguments() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="python -m announcer.render_clips", description="Makes sets of clips.")
    asked.add_argument("folder", nargs="?", type=Path, default=SHIPPED, help="where to (announcer/clips)")
    asked.add_argument("--script", metavar="LANGUAGE", choices=sorted(VOICES), help="print what there is to record")
    asked.add_argument("--short", action="store_true", help="numbers from hundreds and the rest")
    asked.add_argument("--hall", type=Path, metavar="FILE", help="with the spoken names of this hall file")
    return asked


if __name__ == "__main__":
    sys.exit(main())
