"""What a bench found: named numbers with a unit, and beside them, for information, what was aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from msgspec import Struct


class Figure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a bench. `values` in `unit`; `target` and `note` are words for whoever reads it."""

    what: str
    values: dict[str, float]
    unit: str
    target: str = ""
    note: str = ""


class Report(Struct, frozen=True, kw_only=True):
    """What `--json` prints: one for each bench."""

    bench: str
    figures: tuple[Figure, ...]


def percentile(samples: Sequence[float], percent: float) -> float:
    """The smallest sample that `percent` of all do not exceed (nearest rank). ValueError without samples."""
    if not samples:
        raise ValueError("nothing was measured")
    ranked = sorted(samples)
    return ranked[min(len(ranked) - 1, max(0, -int(-len(ranked) * percent // 100) - 1))]


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p99 and the largest of some durations, in milliseconds."""
    return {
        "p50": percentile(seconds, 50) * 1000,
        "p99": percentile(seconds, 99) * 1000,
        "max": max(seconds) * 1000,
    }


def line(figure: Figure) -> str:
    """The figure as a line for people."""
    values = "  ".join(f"{name} {_short(value)}" for name, value in figure.values.items())
    told = f"  {figure.what:<58} {values} {figure.unit}".rstrip()
    if figure.target:
        told += f"   [aim: {figure.target}]"
    return f"{told}\n      {figure.note}" if figure.note else told


def _short(value: float) -> str:
    if isnan(value):
        return "–"
    if value == int(value) or abs(value) >= 100:  # noqa: PLR2004 - digits that nobody reads
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"  # noqa: PLR2004
