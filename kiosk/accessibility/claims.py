"""The claims of `criteria.toml` as values, with every mistake in them. Pure."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from msgspec import Struct

LEVELS = ("supports", "partially-supports", "does-not-support", "not-applicable", "not-evaluated")
_NUM = re.compile(r"\d+(\.\d+)+")


class Claim(Struct, frozen=True):
    """One criterion. `tests`: what turns red when it is no longer true; `hardware`: what software cannot promise."""

    num: str
    handle: str
    level: str
    note: str
    hardware: str = ""
    tests: tuple[str, ...] = ()

    def remark(self) -> str:
        """All that there is to say about it, in one text."""
        parts = [self.note]
        if self.hardware:
            parts.append(f"Needs hardware: {self.hardware}.")
        if self.tests:
            parts.append(f"Held by {', '.join(self.tests)}.")
        return " ".join(parts)


class Report(Struct, frozen=True):
    """`about`: what the report says of itself; `titles` and `chapters` by the chapter's id in the catalogue."""

    about: dict[str, str]
    titles: dict[str, str]
    chapters: dict[str, tuple[Claim, ...]]

    def counted(self) -> dict[str, int]:
        claims = [claim for chapter in self.chapters.values() for claim in chapter]
        return {level: sum(claim.level == level for claim in claims) for level in LEVELS}


def report(text: str) -> Report:
    """The report that a text of TOML makes. ValueError with every mistake."""
    table = tomllib.loads(text)
    about, titles = table.pop("report"), table.pop("chapter")
    mistakes = [f"there is no chapter {chapter}" for chapter in table if chapter not in titles]
    chapters: dict[str, tuple[Claim, ...]] = {}
    for chapter, rows in table.items():
        claims = tuple(_claim(row) for row in rows)
        numbers = [claim.num for claim in claims]
        mistakes += [
            f"{chapter} {num} stands there twice" for num in sorted({n for n in numbers if numbers.count(n) > 1})
        ]
        mistakes += [f"{chapter} {claim.num}: {wrong}" for claim in claims for wrong in _mistakes(claim)]
        chapters[chapter] = claims
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return Report(about, titles, chapters)


def _claim(row: dict[str, Any]) -> Claim:
    known = set(Claim.__struct_fields__)
    if unknown := row.keys() - known:
        raise ValueError(f"{row.get('num')}: there is no {', '.join(sorted(unknown))}")
    return Claim(**{**row, "tests": tuple(row.get("tests", ()))})


def _mistakes(claim: Claim) -> list[str]:
    wrong = []
    if not _NUM.fullmatch(claim.num):
        wrong.append("this is no number of a criterion")
    if claim.level not in LEVELS:
        wrong.append(f"the level {claim.level!r} is none of {', '.join(LEVELS)}")
    if not claim.note:
        wrong.append("a claim without a note says nothing")
    return wrong
