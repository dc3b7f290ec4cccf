"""A hall's own phrases: every mistake at its line, and what is not written stays as it was shipped."""

from __future__ import annotations

import pytest

from broker.content.phrase_areas import AREAS, shipped
from broker.contracts.errors import ConfigError
from broker.contracts.hall_phrases import Unwritten, changeable, good, parse, unwritten
from broker.contracts.phrases import Phrases

pytestmark = pytest.mark.fast

BOARD = Phrases(
    {
        "uk": {"waiting": "Очікують", "closed.title": "Прийом завершено", "line-opens": "з {time}"},
        "en": {"waiting": "Waiting", "closed.title": "Closed", "line-opens": "from {time}"},
    }
)
VOICE = Phrases({"uk": {"call.first": "Талон {letter}, {number}.", "problem.away.message": "Немає звуку."}, "en": {}})
AREAS_HERE = {"board": BOARD, "announcer": VOICE}
GOOD = """
[board]
waiting = { uk = "Чекають", en = "In line" }
closed.title = { uk = "На сьогодні все" }
[announcer.call]
first = { uk = "{letter}, {number}: запрошуємо." }
"""


def test_what_is_written_is_told_by_area_language_and_key() -> None:
    assert parse(GOOD, AREAS_HERE) == {
        "board": {"uk": {"waiting": "Чекають", "closed.title": "На сьогодні все"}, "en": {"waiting": "In line"}},
        "announcer": {"uk": {"call.first": "{letter}, {number}: запрошуємо."}},
    }


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('waitin = { uk = "Чекають" }', 'there is no phrase "waitin"; did you mean "waiting"?'),
        ('waiting = "Чекають"', '"waiting" is no words in languages; write { uk = "…", en = "…" }'),
        ('waiting = { ua = "Чекають" }', '"waiting" is not said in "ua"; there is "uk", "en"'),
        ('waiting = { uk = "" }', '"waiting" in "uk" must be words in one line, at most 300 characters'),
        ('waiting = { uk = "Чекають\\nтут" }', '"waiting" in "uk" must be words in one line, at most 300 characters'),
        ("waiting = { uk = 5 }", '"waiting" in "uk" must be words in one line, at most 300 characters'),
        (
            'line-opens = { uk = "о {times}" }',
            '"line-opens" in "uk": there is no {times} here; {time} is missing; it has {time}',
        ),
        (
            'line-opens = { uk = "о {time.__class__}" }',
            '"line-opens" in "uk": there is no {time.__class__} here; {time} is missing; it has {time}',
        ),
        ('waiting = { uk = "{n} чекають" }', '"waiting" in "uk": there is no {n} here; it has no slots'),
        (
            'waiting = { uk = "чекають }" }',
            '"waiting" in "uk" has a brace without its other half; slots are written {so}',
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(line: str, told: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(f"[board]\n{line}\n", AREAS_HERE)
    assert wrong.value.mistakes == [f"phrases.toml:2: [board]: {told}"]


def test_all_mistakes_are_told_at_once_and_an_area_that_nobody_knows_is_one() -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(
            '[bord]\nwaiting = { uk = "x" }\n[board]\nx = 1\n[announcer]\nproblem.away.message = { uk = "x" }\n',
            AREAS_HERE,
        )
    assert [each.partition(": ")[0] for each in wrong.value.mistakes] == [
        "phrases.toml:1",
        "phrases.toml:4",
        "phrases.toml:6",
    ]
    assert wrong.value.mistakes[0].endswith('there are no phrases of [bord]; did you mean "board"?')


def test_a_language_that_keeps_what_was_shipped_is_remarked_upon() -> None:
    assert unwritten(GOOD, AREAS_HERE) == [Unwritten(4, "closed.title", "en", "Closed")]


def test_who_has_a_part_of_the_areas_judges_that_part_alone() -> None:
    assert parse(GOOD, {"board": BOARD}, part=True).keys() == {"board"}
    with pytest.raises(ConfigError):
        parse(GOOD, {"board": BOARD})


def test_what_another_release_knows_is_passed_over_by_who_has_to_speak() -> None:
    text = GOOD + '[board.later]\nword = { uk = "x" }\n[later]\na = { uk = "x" }\n'
    assert good(text, AREAS_HERE) == parse(GOOD, AREAS_HERE)
    assert good('[board]\nwaiting = { uk = "{n}", en = "In line" }', AREAS_HERE) == {
        "board": {"en": {"waiting": "In line"}}
    }
    assert good("no toml at all", AREAS_HERE) == {}


def test_own_words_go_before_the_shipped_ones_and_away_again() -> None:
    phrases = Phrases({"uk": {"a": "раз", "b": "два"}, "en": {"a": "one"}})
    phrases.speak({"uk": {"a": "РАЗ"}})
    assert [phrases.say("uk", "a"), phrases.say("uk", "b"), phrases.say("en", "a")] == ["РАЗ", "два", "one"]
    phrases.speak({})
    assert phrases.say("uk", "a") == "раз"


@pytest.mark.parametrize("area", AREAS)
def test_every_shipped_phrase_that_a_hall_may_change_is_a_good_one_of_its_own(area: str) -> None:
    """So that a hall can begin with what is there."""
    phrases = shipped()[area]
    keys = changeable(phrases)
    assert keys
    lines = [
        f"{'.'.join(f'{part!r}' for part in key.split('.'))} = {{ {language} = {toml(phrases.template(language, key))} }}"
        for key in keys
        for language in ("uk",)
    ]
    own = parse(f"[{area}]\n" + "\n".join(lines), {area: phrases})
    assert own[area]["uk"] == {key: phrases.template("uk", key) for key in keys}


def toml(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def test_mistakes_of_own_words_are_told_in_ukrainian_too() -> None:
    with pytest.raises(ConfigError) as wrong:
        parse('[board]\nline-opens = { uk = "о {times}" }\n[bord]\n', AREAS_HERE)
    assert wrong.value.said("uk") == [
        'phrases.toml:2: [board]: "line-opens" мовою "uk": тут не буває {times}; бракує {time}; має бути {time}',
        'phrases.toml:3: розділу [bord] немає; можливо, малося на увазі "board"?',
    ]
