"""The sign on a screen: takes a look and changes only what is different from the last one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from display.look import fit_label, icons  # noqa: F401 - window_sign.kv names their widgets
from display.look.name_plate import NamePlate
from display.look.palette import LIGHT, Colour, Palette
from display.look.two_languages import Words
from display.window_sign.face import WITH_NUMBER, Face, Kind
from display.window_sign.layout import Arrow, place

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

# What a sign looks like: its ground, and the ink on it.
_COLOURS: dict[Kind, tuple[str, str]] = {
    "calling": ("call", "on_call"),
    "serving": ("card", "ink"),
    "free": ("card", "accent"),
    "paused": ("bar", "on_bar"),
    "closed": ("bar", "on_bar"),
    "stopped": ("stop", "on_stop"),
    "connecting": ("ground", "quiet"),
}


class WindowSign(Widget):
    """The whole screen. `show` a face; `flash`: a blinking call is in its other colour."""

    look = ObjectProperty(LIGHT)
    place = ObjectProperty(place(1, 1), rebind=True)  # kv reads what is inside it
    unit = NumericProperty(1)
    upright_head = BooleanProperty(False)
    headed = BooleanProperty(True)
    label = StringProperty("")
    window = StringProperty("")
    number = StringProperty("")
    first = StringProperty("")
    second = StringProperty("")
    age = StringProperty("")
    arrow = StringProperty("arrow-down")
    ground = ColorProperty(LIGHT.ground)
    ink = ColorProperty(LIGHT.ink)
    head_ink = ColorProperty(LIGHT.on_bar)

    def __init__(self, look: Palette = LIGHT, arrow: Arrow = "down", **kwargs: Any) -> None:
        super().__init__(look=look, **kwargs)
        self._points: Arrow = arrow
        self._face: Face | None = None
        if arrow != "none":
            self.arrow = f"arrow-{arrow}"
        self.bind(size=self._arrange, pos=self._arrange)

    def show(self, face: Face, *, other: bool = False) -> bool:
        """Draw `face` in the next frame. False when it is what the screen shows already."""
        ground, ink = _COLOURS[face.kind]
        before = self._face, tuple(self.ground)
        self._face = face
        self.ground = self._colour("flash" if other else ground)
        if before == (face, tuple(self.ground)):
            return False
        self.ink = self._colour(ink)
        # On a dark ground the head would only be another dark: there it is one with the rest.
        self.headed = face.kind in ("serving", "free", "connecting")
        self.head_ink = self.look.on_bar if self.headed else self.ink
        self.window, self.number, self.age = face.window, face.number, face.age
        self.label = "\n".join(words for words in (face.label.first, face.label.second) if words)
        self._arrange()
        return True

    def identify(self, words: Words, seconds: float = 10.0) -> None:
        """Say over everything else which sign this is."""
        plate = NamePlate(look=self.look, pos=self.pos, size=self.size, name=words.first, before=words.second)
        self.add_widget(plate)
        Clock.schedule_once(lambda _: self.remove_widget(plate), seconds)

    def _arrange(self, *_: object) -> None:
        face = self._face
        if face is None:
            return
        calling = face.kind == "calling"
        self.unit = min(self.width, self.height)
        self.place = place(
            self.width,
            self.height,
            arrow=self._points if calling else "none",
            number=face.kind in WITH_NUMBER,
            aged=bool(face.age),
        )
        self.upright_head = self.place.head.height > self.place.head.width * 0.6
        self._say(face)

    def _say(self, face: Face) -> None:
        """Under a number, in a low row, two languages are read better beside each other than above."""
        first, second = face.words.first, face.words.second
        beside = face.kind in WITH_NUMBER and self.place.below.width > self.place.below.height * 4
        self.first, self.second = (f"{first}  ·  {second}" if second else first, "") if beside else (first, second)

    def _colour(self, token: str) -> Colour:
        found: Colour = getattr(self.look, token)
        return found
