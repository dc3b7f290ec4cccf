"""A condition is read as SurveyJS means it, or is a mistake that names its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts.surveys.condition import OPERATORS, Both, Compare, Condition, Either, Not
from broker.contracts.surveys.condition_text import NoCondition, read

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("text", "given_answers", "holds"),
    [
        ("{grade} <= 2", {"grade": 2}, True),
        ("{grade} <= 2", {"grade": 3}, False),
        ("{grade} <= 2", {}, False),
        ("{grade} = '3'", {"grade": 3}, True),
        ("{grade} != 3", {}, True),
        ("{again} = true", {"again": True}, True),
        ("{again} = true", {"again": False}, False),
        ("{topics} contains 'seats'", {"topics": ("seats", "cramped")}, True),
        ("{topics} contains ['seats', 'other']", {"topics": ("seats", "cramped")}, False),
        ("{topics} anyof ['seats', 'other']", {"topics": ("seats",)}, True),
        ("{topics} allof ['seats', 'other']", {"topics": ("other", "seats")}, True),
        ("{topics} noneof ['seats']", {"topics": ("other",)}, True),
        ("{ease} anyof ['hard', 'very-hard']", {"ease": "hard"}, True),
        ("{words} notempty", {"words": "так"}, True),
        ("{words} empty", {}, True),
        ("{topics} = ['a', 'b']", {"topics": ("b", "a")}, True),
        ("{a} = 1 or {b} = 1 and {c} = 1", {"a": 1}, True),
        ("({a} = 1 or {b} = 1) and {c} = 1", {"a": 1}, False),
        ("!{a} = 1", {"a": 2}, True),
        ("not ({a} = 1 || {b} = 1)", {"b": 1}, False),
        ("{a} = 1 && {b} notempty", {"a": 1, "b": "x"}, True),
        ("{a} > 'words'", {"a": 1}, False),
    ],
)
def test_a_condition_holds_or_not(text: str, given_answers: dict[str, Any], holds: bool):  # noqa: FBT001
    assert read(text).holds(given_answers) is holds


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 1, "the end"),
        ("{grade}", 8, "the end"),
        ("{grade} <= ", 12, "value is expected"),
        ("grade = 1", 1, "in braces"),
        ("iif({a} = 1, 2, 3) = 2", 1, "functions are not"),
        ("{grade} anyoff [1]", 9, 'mean "anyof"'),
        ("{grade} = 1 {b} = 2", 13, "one too many"),
        ("({grade} = 1", 13, '")" is expected'),
        ("{grade} = [1, 2", 16, '"]" is expected'),
        ("{grade} = {other}", 11, "value is expected"),
        ("{grade} + 1 = 2", 9, "no comparison"),
        ("(" * 40 + "{a} = 1" + ")" * 40, 32, "brackets"),
    ],
)
def test_what_is_no_condition_is_told_with_its_place(text: str, at: int, says: str):
    with pytest.raises(NoCondition, match=says.replace("(", r"\(").replace(")", r"\)").replace("]", r"\]")) as caught:
        read(text)
    assert caught.value.at == at


@given(st.text("{}[]()'\"=<>!&|, abcempty0123andor-", max_size=40))
def test_no_text_breaks_the_reader(text: str):
    at = 1
    try:
        read(text).holds({"a": 1})
    except NoCondition as error:
        at = error.at
    assert 1 <= at <= len(text) + 1


names = st.sampled_from(["a", "b", "c"])
literals = st.one_of(st.integers(-5, 5), st.booleans(), st.sampled_from(["x", "it is"]))
comparisons = st.builds(
    Compare,
    names,
    st.sampled_from([each for each in OPERATORS if "empty" not in each]),
    st.one_of(literals, st.lists(literals, min_size=1, max_size=3).map(tuple)),
) | st.builds(Compare, names, st.sampled_from(["empty", "notempty"]))
conditions = st.recursive(
    comparisons, lambda inner: st.builds(Both, inner, inner) | st.builds(Either, inner, inner) | st.builds(Not, inner)
)


def written(condition: Condition) -> str:
    def value(literal: object) -> str:
        if isinstance(literal, tuple):
            return f"[{', '.join(map(value, literal))}]"
        return str(literal).lower() if isinstance(literal, bool) else repr(literal)

    match condition:
        case Compare(question, operator, literal):
            return f"{{{question}}} {operator}" + ("" if "empty" in operator else f" {value(literal)}")
        case Both(left, right):
            return f"({written(left)} and {written(right)})"
        case Either(left, right):
            return f"({written(left)} or {written(right)})"
        case Not(of):
            return f"!({written(of)})"


@given(conditions)
def test_what_is_written_is_read_as_it_was_meant(condition: Condition):
    assert read(written(condition)) == condition
