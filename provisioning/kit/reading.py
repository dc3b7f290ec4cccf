"""Reads a hall kit as people leave it after an editor: with a byte order mark, CRLF, typographic quotes. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import tables
from broker.contracts.mistakes.words import said
from broker.contracts.mistakes.wrong import Said, Told, wrong
from provisioning.kit.schema import BY_NAME, FILE, KEYS

SCRUBBED = "scrubbed"
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'"))


def decoded(content: bytes) -> str:
    """The text of a kit in whatever an editor has saved it. ConfigError when it is no text."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError([Told(f"{FILE}:{line}: ", wrong("kit.no-text"))]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_QUOTES)


def read(content: bytes) -> tuple[dict[str, Any], list[Told]]:
    """The values of a kit, and remarks about what it has besides. ConfigError with every mistake, each with its line."""
    text = decoded(content)
    values, broken = tables(text)
    found: list[tuple[int, Said]] = [(line, what) for line, _, what in broken]
    remarks: list[Told] = []
    for name in values:
        if name not in BY_NAME:
            close = get_close_matches(name, BY_NAME, 1)
            what = wrong("kit.unknown-near", key=name, near=close[0]) if close else wrong("kit.unknown", key=name)
            remarks.append(Told(f"{FILE}:{_line(text, name)}: ", what))
    for key in KEYS:
        if key.name not in values:
            if key.needed:
                found.append((_line(text, key.name), wrong("kit.missing", key=key.name)))
        elif values[key.name] == SCRUBBED:
            found.append((_line(text, key.name), wrong("kit.used-up", key=key.name)))
        elif says := key.wrong(values[key.name]):
            found.append((_line(text, key.name), wrong("kit.key", key=key.name, what=says)))
    if found:
        raise ConfigError(
            [Told(f"{FILE}:{line}: ", what) for line, what in sorted(found, key=lambda each: (each[0], said(each[1])))]
        )
    return {name: value for name, value in values.items() if name in BY_NAME}, remarks


def scrubbed(content: bytes) -> bytes:
    """The kit without its secrets: for the card, once the appliance has been let in."""
    text = decoded(content)
    for key in KEYS:
        if key.kind == "secret":
            text = re.sub(rf"(?m)^(\s*{key.name}\s*=\s*).*$", rf'\1"{SCRUBBED}"', text)
    return text.encode()


def blotted(content: bytes) -> bytes:
    """The kit with its secrets overwritten sign by sign, byte for byte as long: for the place on the card where it lies."""
    text = decoded(content)
    for key in KEYS:
        if key.kind == "secret":
            for found in re.finditer(rf"(?m)^\s*{key.name}\s*=\s*[\"']*([A-Za-z0-9_-]+)", text):
                for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                    content = content.replace(found[1].encode(encoding), ("x" * len(found[1])).encode(encoding))
    return content


def shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a log or a support bundle may have."""
    return {name: value for name, value in values.items() if name in BY_NAME and BY_NAME[name].kind == "plain"}


def _line(text: str, name: str) -> int:
    found = re.search(rf"^\s*{re.escape(name)}\s*=", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else text.count("\n") + 1
