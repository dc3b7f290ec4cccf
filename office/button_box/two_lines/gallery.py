"""A picture of the small display for the documents: `python -m office.button_box.two_lines.gallery HALL.toml FOLDER`.

What it says at different moments, on the larger module (left) and the smaller one, each dot as four by four.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageOps

from broker.contracts.phrases import FIRST, Phrases
from office.button_box.two_lines.choosing import HEIGHTS
from office.button_box.two_lines.drawn import WIDTH, drawn
from office.button_box.two_lines.lines import Lines
from office.button_box.two_lines.telling import PHRASES

_DOT, _GAP = 4, 16  # pixels
_GLASS, _LIT = (12, 16, 22), (190, 225, 255)


def moments(language: str) -> tuple[Lines, ...]:
    """As an operator sees them one after the other."""
    words = Phrases.load(PHRASES)

    def say(key: str, **slots: object) -> str:
        return words.say(language, key, **slots)

    return (
        Lines(say("free"), say("waiting", count=5)),
        Lines("А042", say("called-again", times=2, time="14:06")),
        Lines("А042", say("serving", time="14:07", count=5)),
        Lines(say("refused"), say("why-hall-suspended")),
    )


def draw_all(folder: Path) -> None:
    """Write `button-box.png` into `folder`."""
    wide, tall = WIDTH * _DOT, max(HEIGHTS) * _DOT
    found = moments(FIRST)
    sheet = Image.new("RGB", (2 * wide + 3 * _GAP, len(found) * (tall + _GAP) + _GAP), (120, 126, 134))
    for row, lines in enumerate(found):
        for column, height in enumerate(sorted(HEIGHTS, reverse=True)):
            large = drawn(lines, height).convert("L").resize((wide, height * _DOT), Image.Resampling.NEAREST)
            glass = ImageOps.colorize(large, _GLASS, _LIT)
            sheet.paste(glass, (_GAP + column * (wide + _GAP), _GAP + row * (tall + _GAP)))
    folder.mkdir(parents=True, exist_ok=True)
    sheet.quantize(8).save(folder / "button-box.png", optimize=True)


if __name__ == "__main__":
    draw_all(Path(sys.argv[2]))
