"""What only the hall's backup word opens: the authority's key must not lie open on a second box, or on a stick.

Scrypt makes a key of the word, AES-256-GCM seals piece by piece. The word is on paper; the box keeps the key made of it,
so that backups go on by themselves.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from broker.bus.on_disk import put
from broker.standby.word import bare

MAGIC = b"cherha-sealed-1\n"
_SALT, _NONCE, _TAG = 16, 8, 16
_PIECE = 256 * 1024


class WrongWord(Exception):
    """The word does not open this, or it was changed."""


class Key(NamedTuple):
    """The key that a word makes with a salt."""

    salt: bytes
    secret: bytes


def key_of(word: str, salt: bytes = b"") -> Key:
    salt = salt or secrets.token_bytes(_SALT)
    return Key(salt, Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(bare(word).encode()))


def keep_key(path: Path, key: Key) -> None:
    put(path, key.salt + key.secret, private=True)


def kept_key(path: Path) -> Key | None:
    """The key that this box keeps; None when no word was ever made here."""
    try:
        kept = path.read_bytes()
    except FileNotFoundError:
        return None
    return Key(kept[:_SALT], kept[_SALT:])


def seal(key: Key, source: BinaryIO, target: BinaryIO) -> None:
    cipher, nonce = AESGCM(key.secret), secrets.token_bytes(_NONCE)
    target.write(MAGIC + key.salt + nonce)
    target.writelines(
        cipher.encrypt(nonce + number.to_bytes(4, "big"), piece, _mark(last=last))
        for number, last, piece in _pieces(source, _PIECE)
    )


def is_sealed_by(key: Key, path: Path) -> bool:
    """Whether a sealed file is of this key, by its beginning: a word may have been made while it was sealed."""
    with path.open("rb") as file:
        return file.read(len(MAGIC) + _SALT) == MAGIC + key.salt


def unseal(word: str | Key, source: BinaryIO, target: BinaryIO) -> Key:
    """By the word, or by the key that was made of it; the key. WrongWord before anything that is not as it was sealed
    is trusted.
    """
    if source.read(len(MAGIC)) != MAGIC:
        raise WrongWord
    salt = source.read(_SALT)
    key = key_of(word, salt) if isinstance(word, str) else word
    if key.salt != salt:
        raise WrongWord
    cipher, nonce = AESGCM(key.secret), source.read(_NONCE)
    for number, last, piece in _pieces(source, _PIECE + _TAG):
        try:
            target.write(cipher.decrypt(nonce + number.to_bytes(4, "big"), piece, _mark(last=last)))
        except InvalidTag:
            raise WrongWord from None
    return key


def _mark(*, last: bool) -> bytes:
    """So that a file that was cut short is known."""
    return b"last" if last else b"more"


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[int, bool, bytes]]:
    number, piece = 0, source.read(size)
    while True:
        after = source.read(size)
        yield number, not after, piece
        if not after:
            return
        number, piece = number + 1, after
