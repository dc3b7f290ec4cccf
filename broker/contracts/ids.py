"""ULIDs: the identity of commands, tickets and boots."""

from __future__ import annotations

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _CROCKFORD for second in _CROCKFORD]


def ulid(at_ms: int, entropy: bytes) -> str:
    """A ULID of a moment (milliseconds since 1970) and 10 random bytes. https://github.com/ulid/spec."""
    value = (at_ms & (1 << 48) - 1) << 80 | int.from_bytes(entropy[:10], "big")
    return "".join([_PAIRS[value >> shift & 1023] for shift in range(120, -1, -10)])
