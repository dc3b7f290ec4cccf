"""The page about waits: every number of the findings is on it, every picture is drawn, and none is heavy."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from bench.waiting import findings, page, profiles, trial
from bench.waiting.findings import CONFIDENCES, Checked, Findings
from bench.waiting.one_line import MODELS, REFERENCE, Errors

pytestmark = pytest.mark.fast

HEAVY = 150_000  # bytes


@pytest.fixture(scope="module")
def found() -> Findings:
    loads = (1.0, profiles.S.busy)
    outcome = trial.run(trial.Trial(profiles.S, loads, training=0, tests=2, plays=0, asked_again=10))
    return Findings(
        checked=tuple(
            Checked(model=model.name, name=name, found=Errors(0.123, 0.4), reference=reference)
            for model in MODELS
            for name, reference in REFERENCE[model.name].items()
        ),
        days=tuple(findings.of_day("S", load, outcome.by_load[load]) for load in loads),
        calibration={"S": CONFIDENCES},
        seconds={"S": (0.001, 0.002, 0.0305)},
        classical={"LES": (0.000012,)},
        rates=tuple(findings.mean_waits("S × 1.5", rate, outcome.by_load[1.5]) for rate in (1.0, 2.5)),
    )


def test_the_page_shows_what_was_found_and_every_picture_is_there_and_light(found: Findings, tmp_path: Path):
    names = page.write(found, tmp_path / "docs")
    text = (tmp_path / "docs" / "waits.md").read_text("utf-8")
    linked = re.findall(r"\]\((pictures/[^)]+)\)", text)
    assert sorted(f"docs/{each}" for each in linked) == sorted(name for name in names if name.endswith(".png"))
    assert all(0 < (tmp_path / "docs" / each).stat().st_size <= HEAVY for each in linked)
    for day in found.days:
        assert f"| {day.name} | {day.waited} of {day.count}, 2 days |" in text
        for each in day.guessed:
            assert f"{each.name}" in text
            assert f"| {each.rmse.value:.1f} | {each.mae.value:.1f} |" in text
    assert "| S | 3 | 2.0 | 30.5 |" in text
    assert "| LES, one line of 1,000 | 1 | 0.012 | 0.012 |" in text
    assert text.count("0.12 (0.40); ") == 36


def test_every_row_of_a_table_has_as_many_cells_as_its_head(found: Findings):
    tables = re.findall(r"(?:^\|.*\|\n)+", "\n".join(page.text(found)) + "\n", re.MULTILINE)
    assert len(tables) == 7
    for table in tables:
        assert len({row.count("|") for row in table.splitlines()}) == 1


def test_a_class_of_which_there_are_few_is_not_judged(found: Findings):
    few = found.days[0].ranged
    assert all(each.count >= findings.ENOUGH for each in few)
    assert {each.who for each in few} >= {"ordinary, waited", "ordinary, all"}
    assert all(np.isfinite(each.held.value) for each in few)
