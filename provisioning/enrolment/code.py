"""The code that a box shows and a technician types: who has read it stands before that box. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

# Nothing that is taken for another when it is read from a screen or a slip, or heard: no 0 O 1 I L, no U V, no B 8.
ALPHABET = "2345679ACDEFGHJKMNPQRSTWXYZ"
LENGTH = 8
_LOOK_ALIKE = str.maketrans("АВСЕНІКМОРТХ", "ABCEHIKMOPTX")  # Cyrillic letters of a Ukrainian keyboard


def new_code(choice: Callable[[str], str]) -> str:
    """`choice` takes one sign by chance."""
    return "".join(choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """As people read it: in two halves."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def typed(text: str) -> str:
    """What somebody typed, as it was meant: any case, with or without the dash, from either keyboard."""
    return "".join(sign for sign in text.upper().translate(_LOOK_ALIKE) if sign.isalnum())


def digest(code: str, key: bytes) -> str:
    """What the desk keeps of a code: of this box's key, so that a code is good for no other."""
    return hashlib.sha256(key + code.encode()).hexdigest()
