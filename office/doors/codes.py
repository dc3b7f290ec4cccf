"""PINs and cards as they are kept: argon2id, slow on purpose. Not in the event loop."""

from __future__ import annotations

import hmac

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import Type, hash_secret_raw

# 32 MiB and some 40 ms on a desk computer, three times that on a Pi 4: nothing to whoever types a PIN.
_HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
# Checked where nobody has the id that was typed, so that time does not tell who works here. Of no PIN.
_NOBODY = "$argon2id$v=19$m=32768,t=3,p=1$RSQLWxXLF1F3blKDkvgQZA$4UUr2VhbdJiPeWorwWTGTS8sDmgqohtJ6RMrj6o2rq0"


def pin_hash(pin: str) -> str:
    """What is kept of a PIN, with a salt of its own."""
    return _HASHER.hash(pin)


def pin_fits(kept: str, pin: str) -> bool:
    """Whether `pin` is the one whose hash is `kept`; False, and as slowly, where there is none."""
    try:
        return _HASHER.verify(kept or _NOBODY, pin) and bool(kept)
    except (Argon2Error, InvalidHashError):
        return False


def card_digest(card: str, salt: str) -> str:
    """What is kept of a card: it names its holder by itself, so all cards share one salt (hexadecimal)."""
    kept = hash_secret_raw(
        card.encode(),
        bytes.fromhex(salt),
        time_cost=3,
        memory_cost=32 * 1024,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return kept.hex()


def same(one: str, other: str) -> bool:
    """Compared in a time that does not tell how alike they are."""
    return hmac.compare_digest(one, other)
