"""What the code on a slip says, and what opens a ticket where nobody has signed in. Pure.

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


def ticket_in(scanned: str) -> str | None:
    """The id in what a scanner has read, alone or at the end of an address; None when there is none."""
    return ticket_of(scanned.strip().rstrip("/").rpartition("/")[2])


def code_of(ticket: str, address: str = "") -> str:
    """What the code on the slip of `ticket` says: where phones reach the hall under `address`, a page to open; else the
    id alone. All in capitals, which makes a coarser code that survives creases.
    """
    return f"{address}/t/{ticket}".upper() if address else ticket
