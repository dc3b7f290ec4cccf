"""What the demo says on the terminal."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from broker.contracts.phrases import Phrases
from provisioning.words import language


@cache
def _phrases() -> Phrases:
    return Phrases.load(Path(__file__).with_name("phrases"))


def say(key: str, **slots: object) -> str:
    """The phrase in the terminal's language."""
    return _phrases().say(language(), key, **slots)
