"""The button of all touch screens: at least 20 mm, acts when the finger leaves it, says what it means."""

from __future__ import annotations

from pathlib import Path

from kivy.lang import Builder
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label, icons  # noqa: F401 - their rules and classes are used in the kv file
from kiosk.touch.pressing import Pressing

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class BigButton(Pressing, BoxLayout):
    """Shows a `face`. `letters`: mm of the label's at most; `note_letters`: mm below which the note's do not shrink, its
    end is cut off instead. `lists`: the note only lists what is inside; large letters may take its room.
    """

    letters = NumericProperty(11)
    note_letters = NumericProperty(5.5)
    lists = BooleanProperty(False)
