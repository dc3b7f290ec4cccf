"""Which properties a survey's JSON has, as a table; the check and the published JSON Schema are made from it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from broker.contracts.json_places import Path
from broker.contracts.mistakes.wrong import Wrong, wrong


class Mistake(NamedTuple):
    """`odd`: something is there that we do not know; the rest can be looked at all the same."""

    path: Path
    what: Wrong
    odd: bool = False


MOST_CHOICES, MOST_QUESTIONS = 8, 40
_NAME = r"[a-z0-9-]{1,40}"
_LANGUAGE = r"default|[a-z]{2,3}"

# A kind of value -> its JSON Schema. What the schema cannot say, `meaning` does.
_TEXT: dict[str, Any] = {
    "oneOf": [
        {"type": "string", "pattern": r"\S", "maxLength": 300},
        {
            "type": "object",
            "propertyNames": {"pattern": f"^(?:{_LANGUAGE})$"},
            "additionalProperties": {"type": "string", "pattern": r"\S", "maxLength": 300},
            "anyOf": [{"required": ["default"]}, {"required": ["uk"]}],
        },
    ]
}
_VALUE: dict[str, Any] = {
    "oneOf": [{"type": "string", "pattern": f"^{_NAME}$"}, {"type": "integer", "minimum": 0, "maximum": 100}]
}

COMMON = {
    "type": "type",
    "name": "name",
    "title": "text",
    "description": "text",
    "visibleIf": "condition",
    "isRequired": "truth",
}
# an object -> its properties, and the kind of value that each has
OBJECTS: dict[str, dict[str, str]] = {
    "survey": {"name": "name", "title": "text", "pages": "pages"},
    "page": {"name": "string", "title": "text", "elements": "elements", "visibleIf": "condition"},
    "rating": {**COMMON, "rateValues": "choices", "rateMin": "number", "rateMax": "number", "rateType": "rate-type"},
    "radiogroup": {**COMMON, "choices": "choices"},
    "checkbox": {**COMMON, "choices": "choices", "maxSelectedChoices": "count"},
    "boolean": {**COMMON, "labelTrue": "text", "labelFalse": "text"},
    "comment": {**COMMON, "maxLength": "length"},
    "choice": {"value": "value", "text": "text"},
}
NEEDED = {
    "survey": ("pages",),
    "page": ("elements",),
    "rating": ("type", "name"),
    "radiogroup": ("type", "name", "choices"),
    "checkbox": ("type", "name", "choices"),
    "boolean": ("type", "name"),
    "comment": ("type", "name"),
    "choice": ("value",),
}
TYPES = ("rating", "radiogroup", "checkbox", "boolean", "comment")
RATE_TYPES = ("labels", "smileys")

_SAID = {
    "name": wrong("survey.name"),
    "text": wrong("survey.text"),
    "condition": wrong("survey.condition"),
    "truth": wrong("survey.truth"),
    "number": wrong("survey.number"),
    "count": wrong("survey.count", most=MOST_CHOICES),
    "length": wrong("survey.length"),
    "string": wrong("survey.string"),
    "value": wrong("survey.value"),
}


def mistakes(raw: Any) -> list[Mistake]:
    """All that is wrong with the shape of a survey."""
    return list(_object(raw, "survey", ()))


def schema() -> dict[str, Any]:
    """The same as a JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Survey",
        "description": "The subset of SurveyJS JSON that survey tablets show. Conditions, names and values are checked "
        "beyond this by `cherha content check`.",
        **_object_schema("survey"),
    }


def _object(raw: Any, kind: str, path: Path) -> Iterator[Mistake]:
    if not isinstance(raw, Mapping):
        yield Mistake(path, wrong("survey.object", kind=kind))
        return
    known = OBJECTS[kind]
    for name in NEEDED[kind]:
        if name not in raw:
            yield Mistake(path, wrong("survey.missing", kind=kind, name=name))
    for name, value in raw.items():
        if name in known:
            yield from _value(value, known[name], (*path, name))
        else:
            close = get_close_matches(name, known, 1)
            hint = wrong("near.or", near=close[0]) if close else wrong("near.ours", known=", ".join(known))
            yield Mistake((*path, name), wrong("survey.unknown", kind=kind, name=name, hint=hint), odd=True)


def _value(raw: Any, kind: str, path: Path) -> Iterator[Mistake]:
    match kind:
        case "pages" | "elements" | "choices":
            yield from _list(raw, kind, path)
        case "type":
            pass  # whoever chose the object by it has looked
        case "rate-type":
            if raw not in RATE_TYPES:
                yield Mistake(path, wrong("survey.one-of", known=", ".join(RATE_TYPES)))
        case _ if not _FITS[kind](raw):
            yield Mistake(path, _SAID[kind])


def _list(raw: Any, kind: str, path: Path) -> Iterator[Mistake]:
    least, most = (2, MOST_CHOICES) if kind == "choices" else (1, MOST_QUESTIONS)
    if not isinstance(raw, list) or not least <= len(raw) <= most:
        yield Mistake(path, wrong("survey.list", key=path[-1], least=least, most=most))
    for place, each in enumerate(raw if isinstance(raw, list) else ()):
        here = (*path, place)
        if kind == "pages":
            yield from _object(each, "page", here)
        elif kind == "choices":
            yield from _object(each, "choice", here) if isinstance(each, Mapping) else _value(each, "value", here)
        else:
            yield from _element(each, here)


def _element(raw: Any, path: Path) -> Iterator[Mistake]:
    kind = raw.get("type") if isinstance(raw, Mapping) else None
    if kind in TYPES:
        yield from _object(raw, kind, path)
        return
    close = get_close_matches(str(kind), TYPES, 1)
    hint = wrong("near.meant", near=close[0]) if close else wrong("near.all", known=", ".join(TYPES))
    yield Mistake((*path, "type"), wrong("survey.type", kind=repr(kind), hint=hint))


def _whole(raw: Any, least: int, most: int) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and least <= raw <= most


def _name(raw: Any) -> bool:
    return isinstance(raw, str) and re.fullmatch(_NAME, raw) is not None


def _text(raw: Any) -> bool:
    if not isinstance(raw, Mapping):
        return _words(raw)
    languages = all(re.fullmatch(_LANGUAGE, each) for each in raw)
    return languages and bool({"default", "uk"} & raw.keys()) and all(_words(words) for words in raw.values())


_FITS: dict[str, Callable[[Any], bool]] = {
    "name": _name,
    "text": _text,
    "condition": lambda raw: isinstance(raw, str) and re.search(r"\S", raw) is not None,
    "string": lambda raw: isinstance(raw, str),
    "truth": lambda raw: isinstance(raw, bool),
    "number": lambda raw: _whole(raw, 0, 10),
    "count": lambda raw: _whole(raw, 1, MOST_CHOICES),
    "length": lambda raw: _whole(raw, 1, 500),
    "value": lambda raw: _whole(raw, 0, 100) or _name(raw),
}


def _words(raw: Any) -> bool:
    return isinstance(raw, str) and len(raw) <= 300 and re.search(r"\S", raw) is not None  # noqa: PLR2004


def _object_schema(kind: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "required": list(NEEDED[kind]),
        "properties": {name: _schema(value) for name, value in OBJECTS[kind].items()},
    }
    if "type" in OBJECTS[kind]:
        made["properties"]["type"] = {"const": kind}
    return made


def _schema(kind: str) -> dict[str, Any]:
    match kind:
        case "pages":
            return _list_schema(_object_schema("page"), 1, MOST_QUESTIONS)
        case "elements":
            return _list_schema({"oneOf": [_object_schema(each) for each in TYPES]}, 1, MOST_QUESTIONS)
        case "choices":
            return _list_schema({"oneOf": [_VALUE, _object_schema("choice")]}, 2, MOST_CHOICES)
    plain: dict[str, dict[str, Any]] = {
        "type": {"enum": list(TYPES)},
        "name": {"type": "string", "pattern": f"^{_NAME}$"},
        "text": _TEXT,
        "condition": {"type": "string", "pattern": r"\S"},
        "string": {"type": "string"},
        "truth": {"type": "boolean"},
        "number": {"type": "integer", "minimum": 0, "maximum": 10},
        "count": {"type": "integer", "minimum": 1, "maximum": MOST_CHOICES},
        "length": {"type": "integer", "minimum": 1, "maximum": 500},
        "rate-type": {"enum": list(RATE_TYPES)},
        "value": _VALUE,
    }
    return plain[kind]


def _list_schema(items: dict[str, Any], least: int, most: int) -> dict[str, Any]:
    return {"type": "array", "minItems": least, "maxItems": most, "items": items}
