"""Do the [limits] of a hall file make sense? Rules like those of `hall_rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from broker.contracts.hall_limits import Limits
from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake, duration
from broker.contracts.hall_tables import Raw, one, tables
from broker.contracts.mistakes.wrong import wrong

_LONGEST = timedelta(hours=24)
_FEWEST_ANSWERS = 5  # fewer tell of chance, and of who it was that answered
_USUAL = Limits()


def spans(raw: Raw) -> Iterator[Mistake]:
    """Each longer than nothing and not longer than a day."""
    places: list[tuple[Path, dict[str, Any], tuple[str, ...]]] = [
        (("limits",), one(raw, "limits"), ("wait", "service", "shortest_service"))
    ]
    places += [(path, table, ("wait_limit", "service_limit")) for path, table in tables(raw, "line")]
    for path, table, keys in places:
        for key in keys:
            found = _lasting(table.get(key))
            if found is not None and not timedelta(0) < found <= _LONGEST:
                yield (*path, key), wrong("limits.span", key=key, value=table[key])


def in_order(raw: Raw) -> Iterator[Mistake]:
    """A service that is too short to be one cannot be too long at once."""
    table = one(raw, "limits")
    shortest = _lasting(table.get("shortest_service")) or _USUAL.shortest_service
    longest = _lasting(table.get("service")) or _USUAL.service
    if shortest >= longest:
        key = "shortest_service" if "shortest_service" in table else "service"
        yield ("limits", key), wrong("limits.order")


def answers(raw: Raw) -> Iterator[Mistake]:
    found = one(raw, "limits").get("answers")
    if isinstance(found, int) and not isinstance(found, bool) and found < _FEWEST_ANSWERS:
        yield (
            ("limits", "answers"),
            wrong("limits.answers", found=found, fewest=_FEWEST_ANSWERS),
        )


def _lasting(text: Any) -> timedelta | None:
    try:
        return duration(text)
    except (TypeError, ValueError):
        return None


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (spans, in_order, answers)
