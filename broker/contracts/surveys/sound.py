"""What of a survey of a wrong shape can still be looked at, so that its other mistakes are told in the same breath. Pure.

A broken property is left out. An element whose answers cannot be known for it keeps its place and its name, as one of
the type UNKNOWN: conditions may ask about it, and nobody can say whether they hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from broker.contracts.json_places import Path
from broker.contracts.surveys.shape import NEEDED, TYPES, Mistake

UNKNOWN = "unknown"
_VALUES = ("choices", "rateValues", "rateMin", "rateMax", "rateType")  # without one of them no answer is known
_DEPTH = 4  # of an element: pages, which, elements, which


def part(raw: Any, found: Iterable[Mistake]) -> dict[str, Any]:
    """A survey of the right shape in what `raw` has of it; every element has the place that it has there."""
    broken: dict[Path, set[str]] = defaultdict(set)  # of an element, or of a page: its properties
    for mistake in found:
        if not mistake.odd and len(mistake.path) > 2 and not _words_of_a_choice(mistake.path):  # noqa: PLR2004
            whole = _DEPTH if len(mistake.path) > _DEPTH else 2
            broken[mistake.path[:whole]].add(str(mistake.path[whole]))
    pages = raw.get("pages") if isinstance(raw, Mapping) else None
    return {
        "pages": [_page(page, place, broken) for place, page in enumerate(pages if isinstance(pages, list) else ())]
    }


def _words_of_a_choice(path: Path) -> bool:
    return "text" in path[_DEPTH + 2 :]


def _page(raw: Any, place: int, broken: Mapping[Path, AbstractSet[str]]) -> dict[str, Any]:
    page = raw if isinstance(raw, Mapping) else {}
    elements = page.get("elements")
    made: dict[str, Any] = {
        "elements": [
            _element(each, broken.get(("pages", place, "elements", at), frozenset()))
            for at, each in enumerate(elements if isinstance(elements, list) else ())
        ]
    }
    if "visibleIf" in page and "visibleIf" not in broken.get(("pages", place), ()):
        made["visibleIf"] = page["visibleIf"]
    return made


def _element(raw: Any, broken: AbstractSet[str]) -> dict[str, Any]:
    element = raw if isinstance(raw, Mapping) else {}
    kind = element.get("type")
    made = {name: value for name, value in element.items() if name not in broken}
    known = kind in TYPES and not broken & {*_VALUES, "type"} and all(name in made for name in NEEDED[str(kind)])
    if known:
        return made
    seen = {name: made[name] for name in ("name", "visibleIf") if name in made and isinstance(made[name], str)}
    return {"name": "", **seen, "type": UNKNOWN}
