"""Kivy reads our style in place of its own; no widget of ours may miss a rule for that."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from display.look import kivy_data

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]


def ruled(style: Path) -> set[str]:
    """The widgets that have rules in a style."""
    heads = re.findall(r"^<([^>]+)>", style.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.strip().lstrip("-").partition("@")[0] for head in heads for name in head.split(",")}


def used() -> set[str]:
    """The widgets of Kivy's that our screens take, in Python or in kv."""
    found: set[str] = set()
    for folder in ("display", "kiosk"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kivy.uix"):
                    found |= {alias.name for alias in node.names}
        for file in (ROOT / folder).rglob("*.kv"):
            found |= set(re.findall(r"^\s+([A-Z]\w+):", file.read_text(encoding="utf-8"), re.MULTILINE))
            found |= set(re.findall(r"^<-?\w+@(\w+)>", file.read_text(encoding="utf-8"), re.MULTILINE))
    return found


def test_every_widget_that_kivy_has_rules_for_has_them_in_our_style_too() -> None:
    assert "Label" in used()
    assert used() & ruled(kivy_data.shipped() / "style.kv") <= ruled(kivy_data.STYLE)


def test_all_other_files_are_kivys_own(tmp_path: Path) -> None:
    laid = kivy_data.lay(tmp_path / "data")
    names = {each.name for each in kivy_data.shipped().iterdir()}
    assert {each.name for each in laid.iterdir()} == names
    for name in names - {"style.kv"}:
        assert (laid / name).resolve() == (kivy_data.shipped() / name).resolve()
    assert (laid / "style.kv").read_text(encoding="utf-8") == kivy_data.STYLE.read_text(encoding="utf-8")


def test_links_of_an_older_kivy_are_mended(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "glsl").symlink_to(tmp_path / "gone")
    assert (kivy_data.lay(folder) / "glsl").resolve() == (kivy_data.shipped() / "glsl").resolve()
