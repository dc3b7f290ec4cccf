"""Marks moments for the benchmarks: one JSON line each in the file that CHERHA_TRACE names; nothing without it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path


def mark(what: str, **more: str) -> None:
    """Append {"what": …, "at_ns": nanoseconds of the monotonic clock, which all processes share, …}."""
    at = time.monotonic_ns()
    if file := os.environ.get("CHERHA_TRACE"):
        with Path(file).open("a", encoding="utf-8") as trace:
            trace.write(json.dumps({"what": what, "at_ns": at, **more}, ensure_ascii=False) + "\n")
