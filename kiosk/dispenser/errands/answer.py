"""One answer: where a ticket stands, whether a document is ready, why there is no ticket for a booking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from display.look import fit_label, icons  # noqa: F401 - used in the kv file
from kiosk.dispenser.errands.faces import AnswerFace
from kiosk.touch.big_button import BigButton
from kiosk.touch.look import look

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class AnswerFactRow(BoxLayout):
    label = StringProperty("")
    value = StringProperty("")
    urgent = BooleanProperty(defaultvalue=False)


class AnswerScreen(BoxLayout):
    face = ObjectProperty()

    def __init__(self, face: AnswerFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        if face.facts and look.wide:
            self.ids.facts.add_widget(Widget())
        for fact in face.facts:
            self.ids.facts.add_widget(AnswerFactRow(label=fact.label, value=fact.value, urgent=face.urgent))
        if face.facts and look.wide:
            self.ids.facts.add_widget(Widget())
        if face.other:
            self.ids.foot.add_widget(BigButton(face=face.other, touched=touched))
        self.ids.foot.add_widget(BigButton(face=face.main, touched=touched))
