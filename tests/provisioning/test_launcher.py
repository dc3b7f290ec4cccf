"""`./cherha` finds a Python that can, wherever it is called from, and hands over every word as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from provisioning import environment, first_start

pytestmark = pytest.mark.fast

ROOT = Path(__file__).resolve().parents[2]


class Checkout:
    """A checkout with the real launcher, whose first start only tells what it was given; and a PATH of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a checkout"
        self.bin = folder / "bin"
        (self.folder / "provisioning").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(ROOT / "cherha", self.folder)
        (self.folder / "provisioning" / "first_start.py").write_text("import sys\nprint(sys.argv[1:])\n")
        for tool in ("dirname", "readlink", "id", "sh"):
            (self.bin / tool).symlink_to(shutil.which(tool) or "")

    def python(self, name: str, *, works: bool = True) -> None:
        program = self.bin / name
        program.write_text(
            f'#!/bin/sh\necho {name} >&2\nexec {sys.executable} "$@"\n' if works else "#!/bin/sh\nexit 1\n"
        )
        program.chmod(0o755)

    def start(self, *words: str, by: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [by or self.folder / "cherha", *words],
            env={"PATH": str(self.bin)},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_every_word_arrives_as_it_was_given(checkout: Checkout):
    checkout.python("python3")
    assert checkout.start("send", "why=two words", "", "*").stdout == "['send', 'why=two words', '', '*']\n"


def test_an_old_python3_is_passed_over_for_a_newer_one(checkout: Checkout):
    checkout.python("python3", works=False)
    checkout.python("python3.13", works=False)
    checkout.python("python3.12")
    done = checkout.start("doctor")
    assert done.returncode == 0
    assert set(done.stderr.split()) == {"python3.12"}


def test_it_may_be_called_through_a_link(checkout: Checkout, tmp_path: Path):
    checkout.python("python3")
    link = tmp_path / "link"
    link.symlink_to(checkout.folder / "cherha")
    assert checkout.start("x", by=link).stdout == "['x']\n"


def test_without_any_python_it_says_the_line_that_brings_one(checkout: Checkout):
    done = checkout.start("demo")
    assert done.returncode == 1
    assert "sudo apt-get install -y --no-install-recommends python3 python3-venv" in done.stderr


def test_a_complete_environment_is_asked_first_and_an_incomplete_one_not_at_all(checkout: Checkout):
    checkout.python("python3")
    made = checkout.folder / ".venv" / "bin"
    made.mkdir(parents=True)
    (checkout.bin / "python3").rename(made / "python")
    checkout.python("python3")
    assert "python3" in checkout.start().stderr
    (checkout.bin / "python3").unlink()
    assert checkout.start().returncode == 1
    (checkout.folder / ".venv" / environment.STAMP).touch()
    assert checkout.start().returncode == 0


def test_the_first_start_imports_nothing_that_has_to_be_installed():
    checked = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); import provisioning.first_start",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stderr == ""


def test_the_first_start_prepares_what_the_words_need_and_becomes_the_command(monkeypatch: pytest.MonkeyPatch):
    done: list[object] = []
    monkeypatch.setattr(first_start.environment, "ensure", lambda *a, **_: done.append(a[2]))
    monkeypatch.setattr(first_start.system_packages, "ensure", lambda extra, *_: done.append(extra))

    def become(program: str, words: list[str]) -> None:
        done.append((Path(program).name, words[1:]))
        raise SystemExit  # this process is no more

    monkeypatch.setattr(os, "execv", become)
    with pytest.raises(SystemExit):
        first_start.main(["demo", "--headless"])
    assert done == ["demo", "demo", ("cherha", ["demo", "--headless"])]


def test_an_environment_that_cannot_be_made_is_said_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(*_: object, **__: object) -> None:
        raise environment.CannotInstall("no index can be reached")

    monkeypatch.setattr(first_start.environment, "ensure", fail)
    assert first_start.main(["demo"]) == 1
    assert "no index can be reached" in capsys.readouterr().err


def test_a_python_without_venv_gets_debians_package_or_a_line_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(first_start.environment, "can_make_environments", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert first_start.main(["demo"]) == 1
    name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert f"sudo apt-get install -y {name}" in capsys.readouterr().err

    brought: list[str] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(first_start.system_packages, "install", lambda packages, _: brought.append(packages[0].name))
    monkeypatch.setattr(first_start.environment, "can_make_environments", lambda: bool(brought))
    assert first_start.bring_venv()
    assert brought == [name]
