"""Noto Sans, shipped: the same letters on every screen and slip, and all of them (і ї є ґ ₴ ’).

It has no arrows and no pictograms, and Kivy knows no second font to fall back on: see `icons`.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).with_name("fonts")

NAME = "Noto Sans"
REGULAR = _FOLDER / "NotoSans-Regular.ttf"
BOLD = _FOLDER / "NotoSans-Bold.ttf"
