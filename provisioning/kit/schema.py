"""What stands in a hall kit: one table. It validates, it redacts, and the docs are made of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from broker.contracts.mistakes.wrong import Wrong, wrong

Kind = Literal["plain", "pii", "secret"]
"""plain: anybody may see it; pii: about a person, not in logs; secret: scrubbed from the card after success."""

FILE = "hall-kit.toml"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the kit. `wrong`: what is wrong with a value, if anything is."""

    name: str
    kind: Kind
    wrong: Callable[[Any], Wrong | None]
    needed: bool = True


def _text(pattern: str, what: Wrong) -> Callable[[Any], Wrong | None]:
    return lambda value: None if isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL) else what


def _port(value: Any) -> Wrong | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536  # noqa: PLR2004
    return None if fits else wrong("kit.port")


KEYS = (
    Key("kit", "plain", lambda value: None if value == VERSION else wrong("kit.version", version=VERSION)),
    Key("hall", "plain", _text(r"[a-z0-9-]{1,40}", wrong("kit.hall"))),
    Key("address", "plain", _text(r"[A-Za-z0-9.:-]{1,253}", wrong("kit.address"))),
    Key("port", "plain", _port),
    Key("technician", "pii", _text(r".{0,80}", wrong("kit.technician")), needed=False),
    Key("token", "secret", _text(r"[A-Za-z0-9_-]{43}", wrong("kit.token"))),
    Key("authority", "plain", _text(r"\s*-----BEGIN CERTIFICATE-----.*", wrong("kit.certificate"))),
    Key("signature", "plain", _text(r"[A-Za-z0-9_=-]{80,120}", wrong("kit.signature"))),
)
BY_NAME: Mapping[str, Key] = {key.name: key for key in KEYS}


def signed_words(values: Mapping[str, Any]) -> bytes:
    """What the signature is over: every value but itself, whatever the file's quotes, order and line ends are."""
    said = (f"{key.name}={str(values.get(key.name, '')).strip()}" for key in KEYS if key.name != "signature")
    return "\n".join(said).replace("\r", "").encode()
