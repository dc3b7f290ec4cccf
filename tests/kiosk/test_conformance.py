"""The conformance report: made from its claims, in the form of OpenACR, and each claim held by tests that are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml

from kiosk.accessibility.claims import LEVELS, Claim, report
from kiosk.accessibility.papers import ROOT, claims, papers

pytestmark = pytest.mark.fast

CLAIMS = [claim for chapter in claims().chapters.values() for claim in chapter]


@pytest.mark.parametrize("path", papers(), ids=str)
def test_the_report_is_the_one_that_the_claims_make(path: Path):
    assert (ROOT / path).read_text("utf-8") == papers()[path], "run `cherha contract`"


def test_it_has_the_shape_of_openacr():
    made = yaml.safe_load(next(text for path, text in papers().items() if path.suffix == ".yaml"))
    assert made["catalog"] == "2.5-edition-wcag-2.2-508-eu-en"
    assert {"title", "product", "author", "report_date", "evaluation_methods_used", "chapters"} <= made.keys()
    for chapter, content in made["chapters"].items():
        for criterion in content["criteria"]:
            names = [component["name"] for component in criterion["components"]]
            wcag = chapter.startswith("success_criteria")
            assert names == (["software", "web", "electronic-docs", "authoring-tool"] if wcag else ["none"])
            assert all(component["adherence"]["level"] in LEVELS for component in criterion["components"])
            assert isinstance(criterion["num"], str)


def defined(file: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.tests], ids=lambda claim: claim.num)
def test_every_test_that_a_claim_leans_on_is_there(claim: Claim):
    for named in claim.tests:
        file, _, test = named.partition("::")
        assert (ROOT / file).is_file(), named
        assert not test or test in defined(ROOT / file), named


def test_it_is_honest_about_what_nobody_has_tried():
    counted = claims().counted()
    assert counted["not-evaluated"]
    assert counted["partially-supports"]
    blind = next(claim for claim in CLAIMS if claim.num == "4.2.1")
    assert blind.level == "partially-supports"
    assert any(claim.hardware for claim in CLAIMS)


def test_all_mistakes_are_told_at_once():
    text = """
[report]
[chapter]
a = "A"
[[a]]
num = "1.1"
handle = "One"
level = "mostly"
note = ""
[[a]]
num = "1.1"
handle = "Two"
level = "supports"
note = "Yes."
[[b]]
num = "x"
handle = "Three"
level = "supports"
note = "Yes."
"""
    with pytest.raises(ValueError, match="there is no chapter b") as told:
        report(text)
    for wrong in ("'mostly'", "a claim without a note", "a 1.1 stands there twice", "no number of a criterion"):
        assert wrong in str(told.value)
