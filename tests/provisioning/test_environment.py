"""The environment is made once, again when the pins change, and anew after an interrupted installation."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from provisioning import environment
from provisioning.environment import CannotInstall, Stamp

pytestmark = pytest.mark.fast


class Machine:
    """Stands where venv and pip do: does what they leave behind, and counts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.made: list[list[str]] = []
        self.fails = ""
        self.how: type[BaseException] = CannotInstall
        (root / "pyproject.toml").write_text("one")
        (root / "constraints.txt").write_text("pins")

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    def run(self, words: list[str], failed: str) -> None:
        self.made.append(words)
        if self.fails and self.fails in words:
            raise self.how(failed)
        if "venv" in words:
            (self.folder / "bin").mkdir(parents=True, exist_ok=True)
            (self.folder / "bin" / "python").touch()

    def ensure(self, extra: str = "demo", version: str = "3.11.2") -> list[str]:
        """Start; what was said."""
        said: list[str] = []
        environment.ensure(
            self.root, self.folder, extra, python="python3", version=version, say=said.append, run=self.run
        )
        return said

    @property
    def installed(self) -> list[str]:
        return [words[-1] for words in self.made if "pip" in words]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_second_start_does_and_says_nothing(machine: Machine):
    assert machine.ensure()
    machine.made.clear()
    assert machine.ensure() == []
    assert machine.made == []


def test_pip_is_held_to_the_pins_and_installs_the_extra(machine: Machine):
    machine.ensure("demo")
    (pip,) = (words for words in machine.made if "pip" in words)
    assert pip[-1] == f"{machine.root}[demo]"
    assert pip[pip.index("--constraint") + 1] == str(machine.root / "constraints.txt")


@pytest.mark.parametrize("file", ["pyproject.toml", "constraints.txt"])
def test_new_pins_are_installed_into_the_same_environment(machine: Machine, file: str):
    machine.ensure()
    machine.made.clear()
    (machine.root / file).write_text("two")
    machine.ensure()
    assert machine.installed == [f"{machine.root}[demo]"]
    assert not any("venv" in words for words in machine.made)


def test_an_extra_is_added_to_those_that_are_there(machine: Machine):
    machine.ensure("board")
    machine.ensure("office")
    assert machine.installed[-1] == f"{machine.root}[board,office]"


def test_the_tests_environment_is_enough_for_the_demo_and_for_every_role(machine: Machine):
    machine.ensure("test")
    machine.made.clear()
    for extra in ("demo", "board", ""):
        machine.ensure(extra)
    assert machine.made == []


def test_a_role_is_not_enough_for_the_demo(machine: Machine):
    machine.ensure("board")
    machine.ensure("demo")
    assert len(machine.installed) == 2


def test_another_python_gets_a_new_environment(machine: Machine):
    machine.ensure(version="3.11.2")
    machine.made.clear()
    machine.ensure(version="3.13.0")
    assert "--clear" in machine.made[0]


class Killed(BaseException):
    """The machine lost its power."""


@pytest.mark.parametrize("where", ["venv", "pip"])
def test_after_an_interrupted_installation_everything_is_made_anew(machine: Machine, where: str):
    machine.fails, machine.how = where, Killed
    with pytest.raises(Killed):
        machine.ensure()
    machine.fails = ""
    machine.made.clear()
    machine.ensure()
    assert "--clear" in machine.made[0]
    assert machine.installed


def test_an_update_that_fails_for_want_of_a_network_keeps_what_was_there(machine: Machine):
    machine.ensure("board")
    (machine.root / "constraints.txt").write_text("two")
    machine.fails = "pip"
    with pytest.raises(CannotInstall):
        machine.ensure("office")
    machine.fails = ""
    machine.made.clear()
    machine.ensure("office")
    assert machine.made == [machine.made[0]]
    assert machine.installed == [f"{machine.root}[board,office]"]


def test_a_failed_update_is_not_taken_for_complete_even_when_the_old_pins_return(machine: Machine):
    machine.ensure()
    (machine.root / "constraints.txt").write_text("two")
    machine.fails = "pip"
    with pytest.raises(CannotInstall):
        machine.ensure()
    (machine.root / "constraints.txt").write_text("pins")
    machine.fails = ""
    machine.made.clear()
    machine.ensure()
    assert machine.installed


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"pins": 1}'])
def test_a_broken_stamp_is_no_stamp(machine: Machine, stamp: str):
    machine.ensure()
    (machine.folder / environment.STAMP).write_text(stamp)
    assert environment.read_stamp(machine.folder) is None


def test_an_environment_whose_python_is_gone_is_none(machine: Machine):
    machine.ensure()
    (machine.folder / "bin" / "python").unlink()
    assert environment.read_stamp(machine.folder) is None


def test_of_two_starts_at_once_one_installs(machine: Machine):
    starts = [threading.Thread(target=machine.ensure) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(machine.installed) == 1


def test_stamps_compare_by_pins_python_and_extras():
    have = Stamp("p", "3.11.2", ("demo",))
    assert have.holds(Stamp("p", "3.11.2", ("announcer",)))
    assert not have.holds(Stamp("p", "3.11.2", ("test",)))
    assert not have.holds(Stamp("q", "3.11.2", ("demo",)))
    assert not have.holds(Stamp("p", "3.13.0", ("demo",)))


def test_a_failed_program_is_told_with_its_last_words(tmp_path: Path):
    with pytest.raises(CannotInstall, match=r"(?s)No way.*because"):
        environment.run(["sh", "-c", "echo because >&2; exit 1"], "No way")
