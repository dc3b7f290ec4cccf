"""How a code is read out. Pure."""

from __future__ import annotations

from pathlib import Path

from announcer.phrasing import Phrase
from broker.contracts.phrases import Phrases

PHRASES = Phrases.load(Path(__file__).parent / "phrases")


def spelt(code: str, language: str) -> Phrase:
    """ "K7RM-4QXD": every sign by its name, a pause between the halves."""
    halves = (", ".join(PHRASES.say(language, f"sign.{sign}") for sign in half) for half in code.split("-"))
    return Phrase(language, PHRASES.say(language, "code", code=". ".join(halves)))
