"""Which voice speaks: the best that is here, and the next when it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from announcer.voices.clips import SHIPPED, Clips
from announcer.voices.espeak import Espeak
from announcer.voices.piper import Piper
from announcer.voices.rhvoice import RHVoice
from announcer.voices.seam import ChimeOnly, Voice, VoiceAway
from broker.contracts.errors import ConfigError

log = logging.getLogger(__name__)

# What a hall supplied itself goes first: it did so on purpose.
BEST_FIRST = ("recordings", "piper", "rhvoice", "clips", "espeak", "chime")
UNDERSTOOD = ("recordings", "piper", "rhvoice", "clips")  # the others are spares, and the technician is told


def ways(languages: tuple[str, ...], own: Path) -> dict[str, Callable[[], Voice]]:
    """Every way to speak, best first; each raises VoiceAway when it is not here. `own`: what the hall supplied."""
    return {
        "recordings": lambda: Clips(own / "clips", languages, name="recordings"),
        "piper": lambda: Piper(own / "piper", languages),
        "rhvoice": lambda: RHVoice(languages),
        "clips": lambda: Clips(SHIPPED, languages),
        "espeak": Espeak,
        "chime": ChimeOnly,
    }


def open_voices(wanted: str, languages: tuple[str, ...], clips: Path) -> list[Voice]:
    """The voices that work here, best first; never empty. `wanted` is CHERHA_VOICE: "best" or the one to begin with.

    A voice that is named and missing falls to the lesser ones, as "best" does. `clips`: the hall's own recordings, and
    beside them the folder `piper`. ConfigError for an unknown name.
    """
    if wanted not in ("best", *BEST_FIRST):
        raise ConfigError([f"CHERHA_VOICE is {wanted!r}; it is one of best, {', '.join(BEST_FIRST)}"])
    voices: list[Voice] = []
    for name, opened in ways(languages, clips.parent).items():
        if wanted != "best" and BEST_FIRST.index(name) < BEST_FIRST.index(wanted):
            continue
        try:
            voices.append(opened())
        except VoiceAway as away:
            log.info("the voice %s is not here: %s", name, away)
    return voices
