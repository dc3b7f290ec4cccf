"""Kivy knows the rules of kv files by the bare names of classes, in one table for the whole process."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[3]
RULE = re.compile(r"^<-?([\w@+,\- ]+)>:", re.MULTILINE)


def test_no_two_screens_are_called_alike():
    """A second rule of the same name is applied to both: the screen of one appliance breaks in another's menu."""
    rules = [
        (name.strip(), file)
        for folder in ("kiosk", "display")
        for file in (ROOT / folder).rglob("*.kv")
        for names in RULE.findall(file.read_text("utf-8"))
        for name in names.split("@")[0].split(",")
    ]
    assert len(rules) > 40
    count = Counter(name for name, _ in rules)
    assert sorted((name, str(file.relative_to(ROOT))) for name, file in rules if count[name] > 1) == []
