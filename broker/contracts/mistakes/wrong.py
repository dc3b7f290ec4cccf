"""A mistake that knows its words by a key: which language a person reads, whoever shows it says. Pure."""

from __future__ import annotations

from msgspec import Struct


class Wrong(Struct, frozen=True):
    """`key`: of the phrase that says it; `slots` fill it, and one of them may be such a thing itself."""

    key: str
    slots: dict[str, Wrong | str]


Said = Wrong | str
"""What is wrong; a `str` is said as it is in every language: names, and what checkers without phrases say."""


class Told(Struct, frozen=True):
    """A mistake where it is: "hall.toml:12: " or "", and what is wrong there; `part` of the file, as "[[window]]: "."""

    place: str
    what: Said
    part: str = ""


class NotSo(ValueError):
    """A value that is none of its kind: `what` is wrong with it."""

    def __init__(self, what: Wrong) -> None:
        super().__init__(what.key)
        self.what = what


def wrong(key: str, /, **slots: object) -> Wrong:
    """`wrong("id.taken", id="residence")`: a mistake, or a part of one."""
    return Wrong(key, {name: value if isinstance(value, Wrong) else str(value) for name, value in slots.items()})
