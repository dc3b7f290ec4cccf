"""Every ink of the office can be read on its ground, in light and in dark (WCAG 2.1, 1.4.3: 4.5 to 1)."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import office

pytestmark = pytest.mark.fast

CSS = (Path(office.__path__[0]) / "static" / "office.css").read_text("utf-8")
LIGHT, DARK = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
PAIRS = [
    *product(("ink", "soft"), ("paper", "card", "main-soft")),
    *product(("main",), ("card", "main-soft", "paper")),
    ("ink", "calling-soft"),
    ("soft", "calling-soft"),
    ("soft", "rest-soft"),
    ("main-ink", "main"),
    ("calling", "calling-soft"),
    ("calling", "card"),
    ("serving", "serving-soft"),
    ("serving", "card"),
    ("bad", "bad-soft"),
    ("rest", "rest-soft"),
]
EDGES = [("focus", "paper"), ("focus", "card")]  # what shows where the focus is: 3 to 1


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.1)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(scheme: str):
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", scheme))
    poor = {pair: ratio for pair in PAIRS if (ratio := contrast(*(colours[name] for name in pair))) < 4.5}
    assert poor == {}
    faint = {pair: ratio for pair in EDGES if (ratio := contrast(*(colours[name] for name in pair))) < 3}
    assert faint == {}


PHONE = (Path(office.__path__[0]) / "static" / "phone.css").read_text("utf-8")
ON_A_PHONE = [
    *product(("ink", "soft", "main", "bad"), ("card",)),
    *product(("ink", "soft", "main"), ("paper",)),
    ("main-ink", "main"),
    ("calling-ink", "calling"),
    ("near-ink", "near"),
    ("bad", "bad-soft"),
]


@pytest.mark.parametrize("scheme", re.findall(r":root \{(.*?)\}", PHONE, re.DOTALL), ids=["light", "dark"])
def test_words_on_a_phone_stand_out_from_their_ground(scheme: str):
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", scheme))
    assert {pair: ratio for pair in ON_A_PHONE if (ratio := contrast(*(colours[name] for name in pair))) < 4.5} == {}
    assert contrast(colours["edge"], colours["card"]) > 3, "the edge of a button"
