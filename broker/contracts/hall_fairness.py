"""Does a hall file promise what can be kept? Rates, guarantees, and lines that take turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake, duration, nearest
from broker.contracts.hall_tables import Raw, ids_of, names, one, tables
from broker.contracts.mistakes.wrong import wrong

_MOST_OF_A_ROUND = 100  # calls; a longer round would let a line wait for hours for its turn


def guarantees(raw: Raw) -> Iterator[Mistake]:
    """A guarantee of no time at all would put everybody before everybody."""
    places: list[tuple[Path, dict[str, Any], str]] = [(("policy",), one(raw, "policy"), "guarantee")]
    places += [(path, table, "within") for path, table in tables(raw, "priority")]
    for path, table, key in places:
        if _lasting(table.get(key)) == timedelta(0):
            yield (*path, key), wrong("fair.zero", key=key, value=table[key])


def turns(raw: Raw) -> Iterator[Mistake]:
    """Each group names two lines or more that exist, a line stands in one group, and each has its share."""
    known = ids_of(raw, "line")
    taken: dict[str, int] = {}
    for place, (path, table) in enumerate(tables(raw, "turns"), 1):
        lines = names(table, "lines")
        for line in lines:
            if line not in known:
                yield (*path, "lines"), wrong("id.unknown", table="line", id=line, near=nearest(line, known))
            if taken.get(line) == place:
                yield (*path, "lines"), wrong("line.twice", line=line)
            elif line in taken:
                yield (*path, "lines"), wrong("turns.elsewhere", line=line)
            taken.setdefault(line, place)
        if len(lines) == 1 or table.get("lines") == []:
            yield (*path, "lines"), wrong("turns.short")
        yield from _ratio((*path, "ratio"), table.get("ratio"), len(lines))


def _ratio(path: Path, ratio: Any, lines: int) -> Iterator[Mistake]:
    if not isinstance(ratio, list) or not all(isinstance(each, int) and not isinstance(each, bool) for each in ratio):
        return
    if len(ratio) != lines:
        yield path, wrong("turns.ratio-count", count=len(ratio), lines=lines)
    for each in ratio:
        if each < 1:
            yield path, wrong("turns.ratio-zero", each=each)
    if sum(ratio) > _MOST_OF_A_ROUND:
        yield path, wrong("turns.round", sum=sum(ratio), most=_MOST_OF_A_ROUND)


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (guarantees, turns)


def remarks(raw: Raw) -> Iterator[Mistake]:
    """What promises nothing: a guarantee that others have anyway, turns that no window can take."""
    everybody = _lasting(one(raw, "policy").get("guarantee"))
    for path, table in tables(raw, "priority"):
        own = _lasting(table.get("within"))
        if everybody and own and own >= everybody:
            yield (*path, "within"), wrong("remark.within", guarantee=_guarantee(raw))
    served = [names(table, "lines") or ["*"] for _, table in tables(raw, "window")]
    for path, table in tables(raw, "turns"):
        lines = set(names(table, "lines"))
        if served and not any("*" in each or len(lines.intersection(each)) > 1 for each in served):
            yield path, wrong("remark.turns")


def _guarantee(raw: Raw) -> Any:
    return one(raw, "policy").get("guarantee")


def _lasting(text: Any) -> timedelta | None:
    try:
        return duration(text)
    except (TypeError, ValueError):
        return None
