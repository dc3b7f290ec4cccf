"""The tables of `broker/README.md`: who says what, on which topic, and why the answer may be no."""

from __future__ import annotations

import tomllib
import typing
from collections.abc import Iterable
from pathlib import Path

import msgspec

from broker.contracts.commands import Command
from broker.contracts.events import AnyEvent, Event
from broker.contracts.speakers import WHO
from broker.contracts.topics import MAJOR, TABLE

PHRASES = Path(__file__).parents[2] / "queuemaster" / "phrases"


def tables() -> str:
    """All of them, in Markdown."""
    return "\n\n".join(
        [
            f"### Topics, below `cherha/{MAJOR}/<hall>/`\n\n" + _topics(),
            "### Commands\n\nBeside `type`, `id`, `at` and `expires`; `?` may be absent.\n\n" + _commands(),
            "### Events\n\nBeside `type`, `seq`, `at`, `by` and `command`.\n\n" + _events(),
            "### Why a command is refused\n\n" + _refusals(),
        ]
    )


def _topics() -> str:
    return _table(
        ("topic", "who publishes", "retained", "payload"),
        ((f"`{t.pattern}`", t.publisher, "yes" if t.retained else "never", t.payload) for t in TABLE),
    )


def _commands() -> str:
    return _table(
        ("command", "fields", "who"),
        ((f"`{_tag(kind)}`", _fields(kind, Command), ", ".join(who)) for kind, who in WHO),
    )


def _events() -> str:
    kinds = typing.get_args(AnyEvent)
    return _table(("event", "fields"), ((f"`{_tag(kind)}`", _fields(kind, Event)) for kind in kinds))


def _refusals() -> str:
    words = tomllib.loads((PHRASES / "en.toml").read_text("utf-8"))["refused"]
    return _table(("reason", "said as"), ((f"`{code}`", words[code]) for code in sorted(words)))


def _tag(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _fields(kind: type[msgspec.Struct], base: type[msgspec.Struct]) -> str:
    common = {field.name for field in msgspec.structs.fields(base)}
    own = [field for field in msgspec.structs.fields(kind) if field.name not in common]
    return ", ".join(field.encode_name + ("" if field.required else "?") for field in own)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
