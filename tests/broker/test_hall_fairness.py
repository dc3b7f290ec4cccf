"""What a hall file promises of fairness can be kept, or its writer learns of it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse, remarks
from tests.broker.halls import HALL_TOML, PLAN

pytestmark = pytest.mark.fast

TURNS = '\n[[turns]]\nlines = ["passport", "residence"]\nratio = [2, 1]\n'


def report(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return "\n".join(caught.value.mistakes)


def test_turns_are_read_with_their_ratio() -> None:
    (turns,) = parse(HALL_TOML + TURNS).turns
    assert (turns.lines, turns.ratio) == (("passport", "residence"), (2, 1))


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ('["passport", "residence"]', '["pasport", "residence"]', 'did you mean "passport"?'),
        ('["passport", "residence"]', '["passport", "passport"]', "stands here twice"),
        ('["passport", "residence"]', '["passport"]', "two lines or more"),
        ("[2, 1]", "[2]", '"ratio" has 1 numbers for 2 lines'),
        ("[2, 1]", "[2, 0]", '"ratio" has 0'),
        ("[2, 1]", "[200, 1]", "too long"),
        ("[2, 1]", '["two", 1]', "a whole number"),
        ("ratio = [2, 1]", TURNS.replace("passport", "pickup"), "takes turns in another [[turns]] already"),
    ],
)
def test_turns_that_cannot_be_taken_are_mistakes_with_their_place(good: str, bad: str, words: str) -> None:
    text = HALL_TOML + TURNS.replace(good, bad, 1)
    said = [line for line in report(text).splitlines() if words in line]
    assert said
    assert int(said[0].split(":")[1]) > len(HALL_TOML.splitlines())


def test_turns_that_no_window_can_take_are_remarked() -> None:
    text = HALL_TOML.replace('"*"', '"pickup"').replace('["residence", "passport"]', '["residence"]')
    assert "never take turns" in "\n".join(remarks(text + TURNS))
    assert "never take turns" not in "\n".join(remarks(HALL_TOML + TURNS))


def test_a_guarantee_of_no_time_is_a_mistake_and_one_that_promises_nothing_a_remark() -> None:
    text = HALL_TOML.replace("rate = 2.5", 'rate = 2.5\nwithin = "0 min"')
    assert '"within" is "0 min"; it must be longer than 0' in report(text)
    odd = HALL_TOML.replace("rate = 2.5", 'rate = 2.5\nwithin = "40 min"')
    odd = odd.replace("recalls = 2", 'recalls = 2\nguarantee = "30 min"')
    assert '"within" promises nothing' in "\n".join(remarks(odd))


def test_an_ordinary_ticket_is_guaranteed_an_hour_under_strict_and_nothing_under_accumulating() -> None:
    strict = msgspec.structs.replace(PLAN, policy=msgspec.structs.replace(PLAN.policy, priority="strict"))
    assert strict.guarantee(None) == timedelta(hours=1)
    assert PLAN.guarantee(None) is None


def test_no_class_is_guaranteed_less_than_everybody() -> None:
    text = HALL_TOML.replace("rate = 2.5", 'rate = 2.5\nwithin = "40 min"', 1)
    text = text.replace("recalls = 2", 'recalls = 2\nguarantee = "30 min"')
    plan = parse(text)
    assert plan.guarantee("veteran") == plan.guarantee("pregnant") == plan.guarantee(None) == timedelta(minutes=30)
