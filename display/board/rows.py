"""Which of the calls and of the lines have a row, where not all have room. Pure."""

from __future__ import annotations

from math import ceil
from typing import Protocol, TypeVar


class Call(Protocol):
    @property
    def stands_out(self) -> bool: ...

    @property
    def fresh(self) -> bool: ...


class Line(Protocol):
    @property
    def waiting(self) -> str: ...


C = TypeVar("C", bound=Call)
L = TypeVar("L", bound=Line)


def most_wanted(calls: tuple[C, ...], room: int) -> tuple[C, ...]:
    """As many calls as there is room for, newest first: the new ones, those who are still waited for, then the others."""
    if len(calls) <= room:
        return calls
    ranked = sorted(range(len(calls)), key=lambda i: (not calls[i].fresh, not calls[i].stands_out, i))
    kept = set(ranked[:room])
    return tuple(call for i, call in enumerate(calls) if i in kept)


def turns(lines: tuple[Line, ...], room: int) -> int:
    """How often lines must change places so that each in which somebody waits has been seen; 1: all have room."""
    asked = sum(line.waiting != "0" for line in lines)
    return max(1, ceil(asked / room)) if room else 1


def most_asked(lines: tuple[L, ...], room: int, turn: int = 0) -> tuple[L, ...]:
    """As many lines as there is room for, in their order: those in which somebody waits, then the others. Where even those
    have no room, each `turn` has its part of them.
    """
    if len(lines) <= room:
        return lines
    asked = [i for i, line in enumerate(lines) if line.waiting != "0"]
    if len(asked) > room:
        first = min(turn % turns(lines, room) * room, len(asked) - room)  # the last part is a full one, too
        kept = set(asked[first : first + room])
    else:
        kept = set(sorted(range(len(lines)), key=lambda i: lines[i].waiting == "0")[:room])
    return tuple(line for i, line in enumerate(lines) if i in kept)
