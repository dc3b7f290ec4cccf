"""A press as JSON: what every page's presses are held to before they become commands. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from broker.contracts.errors import ContractError


def kind_of(
    press: Any, presses: Mapping[str, AbstractSet[str]], page: str, also: AbstractSet[str] = frozenset()
) -> str:
    """The type of `press`, which is one of `presses`, with no field but those named there, `type`, `id` and `also`.

    ContractError names the field that is wrong. `page`: whose press it should have been.
    """
    if not isinstance(press, dict):
        raise ContractError("a press is an object", "$")
    kind = press.get("type")
    if not isinstance(kind, str) or kind not in presses:
        raise ContractError(f"no press of {page}", "$.type")
    for field in press.keys() - presses[kind] - {"type", "id"} - also:
        raise ContractError("unknown field", f"$.{field}")
    return kind
