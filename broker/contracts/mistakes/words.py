"""The words of mistakes, in a language. Read when the first one is told: most files have none."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from broker.contracts.mistakes.wrong import Said, Told, Wrong
from broker.contracts.phrases import FIRST, Phrases

FOLDER = Path(__file__).parent / "phrases"
PLAIN = "en"
"""The language of logs, and of whoever asks for none."""


def said(what: Said, language: str = PLAIN) -> str:
    """What is wrong, in `language`."""
    if isinstance(what, str):
        return what
    slots = {name: said(value, language) if isinstance(value, Wrong) else value for name, value in what.slots.items()}
    phrases = _phrases()
    spoken = language if language in phrases.languages else FIRST
    return phrases.template(spoken, what.key).format(**slots)


def told(mistake: Told | Said, language: str = PLAIN) -> str:
    """A mistake with its place, as `hall.toml:12: [[window]]: what, and what to do`."""
    if isinstance(mistake, Told):
        return f"{mistake.place}{mistake.part}{said(mistake.what, language)}"
    return said(mistake, language)


@cache
def _phrases() -> Phrases:
    return Phrases.load(FOLDER)
