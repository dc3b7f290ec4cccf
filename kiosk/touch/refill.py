"""Other faces for the buttons that stand somewhere: to make buttons anew takes longer than a visitor should wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kivy.uix.widget import Widget

from kiosk.touch.faces import ButtonFace
from kiosk.touch.pressing import Pressing


def refill(place: Widget, faces: Sequence[ButtonFace], make: Callable[[], Pressing]) -> None:
    """Give the buttons of `place`, which has nothing else in it, these faces; make or take away as many as it needs."""
    while len(place.children) > len(faces):
        place.remove_widget(place.children[0])
    while len(place.children) < len(faces):
        place.add_widget(make())
    for button, face in zip(reversed(place.children), faces, strict=True):
        button.face = face
        button.settle()
