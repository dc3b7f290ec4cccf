"""When a question is asked: a condition over earlier answers, as a tree, and whether it holds. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Value = bool | int | str | tuple[str, ...]
Given = Mapping[str, Value]
Literal = bool | int | str | tuple[bool | int | str, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`{question} operator literal`; for `empty` and `notempty` the literal means nothing."""

    question: str
    operator: str
    literal: Literal = ""

    def holds(self, given: Given) -> bool:
        answer = given.get(self.question)
        return _OPERATORS[self.operator](answer, self.literal)


@dataclass(frozen=True, slots=True)
class Both:
    left: Condition
    right: Condition

    def holds(self, given: Given) -> bool:
        return self.left.holds(given) and self.right.holds(given)


@dataclass(frozen=True, slots=True)
class Either:
    left: Condition
    right: Condition

    def holds(self, given: Given) -> bool:
        return self.left.holds(given) or self.right.holds(given)


@dataclass(frozen=True, slots=True)
class Not:
    of: Condition

    def holds(self, given: Given) -> bool:
        return not self.of.holds(given)


Condition = Compare | Both | Either | Not


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every comparison in it, from left to right."""
    match condition:
        case Compare():
            yield condition
        case Both(left, right) | Either(left, right):
            yield from comparisons(left)
            yield from comparisons(right)
        case Not(of):
            yield from comparisons(of)


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _same(answer: object, literal: object) -> bool:
    """As numbers where both can be: SurveyJS says that '3' is 3. An answer of several is the same in any order."""
    if isinstance(answer, tuple) or isinstance(literal, tuple):
        return {str(each) for each in _several(answer)} == {str(each) for each in _several(literal)}
    if isinstance(answer, bool) or isinstance(literal, bool):
        return str(answer).lower() == str(literal).lower()
    return str(answer) == str(literal)


def _has(answer: object, literal: object) -> bool:
    return any(_same(each, literal) for each in _several(answer))


def _empty(answer: object) -> bool:
    return answer is None or answer in ("", ())


def _number(value: object) -> float | None:
    if isinstance(value, tuple) or value is None:
        return None
    try:
        return float(value)  # type: ignore[arg-type]  # what is no number is caught
    except ValueError:
        return None


def _order(answer: object, literal: object) -> int | None:
    """-1, 0, 1; None when one of them is no number."""
    first, second = _number(answer), _number(literal)
    return None if first is None or second is None else (first > second) - (first < second)


# Words and signs as SurveyJS has them. A comparison with an answer that was not given does not hold, but "not equal".
_OPERATORS: dict[str, Callable[[object, object], bool]] = {
    "=": lambda a, b: not _empty(a) and _same(a, b),
    "<>": lambda a, b: _empty(a) or not _same(a, b),
    ">": lambda a, b: _order(a, b) == 1,
    "<": lambda a, b: _order(a, b) == -1,
    ">=": lambda a, b: _order(a, b) in (0, 1),
    "<=": lambda a, b: _order(a, b) in (0, -1),
    "contains": lambda a, b: all(_has(a, each) for each in _several(b)),
    "notcontains": lambda a, b: not all(_has(a, each) for each in _several(b)),
    "anyof": lambda a, b: any(_has(a, each) for each in _several(b)),
    "allof": lambda a, b: all(_has(a, each) for each in _several(b)),
    "noneof": lambda a, b: not any(_has(a, each) for each in _several(b)),
    "empty": lambda a, _: _empty(a),
    "notempty": lambda a, _: not _empty(a),
}
SAME = {
    "==": "=",
    "equal": "=",
    "!=": "<>",
    "notequal": "<>",
    "greater": ">",
    "less": "<",
    "greaterorequal": ">=",
    "lessorequal": "<=",
    "*=": "contains",
}
OPERATORS = tuple(_OPERATORS)
