"""The whole service menu: a panel like the visitors', through which theirs does not shine."""

from __future__ import annotations

from pathlib import Path

from kivy.lang import Builder

from kiosk.touch.panel import Panel

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Cover(Panel):
    """Opaque."""
