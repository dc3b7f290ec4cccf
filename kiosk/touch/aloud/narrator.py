"""Between the screen and the headset: hears each frame, each key of the pad and each touch, and has it said.

All calls come in the screen's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from announcer.phrasing import Phrase
from kiosk.touch.aloud.narration import Line, Narration, PadKey, Wish, ahead, seen, struck
from kiosk.touch.aloud.wording import Wording, sentences
from kiosk.touch.faces import ButtonFace


class Speaking(Protocol):
    """The mouth, as the narrator needs it."""

    def say(self, phrases: Sequence[Phrase], volume: float, *, after: bool = False) -> None: ...

    def foresee(self, phrases: Sequence[Phrase]) -> None: ...

    def hush(self) -> None: ...


class Narrator:
    """`pressed` hears what OK presses, None for any other key; `focus` shows which button the keys are at; `gain` tells
    how many dB below the loudest a volume is.
    """

    def __init__(
        self,
        wording: Wording,
        mouth: Speaking,
        *,
        pressed: Callable[[Any], None],
        focus: Callable[[ButtonFace | None], None],
        gain: Callable[[int], float],
    ) -> None:
        self._wording, self._mouth = wording, mouth
        self._pressed, self._focus, self._gain = pressed, focus, gain
        self._narration = Narration()
        self._language, self._volume = "uk", 0.0

    @property
    def on(self) -> bool:
        return self._narration.on

    def seen(self, frame: Any, language: str) -> None:
        """A frame is shown, in this language."""
        self._language, self._volume = language, self._gain(frame.reading.volume)
        self._narration, wish = seen(self._narration, frame, on=frame.reading.aloud)
        self._follow(wish)
        self._mouth.foresee(self._phrases(ahead(self._narration)))

    def key(self, key: PadKey) -> None:
        """A key of the pad, while speech is on."""
        self._mouth.hush()
        self._narration, wish = struck(self._narration, key)
        self._follow(wish)
        self._pressed(wish.press)

    def touched(self) -> None:
        """A finger came down: whoever touches wants no more words."""
        self._mouth.hush()

    def _follow(self, wish: Wish | None) -> None:
        here = self._narration.focused
        self._focus(here.button if here else None)
        if wish is not None and wish.lines:
            self._mouth.say(self._phrases(wish.lines), self._volume, after=wish.after)

    def _phrases(self, lines: Sequence[Line]) -> list[Phrase]:
        """Sentence by sentence: the first is made, and heard, while those after it are not yet."""
        phrases = []
        for line in lines:
            language = line.item.language if line.item and line.item.language else self._language
            phrases += [Phrase(language, each) for each in sentences(self._wording.line(line, language))]
        return phrases
