"""What is in a document at one moment: its files by path, each named by its content. One text stands for all. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec

Contents = dict[str, str]
"""Path -> SHA-256 of the file."""


def written(contents: Mapping[str, str]) -> str:
    """The same contents make the same text.

    >>> written({"b.toml": "2", "a.toml": "1"})
    '{"a.toml": "1", "b.toml": "2"}'
    """
    return json.dumps(contents, ensure_ascii=False, sort_keys=True)


def read(text: str) -> Contents:
    return msgspec.json.decode(text, type=Contents)
