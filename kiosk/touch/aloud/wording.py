"""From what stands on a screen to what is said: a line in words, and signs, numbers and times as people speak them.

Pure. What a voice would read as signs («А042», «10:20–10:40», «24.11», «→») is written out; all else is left as it is.
"""

from __future__ import annotations

import re

from msgspec import Struct

from announcer import phrasing
from broker.contracts.numbers import split
from broker.contracts.phrases import Phrases
from kiosk.touch.aloud.narration import Line

_NUMBER = re.compile(r"\b([А-ЩЬЮЯҐЄІЇA-Z]{1,2}\d{3,4})\b")
_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"
_RANGE = re.compile(rf"\b{_CLOCK}\s?[–—-]\s?{_CLOCK}\b")
_TIME = re.compile(rf"\b{_CLOCK}\b")
_DATE = re.compile(
    r"(?<![\d.])(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])(?:\.(20\d\d))?(?![\d]|\.\d)"
)  # no part of 192.168.1.12
_SIGNS = (("→", ", {then} "), ("№", " {number} "), ("…", ". "), ("·", ", "), ("•", ", "), ("|", ", "))
_END = re.compile(r"(?<=[^\W\d]{3}[.!?:])\s+(?=[«А-ЯҐЄІЇA-Z])")
_KINDS = ("chosen", "ticked", "box")


class Wording(Struct, frozen=True):
    """`own`: the words of reading aloud; `numbers`: the announcer's, so that screen and hall say a number alike."""

    own: Phrases
    numbers: Phrases

    def line(self, line: Line, language: str) -> str:
        """One sentence, ready for a voice."""
        if line.extra:
            return self.spoken(self.own.say(language, f"aloud.{line.extra}"), language)
        if line.item is None:
            return ""
        button = line.item.button
        if button is None:
            return self.spoken(line.item.words, language)
        said = [line.item.words]
        if button.kind in _KINDS:
            said.append(self.own.say(language, f"aloud.{button.kind}"))
        key = "aloud.button" if button.press is not None else "aloud.closed"
        said.append(self.own.say(language, key, place=line.place, of=line.of))
        return self.spoken(". ".join(part.rstrip(" .") for part in said), language)

    def spoken(self, text: str, language: str) -> str:
        """Text without anything that only the eye understands."""
        then, number = (self.own.say(language, f"aloud.{key}") for key in ("then", "number"))
        for sign, words in _SIGNS:
            text = text.replace(sign, words.format(then=then, number=number))
        text = _NUMBER.sub(lambda found: self._ticket(found[1], language), text)
        text = _RANGE.sub(lambda found: self._range(found, language), text)
        text = _TIME.sub(lambda found: self._clock(found[1], found[2], language), text)
        text = _DATE.sub(lambda found: self._date(found, language), text)
        text = re.sub(r"\s+", " ", text).replace(" ,", ",").strip(" ,")
        return phrasing.plain(text)

    def _ticket(self, number: str, language: str) -> str:
        """«А042»: the letter by its name, a pause, the digits as a number."""
        try:
            letters, digits = split(number)
            named = ", ".join(self.numbers.say(language, f"letter.{one}") for one in letters)
            return f"{named}, {phrasing.cardinal(self.numbers, language, digits)}"
        except (ValueError, KeyError):
            return number

    def _range(self, found: re.Match[str], language: str) -> str:
        starts, ends = (self._clock_after(found[n], found[n + 1], language) for n in (1, 3))
        return self.own.say(language, "aloud.range", starts=starts, ends=ends)

    def _clock(self, hour: str, minute: str, language: str) -> str:
        return f"{phrasing.cardinal(self.numbers, language, int(hour))} {self._minutes(minute, language)}"

    def _clock_after(self, hour: str, minute: str, language: str) -> str:
        """As it is said after «з» and «до»: «десятої двадцять»."""
        return f"{self.own.say(language, f'aloud.hour-of.{int(hour)}')} {self._minutes(minute, language)}"

    def _minutes(self, minute: str, language: str) -> str:
        nought = phrasing.cardinal(self.numbers, language, 0) + " " if minute[0] == "0" else ""
        if minute == "00":
            return self.own.say(language, "aloud.sharp")
        return nought + phrasing.cardinal(self.numbers, language, int(minute))

    def _date(self, found: re.Match[str], language: str) -> str:
        month = self.own.say(language, f"aloud.month-of.{int(found[2])}")
        year = f" {found[3]}" if found[3] else ""
        return f"{int(found[1])} {month}{year}"


def sentences(text: str) -> list[str]:
    """A text in pieces that a voice makes one by one; a full stop within a number or a short word ends none."""
    return [piece for piece in _END.split(text) if piece.strip(" .")]
