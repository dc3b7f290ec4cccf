"""What stands in a hall kit: one table. It validates, it redacts, and the docs are made of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["plain", "pii", "secret"]
"""plain: anybody may see it; pii: about a person, not in logs; secret: scrubbed from the card after success."""

FILE = "hall-kit.toml"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the kit. `wrong` says what is wrong with a value; "" when nothing is."""

    name: str
    kind: Kind
    wrong: Callable[[Any], str]
    needed: bool = True


def _text(pattern: str, says: str) -> Callable[[Any], str]:
    return lambda value: "" if isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL) else says


def _port(value: Any) -> str:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536  # noqa: PLR2004
    return "" if fits else "a port is a number from 1 to 65535"


KEYS = (
    Key("kit", "plain", lambda value: "" if value == VERSION else f"this software reads kits of version {VERSION}"),
    Key("hall", "plain", _text(r"[a-z0-9-]{1,40}", "a hall's id is of a-z, 0-9 and -")),
    Key("address", "plain", _text(r"[A-Za-z0-9.:-]{1,253}", "an address is like 192.168.1.10 or queue.local")),
    Key("port", "plain", _port),
    Key("technician", "pii", _text(r".{0,80}", "at most 80 letters"), needed=False),
    Key("token", "secret", _text(r"[A-Za-z0-9_-]{43}", "a token has 43 signs; make a new kit")),
    Key("authority", "plain", _text(r"\s*-----BEGIN CERTIFICATE-----.*", "this is no certificate; make a new kit")),
    Key("signature", "plain", _text(r"[A-Za-z0-9_=-]{80,120}", "this is no signature; make a new kit")),
)
BY_NAME: Mapping[str, Key] = {key.name: key for key in KEYS}


def signed_words(values: Mapping[str, Any]) -> bytes:
    """What the signature is over: every value but itself, whatever the file's quotes, order and line ends are."""
    said = (f"{key.name}={str(values.get(key.name, '')).strip()}" for key in KEYS if key.name != "signature")
    return "\n".join(said).replace("\r", "").encode()
