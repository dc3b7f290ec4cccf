"""Ticket numbers: a letter and three digits, «А042», the same in either alphabet.

Ten Ukrainian capitals look like Latin ones (А В Е К М Н Р С Т Х, and О І besides). A visitor or a scanner may
type either; one canonical form, Cyrillic, is kept, and `fold` brings the other to it.
"""

from __future__ import annotations

_LATIN = str.maketrans("ABCEHIKMOPTXabcehikmoptx", "АВСЕНІКМОРТХавсенікмортх")


def fold(number: str) -> str:
    """The canonical form of a number as somebody typed it: "a-042 " -> "А042"."""
    letters = number.strip().translate(_LATIN).upper()
    return "".join(c for c in letters if c.isalnum())


def written(letter: str, digits: int) -> str:
    """("А", 42) -> "А042"."""
    return f"{fold(letter)}{digits:03d}"


def split(number: str) -> tuple[str, int]:
    """«А042» -> ("А", 42). ValueError when it is no ticket number (three digits; more when a day has run out of them)."""
    folded = fold(number)
    letter, digits = folded.rstrip("0123456789"), folded.lstrip("АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ")
    if not letter or not digits.isdecimal() or digits != f"{int(digits):03d}" or letter + digits != folded:
        raise ValueError(number)
    return letter, int(digits)
