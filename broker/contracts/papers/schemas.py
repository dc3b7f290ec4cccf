"""JSON Schemas (2020-12) of everything that crosses the bus."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from broker.contracts.acceptance import Sheet
from broker.contracts.city import Branch, City
from broker.contracts.commands import AnyCommand
from broker.contracts.enrolling import Asking, DeskSaid, DeskWish
from broker.contracts.events import AnyEvent
from broker.contracts.hall_text import HallText
from broker.contracts.replies import Reply
from broker.contracts.shown import Seen, Shown
from broker.contracts.snapshot import Snapshot
from broker.contracts.standby import StandbyAsk, StandbyTold, Vote, Voted
from broker.contracts.status import About, Bequest, Content, Did, Do, Problem, Speaking, Status

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# The payloads of the topic table. Each row of `topics.TABLE` names one of these.
PAYLOADS: dict[str, Any] = {
    "Command": AnyCommand,
    "Reply": Reply,
    "Event": AnyEvent,
    "Snapshot": Snapshot,
    "Branch": Branch,
    "City": City,
    "Status": Status,
    "About": About,
    "Problem": Problem,
    "Do": Do,
    "Did": Did,
    "Speaking": Speaking,
    "Shown": Shown,
    "Seen": Seen,
    "Bequest": Bequest,
    "Content": Content,
    "HallText": HallText,
    "Sheet": Sheet,
    "Asking": Asking,
    "DeskWish": DeskWish,
    "DeskSaid": DeskSaid,
    "Ask": StandbyAsk,
    "Told": StandbyTold,
    "Vote": Vote,
    "Voted": Voted,
}


def schemas() -> dict[str, dict[str, Any]]:
    """One self-contained schema for each payload: {"Command": {…}, …}."""
    found = {}
    for name, kind in PAYLOADS.items():
        (schema,), parts = msgspec.json.schema_components((kind,), ref_template="#/$defs/{name}")
        found[name] = tidy({"$schema": DIALECT, "title": name, **schema, "$defs": dict(sorted(parts.items()))})
    return found


def components() -> tuple[dict[str, Any], dict[str, Any]]:
    """The same for one document: the schema of each payload, and the parts that they share."""
    found, parts = msgspec.json.schema_components(PAYLOADS.values(), ref_template="#/components/schemas/{name}")
    return tidy(dict(zip(PAYLOADS, found, strict=True))), tidy(dict(sorted(parts.items())))


def tidy(value: Any) -> Any:
    """Descriptions are docstrings, whose indentation is kept by Python 3.11 and taken away by 3.13."""
    if isinstance(value, dict):
        return {
            key: inspect.cleandoc(inner) if key == "description" and isinstance(inner, str) else tidy(inner)
            for key, inner in value.items()
        }
    return [tidy(inner) for inner in value] if isinstance(value, list) else value
