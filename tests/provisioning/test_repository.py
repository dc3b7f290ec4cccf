"""What the repository promises of itself: packages named one by one, pins for every dependency, links that lead."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TOP = ("announcer", "bench", "broker", "display", "kiosk", "office", "provisioning")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_folder_of_python_is_named_as_a_package():
    named = set(PROJECT["tool"]["setuptools"]["packages"])
    there = {".".join(file.parent.relative_to(ROOT).parts) for top in TOP for file in (ROOT / top).rglob("__init__.py")}
    assert named == there


def test_folders_that_would_hide_other_peoples_modules_hold_no_python():
    assert not list((ROOT / "systemd").rglob("*.py"))
    assert not list((ROOT / "images").rglob("*.py"))


def test_every_dependency_is_pinned():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {normal(line.partition("==")[0]) for line in lines if "==" in line}
    extras = PROJECT["project"]["optional-dependencies"].values()
    asked = [*PROJECT["project"]["dependencies"], *(each for extra in extras for each in extra)]
    named = {normal(re.match(r"[A-Za-z0-9._-]+", each).group()) for each in asked} - {"cherha"}  # type: ignore[union-attr]
    assert named <= pinned


def test_no_file_for_pip_says_where_packages_come_from():
    for name in ("pyproject.toml", "constraints.txt", "cherha", ".ci/run"):
        assert not re.search(r"index-url|find-links|https?://", (ROOT / name).read_text("utf-8")), name


def test_every_link_in_a_readme_leads_somewhere():
    pages = [
        *ROOT.glob("*.md"),
        *(page for folder in (*TOP, "docs", "systemd", "images") for page in (ROOT / folder).rglob("*.md")),
    ]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_the_front_page_fits_one_look():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 100


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shell_scripts_are_clean():
    images = (ROOT / "images").glob("layers/*/overlay/**/*")
    laid = [each for each in images if each.is_file() and each.parent.name in {"libexec", "bin"}]
    programs = [*(ROOT / "systemd/libexec").iterdir(), *laid]
    subprocess.run(["shellcheck", "cherha", ".ci/run", *sorted(programs)], cwd=ROOT, check=True)
