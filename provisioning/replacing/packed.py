"""What a box is told of the backup that lies ready for it."""

from __future__ import annotations

from ipaddress import ip_address

import msgspec

from broker.standby.sealing import Key


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """`salt` and `secret`: in hex, the key that opens it; `address`: where the box that asks is, as the desk sees it."""

    sha256: str
    size: int
    salt: str
    secret: str
    address: str

    @property
    def key(self) -> Key:
        """ValueError where it is none."""
        return Key(bytes.fromhex(self.salt), bytes.fromhex(self.secret))


def called_here(before: str, address: str) -> str:
    """As what the machine is reached that takes the place of one that was reached as `before`: a name leads to wherever it is."""
    try:
        ip_address(before)
    except ValueError:
        return before or address
    return address
