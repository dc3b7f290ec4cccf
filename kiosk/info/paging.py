"""Long texts as pages of a screen: cut where a page is full, never right after a heading. Pure.

How many letters a line holds is reckoned, not measured; the screen sets a page that came out too long a little smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, TypeVar

from msgspec import Struct

Kind = Literal["heading", "text", "point", "notice"]

T = TypeVar("T")


class Block(Struct, frozen=True):
    """A paragraph. `point`: of a list; `notice`: what nobody should miss."""

    kind: Kind
    words: str


class Room(NamedTuple):
    """What a page holds: letters in a line, lines."""

    columns: int
    lines: int


# Letters in a line and lines, in letters of usual size: lying; standing; standing, with all buttons within low reach.
# The second of each pair is what buttons beside it leave.
_ROOM = {"lying": ((100, 11), (72, 11)), "standing": ((48, 27), (48, 20)), "low": ((48, 17), (48, 10))}
_LARGE_BESIDE = (52, 12)  # lying; large letters make the buttons wider


def room(*, wide: bool, low: bool, text: float, beside: bool = False) -> Room:
    """The room for text whose letters are `text` times as large. `beside`: buttons take a part of it."""
    columns, lines = _ROOM["lying" if wide else "low" if low else "standing"][beside]
    if wide and beside and text > 1:
        columns, lines = _LARGE_BESIDE
    return Room(int(columns / text), max(4, int(lines / text)))


def parts(words: str, kind: Kind = "text") -> tuple[Block, ...]:
    """Each line of a text as a block; several lines are a list."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return tuple(Block("point" if len(lines) > 1 and kind == "text" else kind, line) for line in lines)


def cut(blocks: Iterable[Block], size: Room) -> tuple[tuple[Block, ...], ...]:
    """The blocks in pages; at least one page."""
    pages: list[list[Block]] = [[]]
    used = 0.0
    for block in _fitting(blocks, size):
        cost = _cost(block, size)
        if used + cost > size.lines and pages[-1]:
            held: list[Block] = []
            while pages[-1] and pages[-1][-1].kind == "heading":
                held.insert(0, pages[-1].pop())
            if pages[-1]:
                pages.append(held)
            else:  # nothing but headings
                pages[-1], held = held, []
                pages.append(held)
            used = sum(_cost(each, size) for each in held)
        pages[-1].append(block)
        used += cost
    return tuple(tuple(page) for page in pages)


def _fitting(blocks: Iterable[Block], size: Room) -> Iterable[Block]:
    """Each block in pieces that a page holds, also below a heading."""
    most = max(1, size.lines - 3) * size.columns
    for block in blocks:
        rest = block.words
        while len(rest) > most:
            at = max(rest.rfind(". ", most // 2, most) + 1, 0) or max(rest.rfind(" ", 0, most), 0) or most
            yield Block(block.kind, rest[:at].strip())
            rest = rest[at:].strip()
        if rest:
            yield Block(block.kind, rest)


def _cost(block: Block, size: Room) -> float:
    columns = size.columns - (4 if block.kind in ("point", "notice") else 0)
    lines = -(-len(block.words) // max(1, columns))
    return lines + (0.7 if block.kind == "heading" else 0.35)


def page_of(items: Sequence[T], page: int, size: int) -> tuple[tuple[T, ...], int, int]:
    """What stands on a page of a list; which page that is, and of how many. A page behind the last is the last."""
    pages = max(1, -(-len(items) // size))
    here = min(max(0, page), pages - 1)
    return tuple(items[here * size : (here + 1) * size]), here, pages
