"""A slip as values: lines with roles, and what its code says. Pure; no fonts, no paper, no words of its own.

A ticket's slip (`kiosk.dispenser.slips`) and a card of the information terminal are both made of these.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Role = Literal[
    "hall",
    "address",
    "number",
    "copy",
    "priority",
    "service",
    "when",
    "when-unknown",
    "note",
    "fact",
    "issued",
    "prepare-heading",
    "prepare",
    "text",
    "rule",
    "hot-line",
]


class SlipLine(Struct, frozen=True):
    """One thing that the slip says. `label` is its small print ("People ahead of you"), `text` the thing itself."""

    role: Role
    text: str
    label: str = ""


class Slip(Struct, frozen=True):
    """A slip from top to bottom; `qr` is what its code says, "" for a slip without one.

    `large`: for whoever reads large letters alone.
    """

    language: str
    lines: tuple[SlipLine, ...]
    qr: str = ""
    large: bool = False

    def texts(self, role: Role) -> list[str]:
        return [line.text for line in self.lines if line.role == role]
