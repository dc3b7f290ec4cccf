"""Nobody's data is in what leaves an appliance's log: by what may be logged at all, by shape, and by a second look."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broker.bus.logs.book import Book, line_of
from broker.bus.logs.second_line import HIDDEN, scrubbed
from broker.bus.logs.shape import OURS, fault, shaped, told
from broker.contracts.log_lines import LONGEST

pytestmark = pytest.mark.fast
ROOT = Path(__file__).resolve().parents[3]
VERBS = {"debug", "info", "warning", "error", "exception", "critical"}

PEOPLE = (
    "Олена Коваль", "olena.koval@ukr.net", "0671234567", "+380 (67) 123-45-67", "3012345678", "КВ 123456",
    "Ivan Petrenko", "taras-shevchenko", "olena", "UA213223130000026007233566001", "19850203-01234",
)  # fmt: skip
texts = st.one_of(st.text(min_size=1, max_size=40), st.sampled_from(PEOPLE))


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for package in OURS:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "getLogger" in (text := file.read_text("utf-8")):
                yield file, ast.parse(text)


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a logger in the program: `log.warning(…)`, `logging.getLogger(…).error(…)`."""
    for file, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in VERBS:
                base = node.func.value
                named = isinstance(base, ast.Name) and base.id in ("log", "logger", "logging", "_log")
                made = isinstance(base, ast.Call) and ast.unparse(base.func).endswith("getLogger")
                if named or made:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def test_every_template_in_the_program_is_a_constant_that_speaks_of_nobody():
    seen = dict(calls())
    assert len(seen) > 100, "the walk finds what it is for"
    wrong = {}
    for place, call in seen.items():
        template = call.args[0]
        if not (isinstance(template, ast.Constant) and isinstance(template.value, str)):
            wrong[place] = f"not a constant: {ast.unparse(template)}"
        elif scrubbed(template.value) != template.value:
            wrong[place] = f"looks like somebody's data: {template.value}"
        elif {keyword.arg for keyword in call.keywords} - {"exc_info", "extra", "stacklevel"}:
            wrong[place] = "a keyword that the schema does not know"
        elif any(isinstance(each, ast.Dict) for each in call.args):
            wrong[place] = "values by name"
    assert wrong == {}


def test_a_logger_has_the_one_name_by_which_the_walk_finds_it():
    for file, tree in modules():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Assign)
                and re.search(r"getLogger\(.", ast.unparse(node.value))
                and "getLogger()" not in ast.unparse(node.value)
            ):
                assert [ast.unparse(target) for target in node.targets] == ["log"], file


def test_what_is_told_beside_a_template_is_the_code_of_a_problem_alone():
    extras = [ast.unparse(k.value) for _, call in calls() for k in call.keywords if k.arg == "extra"]
    assert extras
    assert set(extras) == {"{'problem': code}"}


@given(texts)
@example("board-1x")
def test_whatever_text_is_logged_it_is_not_told(text: str):
    passes = re.fullmatch(
        r"[0-7][0-9A-HJKMNP-TV-Z]{25}|[А-ЯҐЄІЇ]{1,2}\d{3}|\d{1,3}(\.\d{1,3}){3}(:\d+)?|[a-z/+-]*(-?\d{1,3})?", text
    )
    line = told("%s was there", (text,))
    if passes is None or text in PEOPLE:
        assert line == "[str] was there"
    for hiding in (ValueError(text), {"name": text}, [text], Path(text), text.encode()):
        assert told("%s, %r", (hiding, hiding)) != f"{hiding}, {hiding!r}"

        assert len(text) < 4 or text in "[file] [bytes] [list] [dict] ValueError" or text not in shaped(hiding)


@given(st.integers())
def test_a_number_as_long_as_a_telephone_is_not_told(number: int):
    assert (shaped(number) == "[int]") == (abs(number) >= 10**8)
    assert ("[int]" in told("%d of %s", (number, number))) == (abs(number) >= 10**8)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_second_line_hides_what_looks_like_a_persons(who: str):
    if who in ("taras-shevchenko", "olena"):
        pytest.skip("nothing in these letters tells a person from a word: the first line alone keeps them out")
    for text in (f"before {who} after", who, f"({who})"):
        found = scrubbed(text)
        assert who not in found
        assert HIDDEN in found
        assert scrubbed(found) == found


@pytest.mark.parametrize(
    "text",
    [
        "board-1: no broker at 192.168.10.34:1883 (ConnectionRefusedError 111); trying on",
        "А042 was in the printer when the power went",
        "01JD8Z3V7S9Q2W4E6R8T0Y1MNP of 2026-11-29T02:20:55.123+02:00",
        "[error] | OSError 28 < broker.bus.on_disk:40",
    ],
)
def test_the_second_line_leaves_what_a_technician_needs(text: str):
    assert scrubbed(text) == text


def test_a_record_is_told_with_its_error_and_the_places_in_our_code_and_no_word_of_it():
    try:
        line_of(None)  # type: ignore[arg-type]
    except AttributeError as error:
        record = logging.LogRecord(
            "kiosk.survey.backstage", logging.ERROR, "x", 104, "%s of %s", ("Олена", "А042"), (type(error), error, None)
        )
        line = line_of(record)
    assert line.text.startswith("[str] of А042 | AttributeError < broker.bus.logs.book:")
    assert "NoneType" not in line.text
    assert line.where == "kiosk.survey.backstage:104"
    assert fault(OSError(28, "No space left for /home/olena")) == "OSError 28"


def test_of_other_libraries_only_the_place_is_told():
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "x", 7, "Olena Koval asked for 0671234567", (), None)
    line = line_of(record)
    assert (line.text, line.where) == ("[error]", "uvicorn.error:7")
    strange = line_of(logging.LogRecord("Олена", logging.ERROR, "x", 7, "x", (), None))
    assert strange.where == "unknown"


@given(st.lists(st.tuples(st.sampled_from([logging.INFO, logging.ERROR]), texts, texts), max_size=40))
def test_the_book_is_short_serious_first_and_never_raises(said: list[tuple[int, str, str]]):
    book = Book()
    for level, template, value in said:
        book.handle(logging.LogRecord("broker.x", level, "x", 1, "a line %s", (value, template), None))
    lines = book.lines(UTC, 2000)
    levels = [line.level for line in lines]
    assert levels == sorted(levels, key=lambda level: level == "info")
    assert all(len(line.text) <= LONGEST for line in lines)


def test_what_is_said_again_and_again_is_one_line_and_chatter_drives_no_warning_out():
    book = Book()

    def say(level: int, template: Any, moment: float) -> None:
        record = logging.LogRecord("broker.x", level, "x", 1, template, (), None)
        record.created = moment
        book.handle(record)

    for second in range(5):
        say(logging.WARNING, "no broker", second)
    for number in range(1000):
        say(logging.INFO, f"line {number % 7}", 100 + number)
    first = book.lines(UTC)[0]
    assert (first.text, first.times, first.at) == ("no broker", 5, datetime(1970, 1, 1, 0, 0, 4, tzinfo=UTC))
    assert len(book.lines(UTC)) == 101
