"""Typing on the glass: the keys, what each means, and what is typed so far. Pure.

Three rows of eleven hold the 33 letters of Ukrainian with keys of 20 mm, 3 mm apart, on a standing 21.5" panel
(250 of its 268 mm); ї and ґ stand at the end of the third row for it. On a smaller panel the keys shrink with it.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Letters = Literal["uk", "latin", "digits"]

APOSTROPHE = "’"
SPACE = " "
ROWS: dict[Letters, tuple[str, ...]] = {
    "uk": ("йцукенгшщзх", "фівапролджє", "ячсмитьбюїґ"),
    "latin": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "digits": ("1234567890", "-–/.,:;?!", "()«»%+№@"),
}
LONGEST = 60  # letters of a search


class Type(Struct, frozen=True):
    """A letter, a digit, a sign, a space."""

    letter: str


class Erase(Struct, frozen=True):
    """The last letter."""


class EraseAll(Struct, frozen=True):
    pass


class Switch(Struct, frozen=True):
    """Other letters on the keys."""

    letters: Letters


class Shift(Struct, frozen=True):
    """The next letter is a capital, or is not after all."""


KeyPress = Type | Erase | EraseAll | Switch | Shift


class Typed(Struct, frozen=True):
    """What is typed, and how the keys stand. `capitals`: a text that is kept begins with one and may have more."""

    text: str = ""
    letters: Letters = "uk"
    capitals: bool = False
    shift: bool = False
    longest: int = LONGEST

    def after(self, press: KeyPress) -> Typed:
        """What follows from a key."""
        match press:
            case Type(letter):
                return replace(self, text=self._with(letter), shift=False)
            case Erase():
                return replace(self, text=self.text[:-1])
            case EraseAll():
                return replace(self, text="", shift=self.capitals)
            case Switch(letters):
                return replace(self, letters=letters)
            case Shift():
                return replace(self, shift=self.capitals and not self.shift)

    def _with(self, letter: str) -> str:
        if len(self.text) >= self.longest or (letter == SPACE and self.text[-1:] in {"", SPACE}):
            return self.text
        return self.text + (letter.upper() if self.shift else letter)


def free_text(longest: int) -> Typed:
    """Nothing yet of a text that people will read: it begins with a capital."""
    return Typed(capitals=True, shift=True, longest=longest)
