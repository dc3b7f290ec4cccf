"""In which line of a JSON text each value stands, so that a mistake can name it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def places(text: str) -> dict[Path, int]:
    """The line of every value and of every key's value, by its path. `text` must be JSON."""
    return dict(_walk(text))


def repeated(text: str) -> list[tuple[Path, int]]:
    """Keys that one object has more than once: the path, and the line of each value after the first."""
    seen: set[Path] = set()
    again = []
    for path, line in _walk(text):
        if path in seen:
            again.append((path, line))
        seen.add(path)
    return again


def line_of(found: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it that is there."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, 1)


def written(path: Path) -> str:
    """A path as people write it: $.pages[0].elements[2].title."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def _walk(text: str) -> Iterator[tuple[Path, int]]:
    stack: list[list[Any]] = []  # of each container: the step that is being read, and whether it is a key
    line, at = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", at, token.start())
        at = token.start()
        word = token.group()
        if word in "}]":
            stack.pop()
        elif word == ",":
            step = stack[-1][0]
            stack[-1] = [step + 1, False] if isinstance(step, int) else ["", True]
        elif word == ":":
            stack[-1][1] = False
        elif stack and stack[-1][1]:
            stack[-1][0] = json.loads(word)
        else:
            yield tuple(step for step, _ in stack), line
            if word == "{":
                stack.append(["", True])
            elif word == "[":
                stack.append([0, False])
