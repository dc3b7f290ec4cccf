"""What opens a ticket on a telephone: its id, which the code on its slip says. Pure.

A ticket's id is made by whoever prints the slip, also by a dispenser that is alone, with 80 bits of chance: nobody
guesses it, and it stands nowhere but in the code on the slip. The *number* hangs on every board, so it opens nothing:
else anybody could take others out of the queue. Ids that are no ULID (another program may give a ticket any word) open
nothing either.
"""

from __future__ import annotations

import re

_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")  # Crockford's letters: no I, L, O, U


def ticket_of(word: str) -> str | None:
    """The id of a ticket that a phone asks for, in capitals or not; None when the word cannot be one."""
    identity = word.upper()
    return identity if _ULID.fullmatch(identity) else None


def address_of(origin: str, ticket: str) -> str:
    """What the code on a slip says where phones can reach the hall: all in capitals, which makes a coarser code."""
    return f"{origin}/t/{ticket}".upper()
