"""The whole screen of a touch appliance, word for word, as a value: a picture that Kivy only has to draw. Pure."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct

from kiosk.touch.faces import ReadingFace, StillThereFace

F = TypeVar("F")


class Frame(Struct, Generic[F], frozen=True):
    """`face`: what stands between the hall's name and the reading bar; its class says which screen draws it.
    `help`: what there is to say of the person who was called. `dark`: nothing of it is shown.
    """

    hall: str
    reading: ReadingFace
    face: F
    still_there: StillThereFace | None
    help: StillThereFace | None = None
    dark: bool = False

    @property
    def question(self) -> StillThereFace | None:
        """What stands before the screen and covers it."""
        return self.still_there or self.help
