"""What a page says of an acceptance sheet. Pure."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from broker.contracts.acceptance import Sheet
from broker.contracts.phrases import Phrases
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")


class Line(Struct, frozen=True):
    """`question`: what a person is to answer; "" when nothing is open."""

    item: str
    label: str
    outcome: str
    told: str
    note: str
    question: str


class Shown(Struct, frozen=True):
    """`state`: accepted, open (a person has to say what was seen) or failed. `others`: when it was accepted before."""

    appliance: str
    facts: tuple[tuple[str, str], ...]
    state: str
    verdict: str
    lines: tuple[Line, ...]
    at: str
    others: tuple[tuple[str, str], ...]


def state_of(sheet: Sheet) -> str:
    outcomes = {verdict.outcome for verdict in sheet.checks}
    if sheet.accepted:
        return "accepted"
    return "open" if "asked" in outcomes and "fail" not in outcomes else "failed"


def when(moment: datetime, words: Words) -> str:
    return f"{moment.astimezone(words.zone):%d.%m.%Y, %H:%M}"


def in_short(sheet: Sheet | None, words: Words) -> str:
    """For the appliance's card."""
    return words(f"short.{state_of(sheet)}", at=when(sheet.at, words)) if sheet else ""


def shown(sheet: Sheet, all_sheets: tuple[Sheet, ...], words: Words) -> Shown:
    facts = (
        ("appliance", sheet.appliance),
        ("role", words.named("role", sheet.role)),
        ("place", sheet.place),
        ("hardware", sheet.hardware),
        ("version", sheet.version),
        ("at", when(sheet.at, words)),
        ("technician", sheet.technician),
    )
    return Shown(
        appliance=sheet.appliance,
        facts=tuple((words(f"fact.{name}"), told) for name, told in facts if told),
        state=state_of(sheet),
        verdict=words(f"verdict.{state_of(sheet)}"),
        lines=tuple(
            Line(
                verdict.item,
                words.named("item", verdict.item),
                verdict.outcome,
                words(f"outcome.{verdict.outcome}"),
                words.of(verdict.note),
                words(f"question.{verdict.item}") if verdict.outcome == "asked" else "",
            )
            for verdict in sheet.checks
        ),
        at=sheet.at.isoformat(),
        others=tuple(
            (f"{each.at:%Y%m%d-%H%M%S}", f"{when(each.at, words)} – {words(f'verdict.{state_of(each)}')}")
            for each in all_sheets
            if each.at != sheet.at
        ),
    )
