"""What switches this machine's screen, by its setting."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from broker.contracts.errors import ConfigError
from display.power.cec import Cec
from display.power.dpms import Dpms
from display.power.seam import PaperScreen, Switch

WAYS: dict[str, Callable[[], Switch]] = {"dpms": Dpms, "cec": Cec, "paper": PaperScreen}


def switches(setting: str) -> list[Switch]:
    """ "dpms cec": both; "none": nothing is switched. ConfigError when there is no such way."""
    words = setting.split()
    if words == ["none"]:
        return []
    mistakes = []
    for word in words:
        if word not in WAYS:
            close = get_close_matches(word, [*WAYS, "none"], 1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(WAYS)}, none"
            mistakes.append(f"CHERHA_SCREEN_POWER: there is no way {word!r}; {hint}")
    if mistakes:
        raise ConfigError(mistakes)
    return [WAYS[word]() for word in dict.fromkeys(words)]
