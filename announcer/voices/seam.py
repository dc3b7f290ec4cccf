"""What a voice is, whichever way it speaks."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from announcer.phrasing import Phrase
from announcer.sound.pcm import Pcm
from broker.contracts.errors import HardwareError


class VoiceAway(HardwareError):
    """This voice cannot say this: its library, its data or one of its clips is not here, or it failed."""

    code = "voice-away"


class NoWords(VoiceAway):
    """This voice is well, but has not the words of this phrase, and never will have: a set of clips without a name."""


class Voice(Protocol):
    """One way to turn a phrase into sound. Used by one thread at a time."""

    @property
    def name(self) -> str:
        """The way alone, one word of `CHERHA_VOICE`: rhvoice, clips, espeak, chime."""
        ...

    @property
    def title(self) -> str:
        """All that decides how it sounds, for `about` and for the cache: "rhvoice 1.8.0 volodymyr, slt"."""
        ...

    def say(self, phrase: Phrase) -> Pcm:
        """Raw speech, at the voice's own rate and loudness. VoiceAway when it cannot; the next voice is tried."""
        ...

    def close(self) -> None:
        """Free what it holds. Saying anything afterwards raises VoiceAway."""
        ...


@runtime_checkable
class OfWords(Protocol):
    """A voice that can say what it has words for, and knows beforehand what it cannot."""

    def holds(self, phrase: Phrase) -> bool: ...


class ChimeOnly:
    """No voice: the gong sounds, the boards show the call."""

    name = title = "chime"

    def say(self, phrase: Phrase) -> Pcm:
        raise NoWords(f"no voice speaks {phrase.language}")

    def close(self) -> None:
        pass
