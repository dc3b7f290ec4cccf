"""The catalogue of problems: whatever an appliance may tell has a code, a cause and something to do, in both languages."""

import re
from pathlib import Path

import pytest

from provisioning.doctor import main as doctor
from provisioning.problems.catalogue import FOLDERS, ROOT, Known, gathered
from provisioning.problems.papers import PAGE, page

pytestmark = pytest.mark.fast

# A code that is a name in the code: `PROBLEM = "led-module"`, `code = "printer-hot"`, `appliance.problem("news", …`.
_NAMED = re.compile(r"(?:\.problem\(|\bcode(?:: \w+)? = |\bPROBLEM = |_problem\()\s*\"([a-z][a-z-]+)\"")
# Codes of other kinds than problems, that are written in the same way.
_OTHERS = {"hardware"}


@pytest.fixture(scope="module")
def known() -> tuple[Known, ...]:
    return gathered()


def test_every_problem_says_what_is_wrong_and_what_to_do_in_both_languages(known: tuple[Known, ...]):
    assert len(known) > 25
    for each in known:
        for words in (each.message, each.remedy):
            assert all(words.values()), f"{each.code} of {each.where}"


def test_a_code_means_one_thing(known: tuple[Known, ...]):
    codes = [each.code for each in known]
    assert sorted(codes) == sorted(set(codes))
    assert all(re.fullmatch(r"[a-z][a-z0-9<>-]*", code) for code in codes)


def test_no_role_tells_of_a_problem_that_is_not_in_it(known: tuple[Known, ...]):
    codes = {each.code for each in known}
    told: dict[str, Path] = {}
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("*.py"):
            text = file.read_text("utf-8")
            if "problem" in text.lower():
                told |= dict.fromkeys(_NAMED.findall(text), file)
    assert told, "the pattern finds what it is for"
    assert {code: str(file) for code, file in told.items() if code not in codes | _OTHERS} == {}


def test_the_page_is_fresh(known: tuple[Known, ...]):
    assert PAGE.read_text("utf-8") == page(known), "run `cherha contract`"


def test_the_doctor_explains_a_code(capsys: pytest.CaptureFixture[str]):
    assert doctor(["printer-paper-out"]) == 0
    assert "→" in capsys.readouterr().out
