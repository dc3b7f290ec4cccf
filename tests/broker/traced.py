"""What the roles noted so far in the file of CHERHA_TRACE (see `broker.bus.trace`), while they go on writing it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def notes(trace: Path) -> list[dict[str, Any]]:
    """All whole lines, in the order in which they were written. None where there is no file yet.

    The last line may be there in part: a write that crosses a page of memory grows the file in two steps.
    """
    if not trace.exists():
        return []
    text = trace.read_bytes()
    return [json.loads(line) for line in text[: text.rfind(b"\n") + 1].splitlines()]
