"""What a technician's page has to show in pictures. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.contracts.enrolling import Asking, LetIn, Newcomer

_NAMES = ("announcer-1", "board-1", "board-2", "dispenser-1", "info-1", "office-1", "queue-master-1")


def asking(at: datetime) -> Asking:
    """Two boxes at the door, one of them on a card that may be a copy."""
    return Asking(
        newcomers=(
            Newcomer(
                id="sample-1",
                hardware="10000000a1b2c3d4",
                since=at - timedelta(minutes=2),
                address="192.168.10.34",
                identify=True,
            ),
            Newcomer(
                id="sample-2",
                hardware="10000000e5f60718",
                since=at - timedelta(minutes=1),
                role="board",
                address="192.168.10.35",
                known="board-2",
            ),
        ),
        members=tuple(
            LetIn(name=name, role=name.rpartition("-")[0], hardware=f"10000000c0ffee{place:02x}")
            for place, name in enumerate(_NAMES)
        ),
    )
