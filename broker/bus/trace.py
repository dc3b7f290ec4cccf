"""When things happened, for the bench: one JSON line each in the file that CHERHA_TRACE names; nothing without it.

All processes of a machine may write the same file: lines are short and appended, and their clock is one.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path


def mark(what: str, **about: str) -> None:
    """Append {"what": …, "at_ns": nanoseconds of CLOCK_MONOTONIC, …}. Costs nothing worth measuring when off."""
    at = time.monotonic_ns()
    if file := os.environ.get("CHERHA_TRACE"):
        with Path(file).open("a", encoding="utf-8") as trace:
            trace.write(json.dumps({"what": what, "at_ns": at, **about}, ensure_ascii=False) + "\n")
