"""A question as SQL. Pure: names come from the tables of measures and groups, values are parameters."""

from __future__ import annotations

from collections.abc import Sequence

from office.reports.measures import GROUPS, MEASURES, Measure
from office.reports.question import Question

# What a leg has beside its own columns (`broker.visits`): those that measures speak of; `limits` has the hall file's.
# Reckoned once, when a day is taken in, and not for every question again.
LEGS = """
SELECT leg.*,
  CASE WHEN called IS NOT NULL THEN greatest(called - joined, 0) END AS wait,
  CASE WHEN outcome = 'served' THEN finished - started - held END AS service_time,
  CASE WHEN called IS NOT NULL AND started >= called THEN started - called END AS walk,
  limits.wait AS wait_limit, limits.service AS service_limit
FROM {legs} AS leg LEFT JOIN limits ON leg.line = limits.line
"""


IN_ORDER = ("day", "week", "month", "weekday", "hour", "window", "grade")


def query(question: Question) -> tuple[str, list[object]]:
    """The SQL and its parameters. Columns: the groups, then each measure; a share is two, `…:part` and `…:whole`."""
    measures = [MEASURES[name] for name in question.measures]
    keys = [(f"g{place}", GROUPS[name].sql) for place, name in enumerate(question.groups)]
    parts = []
    legs = [m for m in measures if m.table == "leg"]
    stretches = [m for m in measures if m.table == "stretch"]
    both = [m for m in measures if m.table == "both"]
    where, values = _where(question)
    params: list[object] = []
    leg_columns = _columns(legs) + (["count(*) FILTER (outcome = 'served') AS \"+served\""] if both else [])
    stretch_columns = _columns(stretches)
    if both:
        stretch_columns.append('coalesce(sum("end" - begin) FILTER (kind = \'open\'), 0) AS "+open"')
    sources = [("l", "legs", leg_columns), ("s", "stretch", stretch_columns)]
    used = [(name, table, columns) for name, table, columns in sources if columns]
    for name, table, columns in used:
        chosen = ", ".join([*(f"{sql} AS {key}" for key, sql in keys), *columns])
        group = f" GROUP BY {', '.join(sql for _, sql in keys)}" if keys else ""
        parts.append(f"{name} AS (SELECT {chosen} FROM {table} WHERE {where}{group})")  # noqa: S608 - our own names
        params += values
    joined = _join([name for name, _, _ in used], [key for key, _ in keys])
    many = len(used) > 1
    shown = [f"coalesce(l.{key}, s.{key}) AS {key}" if many else key for key, _ in keys]
    for measure in measures:
        if measure.table == "both":
            shown.append(f'1.0 * "+served" / nullif("+open", 0) * 3600000 AS "{measure.id}"')
        else:
            shown += [f'"{column}"' for column in names(measure)]
    order = f" ORDER BY {_order(question, measures[0])}" if keys else ""
    chosen = f"SELECT {', '.join(shown)} FROM {joined}"  # noqa: S608 - our own names
    return f"WITH {', '.join(parts)} SELECT * FROM ({chosen}){order}", params  # noqa: S608


def _order(question: Question, first: Measure) -> str:
    """Times and windows in their own order; what has none, the most first."""
    own = [f"try_cast(g{place} AS INTEGER), g{place}" for place in range(len(question.groups))]
    if len(question.groups) == 1 and question.groups[0] not in IN_ORDER:
        return f'"{names(first)[-1]}" DESC NULLS LAST, {own[0]}'
    return ", ".join(own)


def names(measure: Measure) -> list[str]:
    return [f"{measure.id}:part", f"{measure.id}:whole"] if measure.kind == "share" else [measure.id]


def _columns(measures: Sequence[Measure]) -> list[str]:
    columns = []
    for measure in measures:
        if measure.kind == "share":
            columns += [f'{measure.part} AS "{measure.id}:part"', f'{measure.whole} AS "{measure.id}:whole"']
        else:
            columns.append(f'{measure.value} AS "{measure.id}"')
    return columns


def _join(tables: Sequence[str], keys: Sequence[str]) -> str:
    if len(tables) == 1:
        return tables[0]
    if not keys:
        return "l CROSS JOIN s"
    return "l FULL JOIN s ON " + " AND ".join(f"l.{key} IS NOT DISTINCT FROM s.{key}" for key in keys)


def _where(question: Question) -> tuple[str, list[object]]:
    conditions = ["day BETWEEN ? AND ?"]
    values: list[object] = [question.since, question.until]
    for group, wanted in sorted(question.filters.items()):
        conditions.append(f"{GROUPS[group].sql} IN ({', '.join('?' for _ in wanted)})")
        values += wanted
    return " AND ".join(conditions), values
