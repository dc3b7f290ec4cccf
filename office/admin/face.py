"""The page of the hall file: the trial that runs, what the file was before, and what a check found. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from broker.contracts.phrases import Phrases
from office.admin.trial import Trial
from office.admin.versions import Version
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
SHOWN = 30  # versions

_AT = re.compile(r"[^:]*:(\d+): (.*)", re.DOTALL)


class Mistake(Struct, frozen=True):
    """`line`: where in the file; 0: nowhere in particular."""

    line: int
    what: str


class OnTrial(Struct, frozen=True):
    until: datetime
    who: str
    why: str
    sha256: str
    told: str
    over: bool  # nobody confirmed it; the file before it comes back as soon as it can


class Row(Struct, frozen=True):
    when: str
    fate: str
    code: str
    who: str
    why: str
    sha256: str


def on_trial(trial: Trial | None, now: datetime, words: Words) -> OnTrial | None:
    if trial is None:
        return None
    who = trial.who or words("who.nobody")
    return OnTrial(trial.until, who, trial.why, trial.sha256, trial.told, now >= trial.until)


def rows(versions: Sequence[Version], words: Words) -> list[Row]:
    return [
        Row(
            f"{each.at.astimezone(words.zone):%d.%m.%Y %H:%M}",
            words.named("fate", each.fate),
            each.fate,
            each.who or ("" if each.fate == "found" else words("who.itself")),
            each.why,
            each.sha256,
        )
        for each in versions[:SHOWN]
    ]


def placed(mistakes: Sequence[str]) -> list[Mistake]:
    """ "hall.toml:12: what" -> line 12."""
    return [
        Mistake(int(at.group(1)), at.group(2)) if (at := _AT.fullmatch(each)) else Mistake(0, each) for each in mistakes
    ]
