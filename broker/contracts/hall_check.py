"""Reads a hall file and tells every mistake at once."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile

_UNITS = {"s": 1, "sec": 1, "min": 60, "h": 3600, "hour": 3600, "hours": 3600}


def duration(text: str) -> timedelta:
    """ "90 s" or "2 min". ValueError otherwise."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", text)
    if not found or found.group(2) not in _UNITS:
        raise ValueError(f'"{text}" is no duration; write a number and a unit, as "90 s" or "2 min"')
    return timedelta(seconds=float(found.group(1)) * _UNITS[found.group(2)])


def load(path: Path) -> HallFile:
    """The hall file at `path`. ConfigError with every mistake, each with file and line."""
    return parse(path.read_text(encoding="utf-8"), str(path))


def parse(text: str, name: str = "hall.toml") -> HallFile:
    """The hall file in `text`; `name` stands before each mistake."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{name}: {error}"]) from None
    try:
        return msgspec.convert(_durations(raw), HallFile)
    except msgspec.ValidationError as error:
        raise ConfigError([f"{name}: {error}"]) from None


def _durations(raw: dict[str, Any]) -> dict[str, Any]:
    policy = dict(raw.get("policy", {}))
    for key in ("no_show_after", "auto_call_after", "preference"):
        if key in policy:
            policy[key] = duration(policy[key])
    return {**raw, "policy": policy}
