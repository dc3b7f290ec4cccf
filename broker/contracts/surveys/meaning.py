"""Does a survey of the right shape make sense? Names, values and conditions. Pure.

A condition may only ask about earlier questions, so that no two can wait for each other; and it must be possible that
it holds, or its question is never asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import combinations, product
from math import prod
from typing import Any

from broker.contracts.json_places import Path
from broker.contracts.mistakes.wrong import wrong
from broker.contracts.surveys.condition import Compare, Condition, Value, comparisons
from broker.contracts.surveys.condition_text import NoCondition, read
from broker.contracts.surveys.shape import MOST_QUESTIONS, Mistake
from broker.contracts.surveys.sound import UNKNOWN
from broker.contracts.surveys.survey import choices_of

MOST_TRIED = 100_000  # combinations of answers; a condition that hangs on more is taken to be possible


class _Asked:
    """An earlier question: what it can be answered with, and when it is asked."""

    def __init__(self, raw: Mapping[str, Any], when: tuple[Condition, ...]) -> None:
        self.kind: str = raw["type"]
        self.values = tuple(choice.value for choice in choices_of(raw)) if self.kind != UNKNOWN else ()
        self.when = when


def mistakes(raw: Mapping[str, Any]) -> list[Mistake]:
    """All that is wrong with what a survey of the right shape says; what is UNKNOWN of it may be anything."""
    return [*_size(raw), *_names(raw), *_questions(raw)]


def _elements(raw: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for page_place, page in enumerate(raw["pages"]):
        for place, element in enumerate(page["elements"]):
            yield ("pages", page_place, "elements", place), element


def _size(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    count = sum(1 for _ in _elements(raw))
    if count > MOST_QUESTIONS:
        yield Mistake(("pages",), wrong("survey.many", count=count, most=MOST_QUESTIONS))


def _names(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, element in _elements(raw):
        if element["name"] in seen - {""}:
            words = wrong("survey.two", name=element["name"])
            yield Mistake((*path, "name"), words)
        seen.add(element["name"])
        yield from _choices(element, path)


def _choices(element: Mapping[str, Any], path: Path) -> Iterator[Mistake]:
    if element["type"] == UNKNOWN:
        return
    values = [choice.value for choice in choices_of(element)]
    for value in sorted({str(value) for value in values if values.count(value) > 1}):
        yield Mistake(path, wrong("survey.value-twice", value=value))
    if element["type"] != "rating":
        return
    if "rateValues" not in element and element.get("rateMin", 1) >= element.get("rateMax", 5):
        yield Mistake(path, wrong("survey.rates"))
    if element.get("rateType") == "smileys" and not all(isinstance(value, int) for value in values):
        yield Mistake(path, wrong("survey.faces"))


def _questions(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    earlier: dict[str, _Asked] = {}
    every = [element["name"] for _, element in _elements(raw)]
    for page_place, page in enumerate(raw["pages"]):
        above = _condition(page, ("pages", page_place))
        yield from above.mistakes
        if above.found is not None:
            yield from _known(above, earlier, every)
        for place, element in enumerate(page["elements"]):
            path: Path = ("pages", page_place, "elements", place)
            own = _condition(element, path)
            yield from own.mistakes
            if own.found is not None:
                yield from _known(own, earlier, every)
            when = tuple(each.found for each in (above, own) if each.found is not None)
            if all(_all_known(each, earlier) for each in when) and not _possible(when, earlier):
                at = own.path if own.found is not None else above.path
                yield Mistake(at, wrong("survey.never", name=element["name"]))
            earlier.setdefault(element["name"], _Asked(element, when))


class _Read:
    """A condition, if there is one that can be read, and where it stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: Condition | None = None
        self.mistakes: list[Mistake] = []


def _condition(raw: Mapping[str, Any], path: Path) -> _Read:
    made = _Read((*path, "visibleIf"))
    if "visibleIf" in raw:
        try:
            made.found = read(raw["visibleIf"])
        except NoCondition as error:
            made.mistakes.append(Mistake(made.path, wrong("survey.at", at=error.at, error=error.why)))
    return made


def _known(condition: _Read, earlier: Mapping[str, _Asked], every: list[str]) -> Iterator[Mistake]:
    assert condition.found is not None
    for comparison in comparisons(condition.found):
        if comparison.question in earlier:
            yield from _comparable(condition.path, comparison, earlier[comparison.question])
        elif comparison.question in every:
            words = wrong("survey.later", question=comparison.question)
            yield Mistake(condition.path, words)
        else:
            close = get_close_matches(comparison.question, every, 1)
            hint = wrong("near.or", near=close[0]) if close else ""
            yield Mistake(condition.path, wrong("survey.no-question", question=comparison.question, hint=hint))


def _comparable(path: Path, comparison: Compare, asked: _Asked) -> Iterator[Mistake]:
    if asked.kind == UNKNOWN or comparison.operator in ("empty", "notempty", ">", "<", ">=", "<="):
        return
    if asked.kind == "comment":
        yield Mistake(path, wrong("survey.free", question=comparison.question))
        return
    known = {str(value) for value in asked.values}
    literal = comparison.literal if isinstance(comparison.literal, tuple) else (comparison.literal,)
    for each in literal:
        word = str(each).lower() if isinstance(each, bool) else str(each)
        if word not in known:
            close = get_close_matches(word, known, 1)
            hint = wrong("near.meant", near=close[0]) if close else wrong("near.all", known=", ".join(sorted(known)))
            yield Mistake(path, wrong("survey.no-answer", question=comparison.question, word=word, hint=hint))


def _possible(when: tuple[Condition, ...], earlier: Mapping[str, _Asked]) -> bool:
    """Whether some answers make all of `when` so, of questions that are themselves asked then."""
    names = _leaned_upon(when, earlier)
    if any(earlier[name].kind == UNKNOWN for name in names):
        return True
    domains = [_domain(name, earlier, when) for name in names]
    if prod(len(domain) for domain in domains) > MOST_TRIED:
        return True
    for answers in product(*domains):
        given = {name: answer for name, answer in zip(names, answers, strict=True) if answer is not None}
        if all(each.holds(given) for each in when) and all(
            each.holds(given) for name in given for each in earlier[name].when
        ):
            return True
    return False


def _leaned_upon(when: tuple[Condition, ...], earlier: Mapping[str, _Asked]) -> list[str]:
    found: dict[str, None] = {}
    ahead = list(when)
    while ahead:
        for comparison in comparisons(ahead.pop()):
            if comparison.question not in found:
                found[comparison.question] = None
                ahead += [c for c in earlier[comparison.question].when if _all_known(c, earlier)]
    return list(found)


def _all_known(condition: Condition, earlier: Mapping[str, _Asked]) -> bool:
    return all(comparison.question in earlier for comparison in comparisons(condition))


def _domain(name: str, earlier: Mapping[str, _Asked], when: tuple[Condition, ...]) -> list[Value | None]:
    """Answers that can be told apart: none, and each; of several at once, every choice of those that matter."""
    asked = earlier[name]
    match asked.kind:
        case "comment":
            return [None, "words"]
        case "boolean":
            return [None, True, False]
        case "checkbox":
            conditions = [*when, *(condition for each in earlier.values() for condition in each.when)]
            named = {
                str(literal)
                for condition in conditions
                for comparison in comparisons(condition)
                if comparison.question == name
                for literal in (comparison.literal if isinstance(comparison.literal, tuple) else (comparison.literal,))
            }
            values = [str(value) for value in asked.values]
            matter = [value for value in values if value in named]
            other = [value for value in values if value not in named][:1]
            picked = [*matter, *other]
            return [None, *(tuple(c) for size in range(1, len(picked) + 1) for c in combinations(picked, size))]
    return [None, *asked.values]
