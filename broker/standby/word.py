"""The backup word itself: drawn, never thought of, because whoever finds a backup may try words for years."""

from __future__ import annotations

import secrets

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_GROUPS, _GROUP = 6, 4  # 117 bits


def new_word() -> str:
    """Easy to write down and to type."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def bare(word: str) -> str:
    """Capitals, spaces and dashes do not count.

    >>> bare("AB2C - de4f")
    'ab2cde4f'
    """
    return "".join(sign for sign in word.lower() if sign.isalnum())


def is_drawn(word: str) -> bool:
    """Whether it is such a word as `new_word` gives, however it was typed."""
    signs = bare(word)
    return len(signs) == _GROUPS * _GROUP and set(signs) <= set(_LETTERS)
