"""What the archive keeps of a fact: all of it, except words that a person wrote about a person, and who served.

While a day lies in the journal its facts are whole: a manager can ask why. Its archive is kept for years, so what could
name somebody is taken out on the way there. The chain of hashes stays whole: a record that was changed so carries the
hash that it had, and the one that it followed, so that what stands between two such records is held by both.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

# Fields of no event, in hex: the hash that the record followed in the journal, and the one that it had itself.
BEFORE, HASH = "archived_before", "archived_hash"

_MARK = f'"{HASH}":"'.encode()
_FREE_WORDS = {
    "announcement-made": "text",
    "priority-changed": "evidence",
    "survey-answered": "comments",
    "ticket-noted": "text",
    "window-paused": "why",
    "window-closed": "why",
}
_LOOKS_LIKE = (
    b'"evidence":',
    b'"operator":',
    b'"staff":',
    b'"whom":',
    b'"why":',
    b'"comments":',
    b'"text":',
)  # quotes inside a text are escaped, so no text looks like this


class Discretion:
    """For one day: each operator gets the same made-up name through the day, and another the next."""

    def __init__(self) -> None:
        self._operators: dict[str, str] = {}

    def kept(self, body: bytes, before: bytes, root: bytes) -> bytes:
        """The JSON of an event as the archive keeps it; unchanged if it has no such words.

        `before` and `root`: the hashes of the record before it and of its own.
        """
        if not any(mark in body for mark in _LOOKS_LIKE):
            return body
        fact: dict[str, Any] = msgspec.json.decode(body)
        if not self._taken_out(fact):
            return body
        fact[BEFORE], fact[HASH] = before.hex(), root.hex()
        return msgspec.json.encode(fact)

    def _taken_out(self, fact: dict[str, Any]) -> bool:
        """Whether there was anything to take out: who served, who did what to whom, and what somebody wrote."""
        who = [name for name in ("operator", "staff", "whom") if fact.get(name)]
        for name in who:
            fact[name] = self._operators.setdefault(fact[name], f"operator-{len(self._operators) + 1}")
        return self._words_taken_out(fact) or bool(who)

    def _words_taken_out(self, fact: dict[str, Any]) -> bool:
        kind = fact["type"]
        words = _FREE_WORDS.get(kind, "")
        if fact.get(words):
            fact[words] = type(fact[words])()
            return True
        if kind == "ticket-called" and fact["decision"].get("why"):
            fact["decision"]["why"] = ""
            return True
        return False


class Kept(NamedTuple):
    """What the archive keeps of the hashes of a record whose words were taken out."""

    before: bytes
    root: bytes


def hashes_kept(line: bytes) -> Kept | None:
    """None: the record is as it was, and its hash follows from it. ValueError, MsgspecError, KeyError: damaged."""
    if _MARK not in line:
        return None
    fact = msgspec.json.decode(line)
    return Kept(bytes.fromhex(fact[BEFORE]), bytes.fromhex(fact[HASH]))
