"""What a rule of udev is true of and what it does then, as udev reads its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from tests.systemd.units import SYSTEMD

_WORD = re.compile(r'([A-Z]+(?:\{\w+\})?)(==|!=|\+=|:=|=)"([^"]*)"')


def _line(name: str) -> list[tuple[str, str, str]]:
    rules = [each for each in (SYSTEMD / "udev" / name).read_text("utf-8").splitlines() if each and each[0] != "#"]
    assert len(rules) == 1
    words = [word.strip() for word in rules[0].split(",")]
    read = [found.groups() for word in words if (found := _WORD.fullmatch(word))]
    assert len(read) == len(words), f"not as udev reads it: {rules[0]}"
    return [(key, how, value) for key, how, value in read]


def is_taken(name: str, device: Mapping[str, str]) -> bool:
    """All comparisons are true of `device`; a property that is not there is ""."""
    compared = [each for each in _line(name) if each[1] in ("==", "!=")]
    return all(fnmatchcase(device.get(key, ""), pattern) == (how == "==") for key, how, pattern in compared)


def does(name: str) -> dict[str, str]:
    """What is set then."""
    return {key: value for key, how, value in _line(name) if how not in ("==", "!=")}
