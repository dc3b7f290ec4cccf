"""Does the [retention] of a hall file make sense? Rules like those of `hall_rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeGuard

from broker.contracts.hall_shape import Mistake
from broker.contracts.hall_tables import Raw, one
from broker.contracts.mistakes.wrong import wrong

_LEAST = {"keep_days": 0, "archive_years": 0, "replies_days": 1, "secrets_days": 0, "documents_days": 1}
_MOST = {"keep_days": 3660, "archive_years": 100, "replies_days": 3660, "secrets_days": 365, "documents_days": 3660}
_KEEP_DAYS, _REPLIES_DAYS = 30, 2  # what holds where the file is silent


def spans(raw: Raw) -> Iterator[Mistake]:
    """Each within what a date can bear, and replies no longer than the events that they tell of."""
    table = one(raw, "retention")
    for key, least in _LEAST.items():
        value = table.get(key)
        if _is_number(value) and not least <= value <= _MOST[key]:
            yield ("retention", key), wrong("bound.range", key=key, value=value, least=least, most=_MOST[key])
    keep, replies = table.get("keep_days", _KEEP_DAYS), table.get("replies_days", _REPLIES_DAYS)
    if _is_number(keep) and _is_number(replies) and 0 < keep < replies:
        key = "replies_days" if "replies_days" in table else "keep_days"
        yield (
            ("retention", key),
            wrong("retention.replies", replies=replies, keep=keep),
        )


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (spans,)
