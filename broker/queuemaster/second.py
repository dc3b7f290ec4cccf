"""The seam to a second disk: what is on ours goes there, too, before anybody is answered."""

from __future__ import annotations

from typing import Protocol


class Second(Protocol):
    """Where a batch also is when `written` returns, as far as that is promised."""

    def written(self, seq: int) -> None:
        """Everything up to event `seq` is on our disk."""
        ...

    def stop(self) -> None: ...


class OneDisk:
    """A hall without a standby."""

    def written(self, seq: int) -> None:
        """Our own disk is all there is."""

    def stop(self) -> None:
        """There is nothing to end."""
