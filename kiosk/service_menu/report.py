"""What a deed found out or did: lines, each good, bad, or only told. Pure."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases

PHRASES = Phrases.load(Path(__file__).parent / "phrases")

Mark = Literal["good", "warn", "bad", "plain"]


class Line(Struct, frozen=True):
    """`label` is what it is about, `value` what was found, `remedy` what to do with one's hands."""

    mark: Mark
    label: Text
    value: Text = field(default_factory=dict)
    remedy: Text = field(default_factory=dict)


class Report(Struct, frozen=True):
    """`lines` empty: nobody answered."""

    lines: tuple[Line, ...] = ()

    @property
    def failed(self) -> bool:
        return not self.lines or any(line.mark == "bad" for line in self.lines)


def line(key: str, mark: Mark = "plain", value: str = "", **slots: object) -> Line:
    """A line in the menu's own words: `report.<key>`, its remedy `report.<key>-do` if somebody wrote one."""
    known = PHRASES.keys("uk")
    remedy = f"report.{key}-do"
    return Line(
        mark,
        PHRASES.text(f"report.{key}", **slots),
        dict.fromkeys(PHRASES.languages, value) if value else {},
        PHRASES.text(remedy, **slots) if remedy in known else {},
    )


def plainly(text: str) -> Text:
    """Words that are the same in every language: a name, a number, an address."""
    return dict.fromkeys(PHRASES.languages, text)
