"""The hall file on the bus: whole and packed, since a large hall's is larger than a message."""

from __future__ import annotations

import zlib
from hashlib import sha256

from msgspec import Struct

from broker.contracts.errors import ContractError

LARGEST = 2 * 1024 * 1024  # bytes of a hall file


class HallText(Struct, frozen=True, kw_only=True):
    """`sha256`: of the file as it is; `packed`: its bytes by zlib, in base64."""

    sha256: str
    packed: bytes


def packed(text: bytes) -> HallText:
    return HallText(sha256=sha256(text).hexdigest(), packed=zlib.compress(text, 9))


def unpacked(told: HallText) -> bytes:
    """The bytes of the file. ContractError when they are not those that were meant."""
    try:
        text = zlib.decompressobj().decompress(told.packed, LARGEST)
    except zlib.error as error:
        raise ContractError(f"packed: {error}") from None
    if sha256(text).hexdigest() != told.sha256:
        raise ContractError("sha256: not that of the text")
    return text
