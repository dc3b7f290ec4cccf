"""What a page says of an acceptance sheet. Pure."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from broker.contracts.acceptance import Sheet, lacking, passed
from broker.contracts.phrases import Phrases
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")


class Line(Struct, frozen=True):
    """`outcome`: that of the verdict, or "unmade": it is skipped and may not be. `question`: what a person is to answer;
    "" when nothing is open.
    """

    item: str
    label: str
    outcome: str
    told: str
    note: str
    question: str


class Shown(Struct, frozen=True):
    """`state`: accepted, open (a person has to say what was seen, or to check more) or failed. `todo`: what has to be
    checked yet, one sentence; "" when nothing. `others`: when it was accepted before.
    """

    appliance: str
    facts: tuple[tuple[str, str], ...]
    state: str
    verdict: str
    todo: str
    lines: tuple[Line, ...]
    at: str
    others: tuple[tuple[str, str], ...]


def state_of(sheet: Sheet) -> str:
    """By what this version asks for: an appliance of an earlier one accepted itself though nobody had touched it."""
    if passed(sheet.role, sheet.checks):
        return "accepted"
    return "failed" if any(verdict.outcome == "fail" for verdict in sheet.checks) else "open"


def when(moment: datetime, words: Words) -> str:
    return f"{moment.astimezone(words.zone):%d.%m.%Y, %H:%M}"


def in_short(sheet: Sheet | None, words: Words) -> str:
    """For the appliance's card."""
    return words(f"short.{_wanting(sheet)}", at=when(sheet.at, words)) if sheet else ""


def _wanting(sheet: Sheet) -> str:
    """How the sheet stands, and of an open one what it wants first: answers, hands, or all of it anew."""
    state = state_of(sheet)
    if state != "open" or any(verdict.outcome == "asked" for verdict in sheet.checks):
        return state
    return "hands" if lacking(sheet.role, sheet.checks) == ("touch",) else "unmade"


def _todo(sheet: Sheet, words: Words) -> str:
    unmade = lacking(sheet.role, sheet.checks)
    parts = (
        words("todo.touch") if "touch" in unmade else "",
        words("todo.more", items=", ".join(words.named("item", item) for item in unmade if item != "touch"))
        if set(unmade) - {"touch"}
        else "",
    )
    return " ".join(part for part in parts if part)


def shown(sheet: Sheet, all_sheets: tuple[Sheet, ...], words: Words) -> Shown:
    unmade = lacking(sheet.role, sheet.checks)
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
        verdict=words(f"verdict.{_wanting(sheet)}"),
        todo=_todo(sheet, words),
        lines=tuple(
            Line(
                verdict.item,
                words.named("item", verdict.item),
                outcome := "unmade" if verdict.item in unmade else verdict.outcome,
                words(f"outcome.{outcome}"),
                words.of(verdict.note),
                words(f"question.{verdict.item}") if verdict.outcome == "asked" else "",
            )
            for verdict in sheet.checks
        ),
        at=sheet.at.isoformat(),
        others=tuple(
            (f"{each.at:%Y%m%d-%H%M%S}", f"{when(each.at, words)} – {words(f'verdict.{_wanting(each)}')}")
            for each in all_sheets
            if each.at != sheet.at
        ),
    )
