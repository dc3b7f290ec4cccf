"""What should be looked into: each check with its exact rule, in SQL over the rows, and the rows that it finds. Pure.

A row is a reason to ask, not a proof: `docs/reports.md` says of each what else may be behind it.
"""

from __future__ import annotations

from msgspec import Struct

MOST_ROWS = 500


class Check(Struct, frozen=True):
    """`rows`: what is found, newest first. `of`: all cases that it might have been, for the share by operator."""

    id: str
    columns: tuple[str, ...]
    rows: str
    of: str


_WHEN = "day BETWEEN $since AND $until"

ALL = (
    Check(
        "out-of-turn",
        ("called", "window", "operator", "number", "service", "passed", "wait"),
        f"FROM legs WHERE {_WHEN} AND reason = 'operator'",
        f"FROM legs WHERE {_WHEN} AND called IS NOT NULL",
    ),
    Check(
        "early-closing",
        ("at", "window", "operator", "waiting", "unserved"),
        f"FROM closing WHERE {_WHEN} AND waiting > 0",
        f"FROM (SELECT DISTINCT day, \"window\", operator FROM stretch WHERE {_WHEN} AND kind = 'open')",  # noqa: S608
    ),
    Check(
        "phantom-service",
        ("started", "window", "operator", "number", "service", "walk", "service_time"),
        f"FROM legs WHERE {_WHEN} AND outcome = 'served' AND began <> 'next-leg' AND service_time < $shortest",
        f"FROM legs WHERE {_WHEN} AND outcome = 'served' AND began <> 'next-leg' AND service_time IS NOT NULL",
    ),
    Check(
        "unchecked-priority",
        ("called", "window", "operator", "number", "service", "priority", "outcome"),
        f"FROM legs WHERE {_WHEN} AND called IS NOT NULL AND started IS NOT NULL AND priority IS NOT NULL AND NOT checked",
        f"FROM legs WHERE {_WHEN} AND called IS NOT NULL AND started IS NOT NULL AND priority IS NOT NULL",
    ),
    Check(
        "repeated-transfers",
        ("finished", "window", "operator", "number", "service", "place"),
        f"FROM legs WHERE {_WHEN} AND outcome = 'transferred' AND ticket IN "  # noqa: S608
        f"(SELECT ticket FROM legs WHERE {_WHEN} AND outcome = 'transferred' GROUP BY ticket HAVING count(*) > 1)",
        f"FROM legs WHERE {_WHEN} AND started IS NOT NULL",
    ),
)
CHECKS = {check.id: check for check in ALL}


def rows_sql(check: Check) -> str:
    """The rows, newest first; `day` before the columns."""
    columns = ", ".join(f'"{column}"' for column in ("day", *check.columns))
    return f'SELECT {columns} {check.rows} ORDER BY day DESC, "{check.columns[0]}" DESC, "window" LIMIT {MOST_ROWS}'


def operators_sql(check: Check) -> str:
    """By operator: how many were found, and of how many."""
    return (
        f"WITH f AS (SELECT operator, count(*) AS n {check.rows} GROUP BY operator),"  # noqa: S608
        f" w AS (SELECT operator, count(*) AS n {check.of} GROUP BY operator)"
        " SELECT w.operator, coalesce(f.n, 0), w.n FROM w LEFT JOIN f ON w.operator IS NOT DISTINCT FROM f.operator"
        " ORDER BY coalesce(f.n, 0) DESC, w.operator"
    )
