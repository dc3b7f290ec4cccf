"""Which display, as `CHERHA_DISPLAY` says it: `none`, `oled`, `oled:sh1106:32:0x3d` (chip, rows of dots, address), `paper:FILE`."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from broker.contracts.errors import ConfigError

if TYPE_CHECKING:
    from office.button_box.two_lines.panel import Panel

CHIPS = ("ssd1306", "ssd1309", "sh1106")
HEIGHTS = (32, 64)  # rows of dots
KINDS = ("none", "oled", "paper")
_FIRST, _LAST = 0x08, 0x77  # of addresses that the bus leaves to devices


def chosen(setting: str) -> Panel | None:
    """The display, not yet spoken to; None: there is none. ConfigError with every mistake."""
    kind, _, rest = setting.partition(":")
    match kind:
        case "none":
            return None
        case "oled":
            return _oled(rest.split(":") if rest else [])
        case "paper" if rest:
            from office.button_box.two_lines.panel import PaperPanel  # noqa: PLC0415 - a box without one draws nothing

            return PaperPanel(Path(rest))
        case "paper":
            raise ConfigError(["CHERHA_DISPLAY is 'paper'; it needs a file, as paper:box.png"])
    raise ConfigError([f"CHERHA_DISPLAY is {kind!r}; {_hint(kind, KINDS)}"])


def _oled(parts: list[str]) -> Panel:
    """The parts in any order: each has a shape of its own."""
    chip, height, address = CHIPS[0], HEIGHTS[-1], 0x3C
    mistakes = []
    for part in parts:
        if part in CHIPS:
            chip = part
        elif part.isdecimal() and int(part) in HEIGHTS:
            height = int(part)
        elif part.startswith("0x"):
            try:
                address = int(part, 16)
            except ValueError:
                address = 0
            if not _FIRST <= address <= _LAST:
                mistakes.append(
                    f"CHERHA_DISPLAY: {part} is no address of a device; i2cdetect -y 1 tells it, mostly 0x3c"
                )
        else:
            mistakes.append(f"CHERHA_DISPLAY: {part!r}; {_hint(part, (*CHIPS, *map(str, HEIGHTS)))}")
    if mistakes:
        raise ConfigError(mistakes)
    from office.button_box.two_lines.oled import Oled  # noqa: PLC0415

    return Oled(chip, height, address)


def _hint(said: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(said, known, 1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
