"""A catalogue as the text of catalogue.toml: what people and programs changed looks alike. Pure."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from kiosk.info.catalogue.shape import Catalogue


def written(catalogue: Catalogue) -> str:
    """The file that reads as this catalogue. What a table does not say is left out."""
    parts: list[str] = []
    for field in msgspec.structs.fields(Catalogue):
        value = getattr(catalogue, field.name)
        for table in value if isinstance(value, tuple) else (value,):
            brackets = f"[[{field.name}]]" if isinstance(value, tuple) else f"[{field.name}]"
            lines = [
                f"{key.name} = {_value(said)}"
                for key in msgspec.structs.fields(type(table))
                if (said := getattr(table, key.name)) != key.default and said not in ({}, (), None)
            ]
            parts.append("\n".join([brackets, *lines]))
    return "\n\n".join(parts) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(words)}" for key, words in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, str):
        # A JSON text is a TOML text, but for one control character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else json.dumps(key)
