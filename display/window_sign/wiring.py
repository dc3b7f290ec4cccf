"""What a sign is made of, from its settings: a screen, a module of lamps, or lamps of paper.

CHERHA_THEME is one of those that boards have. CHERHA_SIGN: `screen`, `max7219` (`max7219:0.1` for another SPI port and device, `max7219:0.0:turned` where the board
hangs upside down), `paper:FILE`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from broker.contracts.errors import ConfigError
from display.look.palette import PALETTES
from display.window_sign.layout import ARROWS, Arrow

if TYPE_CHECKING:
    from broker.bus.settings import Settings
    from broker.contracts.hall_file import HallFile
    from display.window_sign.led.module import Module

KINDS = ("screen", "max7219", "paper")
_SPI = re.compile(r"(?:(\d)\.(\d))?(?::?(turned))?")


def wired(settings: Settings, hall: HallFile) -> tuple[Arrow, Callable[[], Module] | None]:
    """Where the arrow points, and what opens the lamps; None: the sign is a screen. ConfigError with every mistake."""
    mistakes = []
    if settings.window not in hall.windows:
        known = ", ".join(str(window) for window in hall.windows)
        mistakes.append(
            f"CHERHA_WINDOW is {settings.window}: a sign belongs to one window of the hall; there are {known}"
        )
    arrow = next((each for each in ARROWS if each == settings.arrow), None)
    if arrow is None:
        mistakes.append(_unknown("CHERHA_ARROW", settings.arrow, ARROWS))
    if settings.theme not in PALETTES:
        mistakes.append(_unknown("CHERHA_THEME", settings.theme, tuple(PALETTES)))
    opened = None
    kind, _, rest = settings.sign.partition(":")
    if kind not in KINDS:
        mistakes.append(_unknown("CHERHA_SIGN", kind, KINDS))
    elif kind == "max7219":
        opened = _max7219(rest)
        if opened is None:
            mistakes.append(
                f"CHERHA_SIGN is {settings.sign!r}; it is written max7219, max7219:0.1 or max7219:0.0:turned"
            )
    elif kind == "paper":
        opened = partial(_paper, rest)
        if not rest:
            mistakes.append("CHERHA_SIGN is 'paper'; it needs a file, as paper:sign.txt")
    if mistakes or arrow is None:
        raise ConfigError(mistakes)
    return arrow, opened


def _max7219(rest: str) -> Callable[[], Module] | None:
    found = _SPI.fullmatch(rest)
    if found is None:
        return None
    port, device, turned = found.groups()

    def opened() -> Module:
        from display.window_sign.led.max7219 import Max7219  # noqa: PLC0415 - only where there is one

        return Max7219(int(port or 0), int(device or 0), turned=bool(turned))

    return opened


def _paper(file: str) -> Module:
    from display.window_sign.led.module import PaperLamps  # noqa: PLC0415

    return PaperLamps(Path(file))


def _unknown(variable: str, said: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(said, known, 1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
    return f"{variable} is {said!r}; {hint}"
