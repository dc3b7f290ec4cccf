"""Every mistake of a survey at once, with its line, its place and what was meant; a good one is walked to its end."""

from __future__ import annotations

import copy
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from broker.contracts.errors import ConfigError
from broker.contracts.json_places import places
from broker.contracts.surveys import shape
from broker.contracts.surveys.checking import DEFAULT, FILE, load, parsed
from broker.contracts.surveys.survey import Survey, survey_of
from broker.contracts.surveys.walk import after, asked, before, counting

pytestmark = pytest.mark.fast

TEXT = (DEFAULT / FILE).read_text("utf-8")
SCHEMA = Draft202012Validator(shape.schema())


def survey(*elements: dict[str, Any], **page: Any) -> dict[str, Any]:
    return {"pages": [{"elements": list(elements), **page}]}


def rating(name: str = "grade", **more: Any) -> dict[str, Any]:
    return {"type": "rating", "name": name, **more}


def choice(name: str, *values: str, **more: Any) -> dict[str, Any]:
    return {"type": "radiogroup", "name": name, "choices": list(values or ("yes", "no")), **more}


def mistakes(raw: dict[str, Any]) -> str:
    try:
        parsed(json.dumps(raw))
    except ConfigError as error:
        return str(error)
    return ""


def test_the_default_survey_is_good_and_has_the_national_grades_first() -> None:
    first = load(DEFAULT, "survey", "1").questions[0]
    assert [each.text["uk"] for each in first.choices] == ["Чудово", "Добре", "Прийнятно", "Жахливо"]
    assert [each.value for each in first.choices] == [4, 3, 2, 1]
    SCHEMA.validate(json.loads(TEXT))


def test_everything_in_the_default_survey_is_said_in_both_languages() -> None:
    for question in load(DEFAULT, "survey", "1").questions:
        for text in (
            question.title,
            *(each.text for each in question.choices),
            *([question.note] if question.note else []),
        ):
            assert set(text) == {"uk", "en"}


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    broken = (
        TEXT.replace("{topics} contains 'waiting'", "{topcs} contains 'waiting'")
        .replace("{ease} anyof", "{ease} anyoff")
        .replace("{grade} >= 3", "{grade} > 4")
        .replace('"maxLength": 300', '"maxLenght": 300', 1)
    )
    with pytest.raises(ConfigError) as caught:
        parsed(broken)
    told = "\n".join(caught.value.mistakes)
    for line, words in (
        ('"visibleIf": "{topcs}', 'no question "topcs"; did you mean "topics"?'),
        ('"maxLenght"', 'did you mean "maxLength"?'),
        ('"visibleIf": "{grade} > 4"', 'the question "ease" is never asked'),
        ("anyoff", 'at character 8: "anyoff" is no comparison; did you mean "anyof"?'),
    ):
        number = broken[: broken.index(line)].count("\n") + 1
        assert any(m.startswith(f"survey.json:{number}: $.pages[") and words in m for m in caught.value.mistakes), told


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({}, 'no "pages"'),
        (survey(), "list of 1 to"),
        (survey({"type": "raiting", "name": "a"}), 'did you mean "rating"?'),
        (survey(rating("Grade 1")), "small Latin letters"),
        (survey(rating(), rating()), "two questions"),
        (survey(choice("a", "x", "x")), "twice"),
        (survey(choice("a", "x")), "list of 2 to 8"),
        (survey(rating(rateMin=5, rateMax=5)), "less than"),
        (survey(rating(rateType="smileys", rateValues=["good", "bad"])), "the higher, the happier"),
        (survey(rating(title={"en": "Only English"})), "the default is Ukrainian"),
        (survey(rating(visibleIf="{b} = 1"), rating("b")), "asked later or here"),
        (survey(rating(visibleIf="{grade} = 1")), "asked later or here"),
        (survey(choice("a"), rating(visibleIf="{a} = 'yess'")), 'did you mean "yes"?'),
        (survey({"type": "comment", "name": "a"}, rating(visibleIf="{a} = 'x'")), "free text"),
        (survey(choice("a"), rating(visibleIf="{a} = 'yes' and {a} = 'no'")), "never asked"),
        (survey(choice("a"), choice("b", visibleIf="{a} = 'yes'"), rating(visibleIf="{b} = 'no' and {a} = 'no'")), "never"),
        (survey(choice("a"), rating(visibleIf="{a} = 'no'"), visibleIf="{grade} = 1"), "asked later"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(raw: dict[str, Any], says: str) -> None:
    assert says in mistakes(raw)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"pages": 1}', '{"a":1,"a":2}', "[" * 5000, '{"pages":[{"elements":[7]}]}']
)
def test_what_is_no_survey_at_all_is_a_mistake_and_no_accident(text: str) -> None:
    with pytest.raises(ConfigError):
        parsed(text)


def test_a_bundle_without_a_survey_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path, "survey", "1")


def test_a_wrong_shape_does_not_hide_what_is_wrong_elsewhere() -> None:
    broken = (
        TEXT.replace('"maxLength": 300', '"maxLength": -1', 1)
        .replace("{topics} contains 'waiting'", "{topcs} contains 'waiting'")
        .replace('"name": "grade"', '"name": "grade", "name": "grade"', 1)
    )
    with pytest.raises(ConfigError) as caught:
        parsed(broken)
    told = "\n".join(caught.value.mistakes)
    assert "must be a whole number from 1 to 500" in told
    assert 'did you mean "topics"?' in told
    assert "second time" in told


@pytest.mark.parametrize(
    "raw",
    [
        survey(choice("a", "x"), rating(visibleIf="{a} = 'y'")),  # nobody knows what else "a" was to have
        survey({"name": "a"}, rating(visibleIf="{a} = 'y' and {a} = 'z'")),
        survey(rating("a", rateMin="1"), rating(visibleIf="{a} > 90")),
        survey(choice("a", "x", "X y"), rating(visibleIf="{a} = 'z'")),
    ],
)
def test_what_is_broken_may_be_asked_about(raw: dict[str, Any]) -> None:
    told = mistakes(raw)
    assert told
    assert not any(words in told for words in ("never asked", "has no answer", "no question"))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(leaf for step, each in inner for leaf in leaves(each, (*path, step)))]


GOOD = json.loads(TEXT)
MOST_OF_A_PAGE = 3  # steps: what lies deeper is within a question
odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.text(max_size=3),
    st.just(" "),
    st.just([]),
    st.just({}),
    st.just({"en": "x"}),
)


@settings(max_examples=300)
@given(path=st.sampled_from(leaves(GOOD)[1:]), value=odd, add=st.booleans())
def test_whatever_the_published_schema_refuses_our_check_refuses_too(
    path: tuple[Any, ...], value: Any, *, add: bool
) -> None:
    raw = copy.deepcopy(GOOD)
    place = raw
    for step in path[:-1]:
        place = place[step]
    if add and isinstance(place, dict):
        place["another"] = value
    else:
        place[path[-1]] = value
    ours, theirs = shape.mistakes(raw), list(SCHEMA.iter_errors(raw))
    assert bool(ours) == bool(theirs), (ours, [error.message for error in theirs])
    mistakes(raw)  # and nothing breaks


@settings(max_examples=300)
@given(path=st.sampled_from([leaf for leaf in leaves(GOOD) if len(leaf) > MOST_OF_A_PAGE]), value=odd)
def test_whatever_else_is_broken_a_wrong_condition_is_told(path: tuple[Any, ...], value: Any) -> None:
    raw = copy.deepcopy(GOOD)
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    raw["pages"].append({"elements": [rating("last", visibleIf="{nothing-like-it} = 1")]})
    assert 'no question "nothing-like-it"' in mistakes(raw)


def test_places_are_the_lines_of_values() -> None:
    found = places('{"a":\n [1,\n  {"b\\"c": "}],"}],\n "d": {}}')
    assert found == {(): 1, ("a",): 2, ("a", 0): 2, ("a", 1): 3, ("a", 1, 'b"c'): 3, ("d",): 4}


# --- walking ---


@pytest.fixture(scope="module")
def default() -> Survey:
    return survey_of(GOOD, "survey", "1")


def names(default: Survey, answers: dict[str, Any]) -> list[str]:
    return [question.name for question in asked(default, answers)]


def test_the_way_follows_the_answers_level_by_level(default: Survey) -> None:
    assert names(default, {}) == ["grade"]
    assert names(default, {"grade": 4}) == ["grade", "ease"]
    assert names(default, {"grade": 1}) == ["grade", "topics"]
    assert names(default, {"grade": 1, "topics": ("seats",)}) == ["grade", "topics", "tell-us"]
    assert names(default, {"grade": 1, "topics": ("waiting",)}) == ["grade", "topics", "waited", "tell-us"]


def test_answers_that_are_no_longer_asked_for_do_not_count(default: Survey) -> None:
    answers = {"grade": 4, "topics": ("waiting",), "waited": "15-30"}
    assert counting(default, answers) == {"grade": 4}
    assert names(default, answers) == ["grade", "ease"]


values = {q.name: [c.value for c in q.choices] for q in survey_of(GOOD, "survey", "1").questions}


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(each or ["words"]) for name, each in values.items()}))
def test_forth_and_back_go_the_same_way_and_both_end(answers: dict[str, Any]) -> None:
    default = survey_of(GOOD, "survey", "1")
    answers = {n: (a,) if n == "topics" else a for n, a in answers.items()}
    way = [default.questions[0]]
    while (following := after(default, way[-1].name, answers)) is not None:
        way.append(following)
    assert way == asked(default, answers)
    for earlier, later in pairwise(way):
        assert before(default, later.name, answers) == earlier
    assert before(default, way[0].name, answers) is None
