"""Every mistake of the checkers is said in Ukrainian and in English, with the same values, by a key and not in code."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.contracts import hall_check
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.words import FOLDER, said
from broker.contracts.mistakes.wrong import wrong
from broker.contracts.phrases import Phrases

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]
PHRASES = Phrases.load(FOLDER)
AREAS = ("broker", "office", "kiosk", "display", "announcer", "provisioning")
_A_DAY, _A_SENTENCE = 3, 3  # letters of "mon"; words that tables have no three of
CHECKERS = [
    *(ROOT / "broker/contracts/surveys" / name for name in ("meaning.py", "checking.py", "condition_text.py")),
    *sorted((ROOT / "broker/booking_files").glob("*_file.py")),
    *(ROOT / "broker/booking_files" / name for name in ("wanted.py", "reading.py")),
    *(ROOT / "broker/replay" / name for name in ("sheet.py", "day_file.py", "staff.py", "dates.py")),
    *(ROOT / "broker/queuemaster" / name for name in ("calendar_check.py", "exceptions.py")),
    *(ROOT / "broker/contracts" / name for name in ("playlists.py", "hall_phrases.py")),
    *(ROOT / "display/board/layouts" / name for name in ("rules.py", "load.py", "bundle.py")),
    *(ROOT / "broker/content" / name for name in ("kinds.py", "bundle.py", "fault_words.py")),
    *(ROOT / "provisioning/kit" / name for name in ("schema.py", "reading.py")),
    *(ROOT / "kiosk/info" / name for name in ("news/bundle.py", "catalogue/sample_pages.py", "catalogue/columns.py")),
    ROOT / "office/doors/staff_rules.py",
    *(ROOT / "office/reports" / name for name in ("question.py", "report.py", "saved.py")),
    *(ROOT / "kiosk/info" / name for name in ("catalogue/check.py", "places/check.py")),
    *sorted((ROOT / "broker/contracts").glob("*_rules.py")),
    *(
        ROOT / "broker/contracts" / name
        for name in ("hall_shape.py", "hall_hours.py", "hall_bookings.py", "hall_fairness.py", "hall_check.py")
    ),
]


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for area in AREAS:
        for file in (ROOT / area).rglob("*.py"):
            text = file.read_text("utf-8")
            if "mistakes.wrong" in text:
                yield file, ast.parse(text)


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for file, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "wrong":
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def _slots(words: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(words) if field is not None}


def test_both_languages_have_the_same_keys_and_slots() -> None:
    assert PHRASES.languages == ("uk", "en")
    assert PHRASES.keys("uk") == PHRASES.keys("en")
    for key in PHRASES.keys("uk"):
        assert _slots(PHRASES.template("uk", key)) == _slots(PHRASES.template("en", key)), key


def test_each_key_in_code_has_words_with_its_slots_and_none_is_left_over() -> None:
    used = set()
    for place, call in _calls():
        key = call.args[0]
        assert isinstance(key, ast.Constant), f"{place}: a key is written where it is used, so that it can be found"
        assert key.value in PHRASES, f"{place}: no words for {key.value}"
        assert {each.arg for each in call.keywords} == _slots(PHRASES.template("uk", key.value)), place
        used.add(key.value)
    assert used == PHRASES.keys("uk")


@pytest.mark.parametrize("file", CHECKERS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_checker_says_a_sentence_in_code(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            words = [word for word in node.value.split() if word.isalpha() and len(word) > _A_DAY]
            assert len(words) < _A_SENTENCE, f"{file.name}:{node.lineno}: {node.value!r}"


BROKEN = """
[hall]
id = "Q Q"
name = { en = "x" }
timezone = "Europe/Kyivv"
[[line]]
id = "a"
letter = "А"
minuts = 3
"""


def test_all_mistakes_of_a_hall_file_are_told_in_either_language_with_file_line_and_a_near_name() -> None:
    with pytest.raises(ConfigError) as caught:
        hall_check.parse(BROKEN)
    ukrainian, english = caught.value.said("uk"), caught.value.said("en")
    assert caught.value.mistakes == english
    assert [each.split(" ")[0] for each in ukrainian] == [each.split(" ")[0] for each in english]
    assert 'hall.toml:9: [[line]]: невідомий ключ "minuts"; можливо, малося на увазі "minutes"?' in ukrainian
    assert 'hall.toml:9: [[line]]: unknown key "minuts"; did you mean "minutes"?' in english


def test_a_language_without_words_is_answered_in_ukrainian() -> None:
    assert said(wrong("near.none"), "pl") == said(wrong("near.none"), "uk")
