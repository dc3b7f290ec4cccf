"""Where in a hall file a thing stands: the line of every table and key, for mistakes to point at.

TOML libraries throw the places away; a hall file is plain enough to find them by reading its lines.
"""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_TABLES = re.compile(r"\s*\[\[\s*([\w.\"'-]+)\s*\]\]")
_TABLE = re.compile(r"\s*\[\s*([\w.\"'-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+|\"[^\"]+\"|'[^']+')((?:\s*\.\s*(?:[\w-]+|\"[^\"]+\"|'[^']+'))*)\s*=")


class Places:
    """`Places(text).line(("window", 3, "zone"))`: the line, counted from 1, of the fourth window's zone."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        count: dict[str, int] = {}
        here: Path = ()
        for number, line in enumerate(text.split("\n"), 1):
            if found := _TABLES.match(line):
                name = found.group(1)
                count[name] = count.get(name, -1) + 1
                here = (name, count[name])
                self._note(here, number)
            elif found := _TABLE.match(line):
                first, *rest = _names(found.group(1))
                here = (first, count[first], *rest) if first in count else (first, *rest)
                self._note(here, number)
            elif found := _KEY.match(line):
                self._note((*here, *_names(found.group(1) + found.group(2))), number)

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing around it; 1 when nothing of it is in the file."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _note(self, path: Path, number: int) -> None:
        for length in range(1, len(path) + 1):  # a first "name.uk = …" is also where "name" begins
            self._lines.setdefault(path[:length], number)


def _names(dotted: str) -> list[str]:
    return [name.strip().strip("\"'") for name in dotted.split(".")]
