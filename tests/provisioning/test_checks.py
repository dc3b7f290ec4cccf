"""`cherha test` fails when anything failed, lets pytest speak last, and finds the other Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioning import checks
from provisioning.checks import other_pythons

pytestmark = pytest.mark.fast


def program(folder: Path, name: str, says: str, code: int = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    file.chmod(0o755)
    return file


def test_the_other_supported_python_is_found_on_the_path(tmp_path: Path):
    there = program(tmp_path / "bin", "python3.13", "Python 3.13.5")
    program(tmp_path / "bin", "python3.11", "Python 3.11.2")
    program(tmp_path / "bin", "python3.12", "Python 3.12.1")
    assert list(other_pythons(str(tmp_path / "bin"), tmp_path, "3.11")) == [(str(there), "3.13.5")]


def test_a_stand_in_that_does_not_run_is_passed_over_for_a_version_managers_real_one(tmp_path: Path):
    program(tmp_path / "shims", "python3.13", "not installed", code=127)
    real = program(tmp_path / ".pyenv" / "versions" / "3.13.0" / "bin", "python3.13", "Python 3.13.0")
    assert list(other_pythons(str(tmp_path / "shims"), tmp_path, "3.11")) == [(str(real), "3.13.0")]


def test_where_there_is_no_other_python_there_is_nothing_to_do(tmp_path: Path):
    assert list(other_pythons(str(tmp_path), tmp_path, "3.11")) == []
    assert list(other_pythons("", tmp_path, "3.11")) == []


class Runs:
    """Stands where programs are run: what was run, and what fails."""

    def __init__(self, failing: str = "", code: int = 1) -> None:
        self.failing, self.code = failing, code
        self.ran: list[str] = []

    def __call__(self, _: str, words: list[str]) -> int:
        self.ran.append(" ".join(words))
        return self.code if self.failing and self.failing in self.ran[-1] else 0


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "other_pythons", lambda *_: [])


@pytest.mark.usefixtures("alone")
def test_everything_is_run_and_pytest_is_last(monkeypatch: pytest.MonkeyPatch):
    runs = Runs()
    monkeypatch.setattr(checks, "_run", runs)
    assert checks.main([]) == 0
    assert len(runs.ran) == len(checks.CHECKS) + 2
    assert "pytest" in runs.ran[-1]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("failing", ["mypy", "ruff check", "importlinter", "pytest"])
def test_whatever_fails_fails_the_whole_and_the_tests_are_run_all_the_same(
    monkeypatch: pytest.MonkeyPatch, failing: str
):
    runs = Runs(failing)
    monkeypatch.setattr(checks, "_run", runs)
    assert checks.main([]) == 1
    assert "pytest" in runs.ran[-1]


@pytest.mark.usefixtures("alone")
def test_pytests_own_exit_code_is_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks, "_run", Runs("pytest", code=5))
    assert checks.main([]) == 5


def test_with_arguments_it_is_pytest_alone(monkeypatch: pytest.MonkeyPatch):
    runs = Runs()
    monkeypatch.setattr(checks, "_run", runs)
    assert checks.main(["-m", "fast"]) == 0
    assert runs.ran == ["-m pytest -m fast"]


def test_the_tests_are_run_on_the_other_python_too_and_count(monkeypatch: pytest.MonkeyPatch):
    runs = Runs(f"-m {checks.ON_BOTH}")
    monkeypatch.setattr(checks, "_run", runs)
    monkeypatch.setattr(checks, "other_pythons", lambda *_: [("/usr/bin/python3.13", "3.13.5")])
    monkeypatch.setattr(checks.environment, "ensure", lambda *_, **__: None)
    assert checks.main([]) == 1
    assert sum(checks.ON_BOTH in each for each in runs.ran[:-1]) == 1


@pytest.mark.usefixtures("alone")
def test_the_card_is_tried_alone_and_counts(monkeypatch: pytest.MonkeyPatch):
    runs = Runs("-m image ")
    monkeypatch.setattr(checks, "_run", runs)
    assert checks.main([]) == 1
    assert runs.ran[-2] == " ".join(checks.CARD)
    assert "-n 2" not in runs.ran[-2]
    assert "-m not image" in runs.ran[-1]
