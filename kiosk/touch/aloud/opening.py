"""Speech mode as a part of an appliance: voices, headset, pad and screen put together, after the first frame."""

from __future__ import annotations

import logging
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from announcer import phrasing
from announcer.phrasing import Phrase
from announcer.rendering import Rendering
from announcer.voices.choose import open_voices
from broker.contracts.phrases import Phrases
from kiosk.touch.aloud.headset import DeviceHeadset, Headset, HeadsetAway, open_headset
from kiosk.touch.aloud.maker import Maker
from kiosk.touch.aloud.mouth import Mouth
from kiosk.touch.aloud.narration import PadKey
from kiosk.touch.aloud.narrator import Narrator
from kiosk.touch.aloud.volume import gain
from kiosk.touch.aloud.watched import WatchedHeadset
from kiosk.touch.aloud.wording import Wording, sentences
from kiosk.touch.faces import ButtonFace
from kiosk.touch.look import look
from kiosk.touch.presses import Heard, Louder, Softer, StartAloud, StopAloud

if TYPE_CHECKING:
    from kiosk.touch.keys import Key
    from kiosk.touch.running import Stage

log = logging.getLogger(__name__)

PHRASES = Path(__file__).parent / "phrases"
NUMBERS = Path(phrasing.__file__).parent / "phrases"  # the hall's voice and this one say a number alike
_PAD: dict[str, PadKey] = {"up": "up", "down": "down", "left": "left", "right": "right", "enter": "ok"}
_VOLUME: dict[str, Louder | Softer] = {"+": Louder(), "=": Louder(), "-": Softer()}


class Speech:
    """What a stage has to be read aloud with. `key`: a key of the pad, from whatever wire; `plugged`: the headset's."""

    def __init__(self, stage: Stage, headset: Headset) -> None:
        settings, hall = stage.settings, stage.hall
        words = Phrases.load(PHRASES)
        self._stage = stage

        def opened() -> Rendering:
            voices = open_voices(settings.voice, hall.hall.languages, settings.state_dir / "clips")
            rendering = Rendering(voices, Path(tempfile.gettempdir()) / "cherha-aloud")
            for language in words.languages:  # the first words of all must not wait for voices to be read from the card
                for sentence in sentences(words.say(language, "aloud.welcome")):
                    rendering.sound(Phrase(language, phrasing.plain(sentence)))
            stage.note("voice-ready", rendering.best.name)
            return rendering

        def said() -> None:
            stage.app.later(lambda: stage.front.attendant.tell(Heard(time.monotonic())))

        self._mouth = Mouth(
            Maker(opened),
            headset,
            said=said,
            started=lambda phrase: stage.note("first-sample", phrase.text),
        )
        self._narrator = Narrator(
            Wording(words, Phrases.load(NUMBERS)),
            self._mouth,
            pressed=stage.front.touched,
            focus=_show_focus,
            gain=lambda step: gain(step, settings.headset_dba),
        )
        stage.front.shows(self._narrator.seen)
        stage.panel.bind(on_touch_down=lambda *_: self._narrator.touched())
        stage.app.keys.listen(self._typed)
        stage.front.typed = self._typed
        self._headset = headset
        self._mouth.start()

    def key(self, key: PadKey) -> None:
        """The first key begins it: whoever has found the pad wants to hear."""
        self._stage.note("pad-key", key)
        if self._narrator.on:
            self._narrator.key(key)
        else:
            self._stage.front.touched(StartAloud())

    def toggle(self) -> None:
        self._stage.front.touched(StopAloud() if self._narrator.on else StartAloud())

    def plugged(self, here: bool) -> None:  # noqa: FBT001 - a switch's state
        if here != self._narrator.on:
            self._stage.front.touched(StartAloud() if here else StopAloud())

    def close(self) -> None:
        self._mouth.stop()
        if isinstance(self._headset, WatchedHeadset):
            self._headset.stop()

    def _typed(self, key: Key) -> bool:
        """A pad on the keyboard's wire. Enter alone begins nothing: scanners end with it."""
        if key.name in _PAD and (self._narrator.on or key.name != "enter"):
            self.key(_PAD[key.name])
            return True
        if self._narrator.on and key.sign in _VOLUME:
            self._stage.front.touched(_VOLUME[key.sign])
            return True
        return False


def open_speech(stage: Stage) -> Speech | None:
    """None where no headset is set. ConfigError when CHERHA_HEADSET cannot be read."""
    if not stage.settings.headset:
        return None
    headset = open_headset(stage.settings.headset)
    if not isinstance(headset, DeviceHeadset):
        return Speech(stage, headset)

    def told(why: str | None) -> None:
        if why is None:
            stage.troubles.gone(HeadsetAway.code)
        else:
            log.warning("the headset: %s", why)
            stage.troubles.found(HeadsetAway.code, why)

    watched = WatchedHeadset(headset, told)
    watched.start()
    return Speech(stage, watched)


def _show_focus(button: ButtonFace | None) -> None:
    look.focus = button
