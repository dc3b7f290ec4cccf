"""Which voice speaks: the best that is here, and the next when it fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from announcer.voices.clips import Clips
from announcer.voices.espeak import Espeak
from announcer.voices.rhvoice import RHVoice
from announcer.voices.seam import ChimeOnly, Voice, VoiceAway
from broker.contracts.errors import ConfigError

BEST_FIRST = ("rhvoice", "clips", "espeak", "chime")


def open_voices(wanted: str, languages: tuple[str, ...], clips: Path) -> list[Voice]:
    """The voices that work here, best first; never empty. `wanted` is CHERHA_VOICE: "best" or the one to begin with.

    A voice that is named and missing falls to the lesser ones, as "best" does. ConfigError for an unknown name.
    """
    if wanted not in ("best", *BEST_FIRST):
        raise ConfigError([f"CHERHA_VOICE is {wanted!r}; it is one of best, {', '.join(BEST_FIRST)}"])
    ways: dict[str, Callable[[], Voice]] = {
        "rhvoice": lambda: RHVoice(languages),
        "clips": lambda: Clips(clips, languages),
        "espeak": Espeak,
        "chime": ChimeOnly,
    }
    voices: list[Voice] = []
    for name in BEST_FIRST[0 if wanted == "best" else BEST_FIRST.index(wanted) :]:
        try:
            voices.append(ways[name]())
        except VoiceAway:
            continue
    return voices
