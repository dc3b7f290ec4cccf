"""What of a draft others draw and say: which pictures of a board, and each phrase before and after, with what is heard. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from msgspec import Struct

from broker.contracts.hall_phrases import Own, slots
from broker.contracts.phrases import Phrases
from office.words import Words

# name -> the size of the screen, and which of a board's samples it shows
BOARDS: dict[str, tuple[tuple[int, int], str]] = {
    "wide-called": ((1920, 1080), "busy"),
    "wide-calm": ((1920, 1080), "calm"),
    "upright-called": ((1080, 1920), "busy"),
    "wide-closed": ((1920, 1080), "closed"),
    "wide-alarm": ((1920, 1080), "air-raid"),
}
OF_LAYOUT = ("wide-called", "wide-calm", "upright-called")
OF_PHRASES = ("wide-called", "wide-closed", "wide-alarm")
DRAFTED = ("layout", "phrases")  # the kinds whose drafts they are asked for
BOARD, VOICE = "board", "announcer"


class Said(Struct, frozen=True):
    """A phrase that the hall has words of its own for. `was`, `now`: with samples in its slots. `heard`: it is spoken."""

    area: str
    key: str
    language: str
    was: str
    now: str
    heard: bool


def said(own: Own, shipped: Mapping[str, Phrases], words: Words) -> list[Said]:
    """Each in the order of areas and keys, Ukrainian first."""
    rows = [
        Said(area, key, language, filled(area, template, each), filled(area, now, each), heard=area == VOICE)
        for area, by_language in own.items()
        for language, phrases in by_language.items()
        for each in (replace(words, language=language),)
        for key, now in phrases.items()
        if (template := shipped[area].template(language, key))
    ]
    order = list(shipped)
    return sorted(rows, key=lambda row: (order.index(row.area), row.key, row.language != "uk"))


def filled(area: str, template: str, words: Words) -> str:
    """A phrase with a sample in each slot; a slot that nobody has a sample for stays as it is written."""
    for slot in slots(template):
        name = slot.strip("{}").partition(":")[0].partition("!")[0]
        sample = next((words(key) for key in (f"sample.{area}.{name}", f"sample.{name}") if key in words.phrases), slot)
        template = template.replace(slot, sample)
    return template.replace("{{", "{").replace("}}", "}")
