"""On which boards each call was seen, and when it was on all of them. Pure.

Moments are the queue-master's: a report is heard after the frame, so a call was on the screen at that moment at the latest.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct, field

from broker.contracts.shown import CallSeen, Seen, Shown
from broker.contracts.snapshot import CallView
from broker.contracts.status import Status

BOARD = "board"
THERE = frozenset({"ready", "degraded"})

Key = tuple[str, int, int]  # number, window, times


class _Called(Struct):
    """`expected`: the boards that were there when the call was made and show its zone."""

    call: CallView
    expected: frozenset[str]
    seen: dict[str, datetime] = field(default_factory=dict)


class Showing:
    """Told of boards, of their reports and of the calls; asked where each call was seen."""

    def __init__(self) -> None:
        self._there: set[str] = set()
        self._reports: dict[str, Shown] = {}
        self._calls: dict[Key, _Called] = {}

    def status(self, appliance: str, status: Status) -> None:
        """A board came or went. One that is lost is not waited for any more."""
        if status.role != BOARD:
            return
        if status.state in THERE:
            self._there.add(appliance)
        else:
            self._there.discard(appliance)
            for called in self._calls.values():
                called.expected -= {appliance}

    def shown(self, appliance: str, shown: Shown, now: datetime) -> bool:
        """A board says what it shows. True when a call was seen there for the first time. A window's sign is no board:
        whoever waits does not look at it.
        """
        if shown.windows:
            return False
        self._reports[appliance] = shown
        return self._see(appliance, shown, now)

    def called(self, calls: Iterable[CallView], now: datetime) -> bool:
        """These are the hall's last calls, newest first. True when there is one that was not known."""
        before, news = self._calls, False
        self._calls = {}
        for call in calls:
            key = (call.number, call.window, call.times)
            known = before.get(key)
            if known is None or known.call.at != call.at:
                expected = frozenset(board for board in self._there if self._covers(board, call.zone))
                known, news = _Called(call, expected), True
            self._calls[key] = known
        if news:  # a board may have told faster than we looked
            for appliance, shown in self._reports.items():
                self._see(appliance, shown, now)
        return news

    def told(self, now: datetime) -> Seen:
        return Seen(at=now, calls=tuple(_told(called) for called in self._calls.values()))

    def _covers(self, board: str, zone: str) -> bool:
        report = self._reports.get(board)
        return report is None or not report.zones or zone in report.zones

    def _see(self, appliance: str, shown: Shown, now: datetime) -> bool:
        first = False
        for row in shown.calls:
            called = self._calls.get((row.number, row.window, row.times))
            # Numbers come again every day: a report that the broker kept from another day is none of this call.
            if (
                called
                and appliance not in called.seen
                and shown.at.date() == called.call.at.astimezone(shown.at.tzinfo).date()
            ):
                called.seen[appliance], first = now, True
        return first


def _told(called: _Called) -> CallSeen:
    call, missing = called.call, called.expected - called.seen.keys()
    return CallSeen(
        number=call.number,
        window=call.window,
        zone=call.zone,
        times=call.times,
        called=call.at,
        boards=dict(sorted(called.seen.items())),
        missing=tuple(sorted(missing)),
        everywhere=max(called.seen.values()) if called.seen and not missing else None,
    )
