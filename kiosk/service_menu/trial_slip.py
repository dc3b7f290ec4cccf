"""A slip that shows what a printer can: letters of every size, both edges, greys, a code."""

from __future__ import annotations

from datetime import datetime

from PIL import Image, ImageDraw

from broker.contracts.phrases import FIRST
from kiosk.printing.drawing import draw
from kiosk.printing.slip import Slip, SlipLine
from kiosk.service_menu.report import PHRASES

_LETTERS = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ абвгґдеєжзиіїйклмнопрстуфхцчшщьюя 0123456789 №₴’«»"
_HEIGHT, _STEP = 220, 24  # dots


def trial_slip(appliance: str, at: datetime, paper_mm: int) -> Image.Image:
    """The slip as a picture, on paper of so many mm."""
    words = Slip(
        FIRST,
        (
            SlipLine("hall", PHRASES.say(FIRST, "test-slip.title")),
            SlipLine("number", "А042", label=PHRASES.say(FIRST, "test-slip.number")),
            SlipLine("fact", appliance, label=PHRASES.say(FIRST, "test-slip.appliance")),
            SlipLine("fact", f"{at:%d.%m.%Y, %H:%M}", label=PHRASES.say(FIRST, "test-slip.at")),
            SlipLine("text", _LETTERS),
            SlipLine("rule", PHRASES.say(FIRST, "test-slip.look")),
        ),
        qr=appliance.upper(),
    )
    top = draw(words, paper_mm)
    picture = Image.new("1", (top.width, top.height + _HEIGHT), 255)
    picture.paste(_pattern(top.width), (0, 0))
    picture.paste(top, (0, _HEIGHT))
    return picture


def _pattern(width: int) -> Image.Image:
    """A frame at the very edges, steps of grey, and slanting lines in which a dead dot of the head is a white stripe."""
    pattern = Image.new("1", (width, _HEIGHT), 255)
    pen = ImageDraw.Draw(pattern)
    pen.rectangle((0, 0, width - 1, _HEIGHT - 8), outline=0, width=2)
    grey = Image.linear_gradient("L").rotate(90).resize((width - 16, 60)).convert("1")
    pattern.paste(grey, (8, 10))
    pen.rectangle((8, 80, width - 9, 120), fill=0)
    for x in range(8, width - 8, _STEP):
        pen.line((x, 130, min(x + _STEP, width - 9), _HEIGHT - 16), fill=0, width=1)
    return pattern
