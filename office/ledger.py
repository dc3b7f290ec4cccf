"""Events in journal order, whatever order and however often they arrive; and what must be asked for.

Pure. The bus delivers at least once and MAY lose. The ledger holds back what came too early, drops what it has,
and names the one `events-since` that is wanted next. It starts in the middle of a journal that can be years long,
so it looks backwards from the present, a page at a time, only until it has seen today open.
"""

from __future__ import annotations

from broker.contracts.events import DayOpened, Event, UnknownEvent

PAGE = 500  # the most events that one reply may carry


class Ledger:
    """`hear` and `hear_page` return the events that have become next in order, oldest first."""

    def __init__(self) -> None:
        self.seq: int | None = None  # the last event handed out; None until today is known
        self._early: dict[int, Event | UnknownEvent] = {}
        self._begins = 0  # what is not after this event lies in an archive and is not to be had
        self._first = 0  # while starting: all from here to `_goal` is wanted
        self._goal: int | None = None  # the newest place in the journal that anybody has spoken of

    @property
    def missing(self) -> int | None:
        """The `seq` of the next events-since to ask, or None when nothing is known to be missing."""
        if self._goal is None:
            return None
        have = self._first if self.seq is None else self.seq
        while have + 1 in self._early:
            have += 1
        return have if have < self._goal else None

    def begin(self, seq: int) -> list[Event]:
        """The queue-master stands at `seq` (a snapshot said so). The first call starts the search for today."""
        if self._goal is None:
            self._first = max(self._begins, seq - PAGE)
        self._goal = max(self._goal or 0, seq)
        return self._ready()

    def hear(self, event: Event | UnknownEvent) -> list[Event]:
        """One event, as it was heard."""
        if self.seq is None or event.seq > self.seq:
            self._early[event.seq] = event
        if self._goal is not None:
            self._goal = max(self._goal, event.seq)
        return self._ready()

    def hear_page(self, asked: int, events: list[Event | UnknownEvent]) -> list[Event]:
        """The reply to events-since `asked`. An empty page says that the journal ends there."""
        for event in events:
            if self.seq is None or event.seq > self.seq:
                self._early[event.seq] = event
        if not events and self._goal is not None and self.missing == asked:
            self._goal = asked
        return self._ready()

    def hear_archived(self, begins: int) -> list[Event]:
        """The queue-master has archived what is not after event `begins`: nobody need ask for it again."""
        self._begins = begins
        self._first = max(self._first, begins)
        self._early = {seq: event for seq, event in self._early.items() if seq > begins}
        if self.seq is not None:
            self.seq = max(self.seq, begins)
        return self._ready()

    def _ready(self) -> list[Event]:
        if self.seq is None and not self._found_today():
            return []
        ready: list[Event] = []
        assert self.seq is not None
        while (event := self._early.pop(self.seq + 1, None)) is not None:
            self.seq = event.seq
            if isinstance(event, Event):
                ready.append(event)
        return ready

    def _found_today(self) -> bool:
        if self._goal is None or self.missing is not None:
            return False
        opened = [seq for seq, event in self._early.items() if isinstance(event, DayOpened) and seq > self._first]
        if not opened and self._first > self._begins:
            self._first = max(self._begins, self._first - PAGE)
            return False
        self.seq = max(opened) - 1 if opened else self._begins
        self._early = {seq: event for seq, event in self._early.items() if seq > self.seq}
        return True
