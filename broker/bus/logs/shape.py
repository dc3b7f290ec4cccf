"""What of a log record may leave the machine: the words of the program, and values that cannot hold a person. Pure.

A record is a template, which is a constant of the program, and values. A value passes only by its shape: a number, a
moment, the class of an error, a number of a ticket, an id of ours, an address of the network, a word of the contract.
Everything else is replaced by the name of its type, whatever it says: text of visitors never has one of these shapes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from enum import Enum
from pathlib import PurePath
from typing import Any

from broker.contracts.acceptance import ALL
from broker.contracts.log_lines import LONGEST
from broker.contracts.topics import MAJOR, TABLE

LARGEST = 10**8  # a number with more digits may be a telephone's
OURS = ("announcer", "broker", "display", "kiosk", "office", "provisioning")
"""The packages whose templates are constants (a test walks them). Of another library's record only its place is told."""

_SPEC = re.compile(r"%(?P<flags>[-#0 +]*\d*(?:\.\d+)?)(?P<kind>[diouxXeEfFgGcrsa%])")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_NUMBER = re.compile(r"[А-ЯҐЄІЇ]{1,2}\d{3}")  # of a ticket
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_ADDRESS = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}(?::\d{{1,5}})?")
_NUMBERED = re.compile(r"(?P<word>[a-z][a-z-]*?)(?:-\d{1,3})?")
_KINDS = frozenset(
    {".csv", ".db", ".gz", ".jpg", ".json", ".jsonl", ".log", ".mp4", ".pdf", ".png", ".toml", ".txt", ".wav", ".zip"}
)
WORDS = frozenset(
    {
        *ALL, "standby", "witness", "desk", "window", "cherha", str(MAJOR), "hall", "done", "failed", "refused",
        "invalid", "unknown", "localhost",
        *(part for topic in TABLE for part in topic.pattern.split("/") if not part.startswith("<")),
    }
)  # fmt: skip
"""Words of the contract. With a number behind, as `dispenser-1`, they name appliances and clients."""


def told(template: object, values: tuple[Any, ...], known: Collection[str] = ()) -> str:
    """The line. `known`: names of this appliance and its hall, which pass as they are.

    >>> told("%s: no broker at %s:%d (%s)", ("board-1", "10.0.0.2", 1883, ConnectionRefusedError(111, "?")))
    'board-1: no broker at 10.0.0.2:1883 (ConnectionRefusedError 111)'
    >>> told("%s was here", ("Ivan Koval",))
    '[str] was here'
    """
    if not isinstance(template, str):
        return f"[{type(template).__name__}]"
    left = iter(values)

    def fill(found: re.Match[str]) -> str:
        if found["kind"] == "%":
            return "%"
        try:
            value = next(left)
        except StopIteration:
            return "[…]"
        if _is_small(value) and found["kind"] not in "crsa":
            try:
                return str(found[0] % value)
            except (TypeError, ValueError):
                pass
        return shaped(value, known)

    return _SPEC.sub(fill, template)[:LONGEST]


def shaped(value: object, known: Collection[str] = ()) -> str:  # noqa: PLR0911 - a table
    """A value by its shape, or the name of its type."""
    match value:
        case None | bool():
            return str(value)
        case str():
            return value if value in known or _passes(value, known) else "[str]"
        case int() | float() if _is_small(value):
            return f"{value:g}" if isinstance(value, float) else str(value)
        case BaseException():
            return fault(value)
        case Enum():
            return value.name
        case date():
            return value.isoformat()
        case timedelta():
            return f"{value.total_seconds():g} s"
        case type():
            return value.__name__
        case PurePath():
            return f"[file{value.suffix}]" if value.suffix in _KINDS else "[file]"
    return f"[{type(value).__name__}]"


def fault(error: BaseException) -> str:
    """The class of an error and its number. What it says was made of what it met, so that stays here."""
    number = error.errno if isinstance(error, OSError) else None
    return type(error).__name__ + (f" {number}" if isinstance(number, int) and abs(number) < LARGEST else "")


def where(module: str, line: int) -> str:
    """`broker.bus.link:159`. A logger whose name is not a module's is not told."""
    return f"{module}:{line}" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,99}", module) else "unknown"


def is_ours(logger: str) -> bool:
    return logger.partition(".")[0] in OURS


def frames(error: BaseException) -> Iterator[str]:
    """Where in our own code an error came from, the deepest first: places alone, no values."""
    places, at = [], error.__traceback__
    while at is not None:
        module = str(at.tb_frame.f_globals.get("__name__", ""))
        if is_ours(module):
            places.append(where(module, at.tb_lineno))
        at = at.tb_next
    yield from places[:-5:-1]


def _passes(text: str, known: Collection[str]) -> bool:
    if _ULID.fullmatch(text) or _NUMBER.fullmatch(text) or _ADDRESS.fullmatch(text):
        return True
    return all(part in known or _is_word(part) or _ULID.fullmatch(part) for part in text.split("/"))


def _is_word(part: str) -> bool:
    found = _NUMBERED.fullmatch(part)
    return part in WORDS or (found is not None and found["word"] in WORDS)


def _is_small(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < LARGEST
