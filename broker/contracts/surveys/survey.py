"""A survey as values, made of JSON that has been checked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from broker.contracts.fields import Text
from broker.contracts.phrases import FIRST
from broker.contracts.surveys.condition import Both, Condition
from broker.contracts.surveys.condition_text import read

Kind = Literal["rating", "radiogroup", "checkbox", "boolean", "comment"]
LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True)
class Choice:
    value: int | str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question, which is one screen. `when`: whether it is asked; None: always.

    `faces`: the choices are drawn as faces, the best first or last as the choices stand. `most`: how many choices may
    be ticked, or how long a comment may be.
    """

    name: str
    kind: Kind
    title: Text
    note: Text
    choices: tuple[Choice, ...] = ()
    when: Condition | None = None
    required: bool = False
    faces: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """`id`: what it is called in the events; `version`: of the bundle that it came in."""

    id: str
    version: str
    title: Text
    questions: tuple[Question, ...]

    def question(self, name: str) -> Question:
        """KeyError when there is none of this name."""
        for each in self.questions:
            if each.name == name:
                return each
        raise KeyError(name)


def survey_of(raw: Mapping[str, Any], name: str, version: str) -> Survey:
    """The survey of JSON without mistakes. `name`: its id where it says none itself."""
    questions = [_question(element, page.get("visibleIf", "")) for page in raw["pages"] for element in page["elements"]]
    return Survey(raw.get("name", name), version, text_of(raw.get("title", "")), tuple(questions))


def text_of(raw: Any) -> Text:
    """SurveyJS has a plain string, or an object of languages whose default has no name: it is Ukrainian here."""
    if isinstance(raw, Mapping):
        return {FIRST if language == "default" else language: str(words) for language, words in raw.items()}
    return {FIRST: str(raw)} if raw != "" else {}


def choices_of(raw: Mapping[str, Any]) -> tuple[Choice, ...]:
    """What can be touched; nothing for a comment."""
    match raw["type"]:
        case "boolean":
            yes, no = raw.get("labelTrue", _YES), raw.get("labelFalse", _NO)
            return (Choice("true", text_of(yes)), Choice("false", text_of(no)))
        case "rating" if "rateValues" not in raw:
            return tuple(Choice(n, {FIRST: str(n)}) for n in range(raw.get("rateMin", 1), raw.get("rateMax", 5) + 1))
        case "comment":
            return ()
    return tuple(_choice(each) for each in raw.get("rateValues", raw.get("choices", ())))


_YES, _NO = {"default": "Так", "en": "Yes"}, {"default": "Ні", "en": "No"}


def _choice(raw: Any) -> Choice:
    if isinstance(raw, Mapping):
        return Choice(raw["value"], text_of(raw["text"]) if "text" in raw else {FIRST: str(raw["value"])})
    return Choice(raw, {FIRST: str(raw)})


def _question(raw: Mapping[str, Any], of_page: str) -> Question:
    conditions = [read(text) for text in (of_page, raw.get("visibleIf", "")) if text]
    when = Both(*conditions) if len(conditions) == 2 else conditions[0] if conditions else None  # noqa: PLR2004
    kind = raw["type"]
    choices = choices_of(raw)
    most = raw.get("maxLength", LONGEST_COMMENT) if kind == "comment" else raw.get("maxSelectedChoices", len(choices))
    return Question(
        raw["name"],
        kind,
        text_of(raw.get("title", raw["name"])),
        text_of(raw.get("description", "")),
        choices,
        when,
        required=raw.get("isRequired", False),
        faces=raw.get("rateType") == "smileys",
        most=most,
    )
