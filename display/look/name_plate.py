"""An appliance's id, as big as the screen, for a technician who looks for it in the hall."""

from __future__ import annotations

from pathlib import Path

from kivy.lang import Builder
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from display.look import fit_label  # noqa: F401 - name_plate.kv names its widget
from display.look.palette import LIGHT

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class NamePlate(Widget):
    """`before`: small words above the name."""

    look = ObjectProperty(LIGHT)
    name = StringProperty("")
    before = StringProperty("")
