"""Which of the calls and of the lines have a row, where not all have room. Pure."""

from __future__ import annotations

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


def most_asked(lines: tuple[L, ...], room: int) -> tuple[L, ...]:
    """As many lines as there is room for, in their order: those in which somebody waits, then the others."""
    if len(lines) <= room:
        return lines
    ranked = sorted(range(len(lines)), key=lambda i: lines[i].waiting == "0")
    kept = set(ranked[:room])
    return tuple(line for i, line in enumerate(lines) if i in kept)
