"""The seam to a second disk: what is on ours goes there, too, before anybody is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from broker.contracts.errors import HallError

GoOn = Callable[[], bool]
"""Asked again and again while something is awaited; False: we are told to stop."""


class TermOver(HallError):
    """Another has become the queue-master: this one must not answer anybody any more."""


class Second(Protocol):
    """Both wait, and raise TermOver when another has become the queue-master; False when told to stop."""

    @property
    def missing(self) -> frozenset[str]:
        """What is not as it should be, as codes of problems: what is written now may be on our disk alone."""
        ...

    def ready(self, go_on: GoOn) -> bool:
        """Until we may decide."""
        ...

    def written(self, seq: int, go_on: GoOn) -> bool:
        """Everything up to event `seq` is on our disk: until it may be told."""
        ...

    def stop(self) -> None: ...


class OneDisk:
    """A hall without a standby."""

    missing = frozenset[str]()

    def ready(self, go_on: GoOn) -> bool:
        return go_on()

    def written(self, seq: int, go_on: GoOn) -> bool:  # noqa: ARG002 - our own disk is all there is
        return True

    def stop(self) -> None:
        """There is nothing to end."""
