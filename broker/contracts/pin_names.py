"""Which button or lamp is at which pin of the machine, as `CHERHA_PINS` says it: "help=22 ramp=23". Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from broker.contracts.errors import ConfigError


def wired(setting: str, names: Sequence[str]) -> dict[str, str]:
    """Which of `names` is at which pin, as gpiozero names pins. ConfigError with every mistake."""
    found: dict[str, str] = {}
    mistakes: list[str] = []
    for part in setting.split():
        name, _, pin = part.partition("=")
        if name not in names:
            close = get_close_matches(name, names, 1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
            mistakes.append(f"CHERHA_PINS: there is nothing named {name!r}; {hint}")
        elif not pin:
            mistakes.append(f"CHERHA_PINS: {name} has no pin; write {name}=17")
        elif name in found or pin in found.values():
            mistakes.append(f"CHERHA_PINS: {part}: this name or its pin stands there twice")
        else:
            found[name] = pin
    if mistakes:
        raise ConfigError(mistakes)
    return found


def pin_of(name: str) -> int | str:
    """What gpiozero takes for it: a number as a number, every other name as it is."""
    return int(name) if name.isdecimal() else name
