"""What staff are told of the voice: a state that changes when the voice does, not with each phrase. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from announcer import phrasing
from announcer.naming import Names
from announcer.phrasing import Phrase
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases

SILENT = "chime"


@dataclass(frozen=True, slots=True)
class VoiceReport:
    """`degraded`: the spare that speaks for good. `lacking`: the voice without some of the hall's words, and who says
    them; that stays so until somebody records them or installs a voice, so it is told until the announcer starts anew.
    """

    away: bool = False
    degraded: str = ""
    lacking: tuple[str, str] | None = None

    def after(self, used: str, wordless: str, good: Collection[str]) -> VoiceReport:
        """Once `used` has said something, because `wordless` had no words for it ("": that was not why)."""
        if used in good:
            # Of a voice that failed before, another one's words say nothing.
            return self if wordless else replace(self, away=False, degraded="")
        if wordless:
            return replace(self, lacking=(wordless, used))
        away = used == SILENT
        return replace(self, away=away, degraded="" if away else used)


def named_calls(phrases: Phrases, hall: HallFile, languages: Collection[str]) -> Iterator[Phrase]:
    """A call to each window that has a spoken name, or stands in a zone with one: what a set of clips may not hold."""
    names, one = Names.of(hall), phrasing.LETTERS[0]
    for language in languages:
        for window in hall.window:
            place, named = names.place(phrases, language, window.id, window.zone)
            if named or window.zone in names.zones:
                key = "named.call.first" if named else "call.first"
                yield phrasing.sentence(phrases, language, key, f"{one}001", place)
