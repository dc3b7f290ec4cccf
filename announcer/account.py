"""What the voice tells of each announcement while it goes on: begun, and what became of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from announcer.line_up import Call
from broker.contracts.announced import Kind, Outcome

# Why an announcement was not heard, or not to its end, beside the reasons of the line-up.
PREEMPTED, ENDED, QUIET, STOPPED = "emergency", "over", "quiet-hours", "stopped"
NO_WORDS, VOICE_FAILED, SOUND_FAILED = "no-words", "voice-failed", "no-sound-device"

_GONG, _PHRASE = 2.0, 10.0  # seconds, at the longest


@dataclass(frozen=True, slots=True)
class Told:
    """One word about one announcement. `at`: seconds of the steady clock. `began`: when its first sample left."""

    id: str
    what: Kind
    state: Literal["started"] | Outcome
    at: float
    calls: tuple[Call, ...] = ()
    zones: tuple[str, ...] = ()
    why: str | None = None
    began: float | None = None
    phrases: int = 0

    @property
    def seconds(self) -> float:
        """The longest that it may take."""
        return _GONG + _PHRASE * self.phrases
