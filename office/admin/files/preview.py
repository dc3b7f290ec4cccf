"""How a document will look: a survey as the tablet asks it, slides in their order. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from broker.contracts.errors import ConfigError
from broker.contracts.surveys.checking import parsed
from broker.contracts.surveys.survey import Question, survey_of
from office.admin.files.drafted import Said
from office.admin.files.kinds import KINDS, PICTURES
from office.admin.files.outline import Row, outline
from office.words import Words

_MOST_ROWS = 60


class Choice(Struct, frozen=True):
    """`mood`: 0 (the worst) to 1 of a face; -1: no face."""

    words: str
    mood: float


class Asked(Struct, frozen=True):
    """One screen of the tablet. `when`: on which condition it is asked, as it is written."""

    title: str
    note: str
    kind: str
    choices: list[Choice]
    when: str
    required: bool


class Slide(Struct, frozen=True):
    """`picture`: by which name it is kept; "": a film, which is not played here."""

    file: str
    picture: str
    about: str


class Preview(Struct, frozen=True):
    """`drawn`: which part of the template draws it; "": nothing can be shown yet. `boards`: which pictures of a board."""

    drawn: str = ""
    asked: list[Asked] = []
    slides: list[Slide] = []
    boards: tuple[str, ...] = ()
    said: list[Said] = []
    rows: list[Row] = []
    more: int = 0


def preview(kind: str, texts: Mapping[str, str], names: Mapping[str, str], words: Words) -> Preview:
    """`names`: all its files by content. Of what has mistakes nothing is shown."""
    text = texts.get(KINDS[kind].main, "")
    try:
        if kind == "survey":
            return Preview(drawn="survey", asked=_asked(text, words))
        if kind == "playlist":
            return Preview(drawn="playlist", slides=_slides(text, names, words))
    except (ConfigError, tomllib.TOMLDecodeError, KeyError, TypeError):
        return Preview()
    rows = [row for name in texts for row in outline(name, texts[name], words.language) if row.title]
    return Preview(drawn="rows" if rows else "", rows=rows[:_MOST_ROWS], more=max(0, len(rows) - _MOST_ROWS))


def _asked(text: str, words: Words) -> list[Asked]:
    raw = parsed(text)
    elements = [(page, element) for page in raw["pages"] for element in page["elements"]]
    survey = survey_of(raw, "survey", "")
    return [
        Asked(
            title=words.of(question.title),
            note=words.of(question.note) if question.note else "",
            kind=question.kind,
            choices=_choices(question, words),
            when=" and ".join(filter(None, (page.get("visibleIf", ""), element.get("visibleIf", "")))),
            required=question.required,
        )
        for question, (page, element) in zip(survey.questions, elements, strict=True)
    ]


def _choices(question: Question, words: Words) -> list[Choice]:
    values = sorted(choice.value for choice in question.choices if isinstance(choice.value, int))
    faces = question.faces and len(values) == len(question.choices) > 1
    return [
        Choice(words.of(choice.text), values.index(int(choice.value)) / (len(values) - 1) if faces else -1.0)
        for choice in question.choices
    ]


def _slides(text: str, names: Mapping[str, str], words: Words) -> list[Slide]:
    return [_slide(each, names, words) for each in tomllib.loads(text)["slide"]]


def _slide(raw: Mapping[str, Any], names: Mapping[str, str], words: Words) -> Slide:
    said = [f"{raw['seconds']:g} {words('preview.seconds')}"] if "seconds" in raw else []
    said += [str(raw["hours"])] if "hours" in raw else []
    said += [words("preview.loud")] if raw.get("volume") else []
    drawn = PurePosixPath(raw["file"]).suffix.lower() in PICTURES
    return Slide(raw["file"], names.get(raw["file"], "") if drawn else "", " · ".join(said))
