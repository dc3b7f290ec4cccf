"""A folder for sounds that are of use to this process alone."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory


class SpareFolder:
    """It goes with whoever holds it, or with the process; a kill leaves it to the next start of the machine."""

    def __init__(self, what: str) -> None:
        # Somebody may play from it at the very end: what is gone already, or still comes, is no error.
        self._held = TemporaryDirectory(prefix=f"cherha-{what}-", ignore_cleanup_errors=True)
        self.path = Path(self._held.name)
