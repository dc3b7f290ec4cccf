"""Who may come in: each technician has a code of eight digits of their own, of which only a digest is kept. Pure.

The digits are drawn, not chosen, so that no two people have the same ones and nobody's birthday opens a hall. One salt
for all codes of an appliance: a code that is typed is digested once, whoever's it is, and scrypt is slow on purpose.
"""

from __future__ import annotations

import hashlib
import hmac

from msgspec import Struct
from msgspec.structs import replace

DIGITS = 8
# 16 MiB and some 50 ms on a desk computer, three times that on an appliance: nothing to whoever types a code.
_COST, _BLOCK, _LENGTH = 2**14, 8, 32


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """A technician. `once`: the code opens one time only."""

    name: str
    digest: str
    once: bool = False


class Codes(Struct, frozen=True, forbid_unknown_fields=True):
    """All who may come in. `salt`: hexadecimal, drawn with the first code."""

    salt: str
    people: tuple[Person, ...] = ()


def digest(code: str, salt: str) -> str:
    """What is kept of a code. Slow: not in the screen's thread."""
    kept = hashlib.scrypt(code.encode(), salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=1, dklen=_LENGTH)
    return kept.hex()


def who(codes: Codes, found: str) -> Person | None:
    """Whose code has this digest. Looks at all of them, always, so that time does not tell how near it was."""
    matches = [person for person in codes.people if hmac.compare_digest(person.digest, found)]
    return matches[0] if matches else None


def with_person(codes: Codes, name: str, code: str, *, once: bool = False) -> Codes | None:
    """`codes` and one more person, or with a new code for the one of that name. None: the code is somebody's."""
    kept = digest(code, codes.salt)
    others = without(codes, name)
    if who(codes, kept) is not None:
        return None
    return replace(others, people=(*others.people, Person(name, kept, once)))


def without(codes: Codes, name: str) -> Codes:
    return replace(codes, people=tuple(person for person in codes.people if person.name != name))
