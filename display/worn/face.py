"""What a box with a worn card says, and where on its screen. Pure."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from broker.contracts.phrases import Phrases
from display.look.fitting import Box

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
LANGUAGES = ("uk", "en")
CODE = "card-worn"
MINUTES = 10  # until the machine starts anew; systemd counts them (appliance-anew.timer)
_MARGIN = 0.06  # of the screen's shorter side
# Of the height between the margins, and of the shorter side the letters at most; a gap below each. Whoever stands two
# metres away reads the first language; the second is for those who come nearer.
_SHARES = (
    (("message", 0.19, 0.10, 0.015), ("remedy", 0.42, 0.06, 0.03)),
    (("message", 0.07, 0.042, 0.005), ("remedy", 0.18, 0.036, 0.02)),
)
_FOOT, _FOOT_BIGGEST = 0.07, 0.035


class Piece(Struct, frozen=True):
    """`words` from `top` on, within `box` (width, height), all in px; `biggest`: its letters at most."""

    words: str
    top: int
    box: Box
    biggest: int
    bold: bool = False


def said(language: str) -> dict[str, str]:
    """Message, remedy and foot."""
    foot = PHRASES.say(language, "worn.foot", code=CODE, minutes=MINUTES)
    return {**{each: PHRASES.say(language, f"problem.{CODE}.{each}") for each in ("message", "remedy")}, "foot": foot}


def text() -> str:
    """The same in plain lines, for a screen that shows letters alone."""
    return "\n\n".join("\n".join(said(language).values()) for language in LANGUAGES)


def pieces(width: int, height: int) -> tuple[Piece, ...]:
    """Of a screen of that many px, from its top to its foot: both languages."""
    side = min(width, height)
    margin = round(side * _MARGIN)
    room = height - 2 * margin
    laid, top = [], margin
    for language, shares in zip(LANGUAGES, _SHARES, strict=True):
        words = said(language)
        for name, share, biggest, gap in shares:
            box = (width - 2 * margin, round(room * share))
            laid.append(Piece(words[name], top, box, round(side * biggest), bold=name == "message"))
            top += box[1] + round(room * gap)
    foot = "   ".join(said(language)["foot"] for language in LANGUAGES)
    lowest = (width - 2 * margin, round(room * _FOOT))
    return (*laid, Piece(foot, height - margin - lowest[1], lowest, round(side * _FOOT_BIGGEST)))
