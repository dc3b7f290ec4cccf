"""The on-screen keyboard as a value: rows of keys with what they show, say and mean. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.phrases import FIRST, Phrases
from kiosk.touch.faces import ButtonFace
from kiosk.touch.typing_keys import (
    APOSTROPHE,
    ROWS,
    SPACE,
    Erase,
    EraseAll,
    KeyPress,
    Letters,
    Shift,
    Switch,
    Type,
    Typed,
)


class Key(Struct, frozen=True):
    """A key; `wide`: how many letter keys it takes the place of."""

    face: ButtonFace
    wide: float = 1.0


class KeyboardFace(Struct, frozen=True):
    """`columns`: letter keys that fit into a row; shorter rows stand in the middle."""

    rows: tuple[tuple[Key, ...], ...]
    columns: int


COLUMNS = 11


def keyboard_face(typed: Typed, shared: Phrases, language: str) -> KeyboardFace:
    """The keys as they stand now, named in the visitor's language. `shared`: the phrases of all touch screens."""
    words = _Words(shared, language)
    rows = [tuple(Key(words.letter(letter, shift=typed.shift)) for letter in row) for row in ROWS[typed.letters]]
    return KeyboardFace((*rows, words.foot(typed)), COLUMNS)


class _Words(Struct, frozen=True):
    shared: Phrases
    language: str

    def say(self, key: str) -> str:
        return self.shared.say(self.language, f"keyboard.{key}")

    def letter(self, letter: str, *, shift: bool) -> ButtonFace:
        key = f"name.{letter}"
        known = f"keyboard.{key}" in self.shared.keys(FIRST)
        return ButtonFace(letter.upper() if shift else letter, Type(letter), spoken=self.say(key) if known else letter)

    def key(self, name: str, press: KeyPress, *, icon: str = "", chosen: bool = False) -> ButtonFace:
        """One of the foot: it shows a short word or a sign, and says what it does."""
        label = "" if icon else self.say(f"key.{name}")
        return ButtonFace(
            label, press, icon=icon, kind="chosen" if chosen else "quiet", spoken=self.say(f"spoken.{name}")
        )

    def foot(self, typed: Typed) -> tuple[Key, ...]:
        others: dict[Letters, Letters] = {"uk": "latin", "latin": "uk", "digits": "uk"}
        other = others[typed.letters]
        keys = [Key(self.key(other, Switch(other)), 1.5)]
        if typed.letters != "digits":
            keys.append(Key(self.key("digits", Switch("digits")), 1.5))
        if typed.capitals:
            keys.append(Key(self.key("shift", Shift(), icon="arrow-up", chosen=typed.shift), 1.0))
        keys.append(Key(ButtonFace(APOSTROPHE, Type(APOSTROPHE), spoken=self.say("spoken.apostrophe"))))
        ends = [Key(self.key("erase", Erase(), icon="erase"), 1.5)]
        if not typed.capitals:  # a search begins anew more often than a text does
            ends.insert(0, Key(self.key("erase-all", EraseAll()), 3.0))
        space = COLUMNS - sum(key.wide for key in (*keys, *ends))
        return (*keys, Key(self.key("space", Type(SPACE)), space), *ends)
