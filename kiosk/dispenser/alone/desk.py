"""Issues tickets while the hall is out of reach, and keeps the numbers for it fresh while it is not.

Before a slip can be printed two things are on the disk, in this order: that its number is used, and the ticket itself
in the outbox. Whenever the power goes in between, a number is lost and nothing else.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue

from msgspec import Struct, structs

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.on_disk import keep, kept
from broker.bus.outbox import Outbox, OutboxFull
from broker.contracts.commands import LeaseNumbers, TakeTicket
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases
from broker.contracts.replies import Reply, TicketView
from broker.contracts.snapshot import Snapshot
from kiosk.dispenser.alone.hours import HallTime, as_of
from kiosk.dispenser.alone.leases import Reserve
from kiosk.dispenser.inputs import SendTake
from kiosk.dispenser.visit_record import VisitRecord

log = logging.getLogger(__name__)

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
ASKING = 20.0  # seconds of asking for numbers before asking anew
OTHER_DAY = 3600.0  # seconds without asking when the hall and we are not of one day
CLOCKS_DIFFER = timedelta(minutes=10)  # by more than this one of them was put right
AGAIN = 60.0  # seconds between wishes for numbers that nobody granted


class _Kept(Struct, frozen=True):
    """`wish`: the id under which numbers were asked for last, so that a crash while asking costs no block. `issued_at`:
    of the last ticket, so that the next one is none the earlier for it, whichever clock was believed in between. `of`:
    the dispenser that leased them; "": an earlier version did not say.
    """

    reserve: Reserve = Reserve()
    wish: str = ""
    wish_day: str = ""
    issued_at: datetime | None = None
    of: str = ""


class AloneDesk:
    """`on_change` is called, in any thread, when there are other lines with numbers than before; `live` tells whether
    the queue-master is heard now. `name`: of this dispenser. Numbers that its card leased under another stay unused: whoever
    has that name may print them, and the hall takes them from nobody else.
    """

    def __init__(
        self,
        folder: Path,
        hall: HallFile,
        asker: Asker,
        outbox: Outbox,
        *,
        on_change: Callable[[], None],
        live: Callable[[], bool],
        record: VisitRecord,
        name: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hall, self._asker, self._outbox = hall, asker, outbox
        self._on_change, self._live, self._record, self._clock = on_change, live, record, clock
        self._numbers, self._picture = folder / "leases.json", folder / "last-heard.json"
        self._lock = threading.RLock()
        before = kept(self._numbers, _Kept) or _Kept()
        self._kept = before if before.of in ("", name) else _Kept(issued_at=before.issued_at)
        self._name = name
        self._last = kept(self._picture, Snapshot)
        self._time = HallTime()
        if self._last is not None:
            self._time.hear(self._last.at, clock())
        self._lines = tuple(dict.fromkeys(s.line for s in hall.service if "walk-in" in s.modes))
        self._asked_at: float | None = None
        self._wishes: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="alone", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._wishes.put(None)
        self._thread.join(5.0)

    def now(self) -> datetime:
        """The hall's time, as far as it can be known."""
        return self._time.now(now(self._hall.timezone), self._clock())

    @property
    def lines(self) -> frozenset[str]:
        """Of which lines tickets can be issued without the hall, today."""
        return self._kept.reserve.lines(self._day())

    def picture(self) -> Snapshot | None:
        """The hall as it must be by now, from what was heard last; None when nothing ever was."""
        return None if self._last is None else as_of(self._last, self.now(), self._hall.timezone)

    def hear(self, snapshot: Snapshot) -> None:
        """The hall said something."""
        self._time.hear(snapshot.at, self._clock(), live=self._live())
        before, self._last = self._last, snapshot
        if before is None or _hours(before) != _hours(snapshot):
            self._wishes.put(self._keep_picture)
        self.renew()

    def renew(self) -> None:
        """Ask for numbers where they are short, unless that was done a moment ago. Returns at once."""
        if not self._live():
            return
        soon = self._asked_at is not None and self._clock() - self._asked_at < AGAIN
        if not soon and self._kept.reserve.short(self._lines, self._day()):
            self._asked_at = self._clock()
            self._wishes.put(self._lease)

    def letter(self, service: str) -> str:
        """Of the line in which a service or a package begins."""
        return self._hall.lines[self._hall.services[self._legs(service)[0]].line].letter

    def issue(self, wish: SendTake, answered: Callable[[Reply], None]) -> None:
        """Issue a ticket from the reserve; `answered` is called in another thread. Returns at once."""
        self._wishes.put(lambda: answered(self._issued(wish)))

    def _work(self) -> None:
        while True:
            wish: Callable[[], None] | None = self.renew
            with suppress(Empty):  # nothing was asked for, but a new day may have begun
                wish = self._wishes.get(timeout=AGAIN)
            if wish is None:
                return
            try:
                wish()
            except Exception:  # a full disk must not end the thread that would use the next free byte
                log.exception("what the dispenser does alone failed")

    def _day(self) -> str:
        return self.now().astimezone(self._hall.timezone).date().isoformat()

    def _not_before_the_last(self, moment: datetime) -> datetime:
        last = self._kept.issued_at
        trembled = last is not None and moment < last <= moment + CLOCKS_DIFFER
        return last if trembled and last is not None else moment

    def _legs(self, service: str) -> tuple[str, ...]:
        package = self._hall.packages.get(service)
        return package.legs if package else (service,)

    def _keep_picture(self) -> None:
        if self._last is not None:
            keep(self._picture, self._last)

    def _set(self, fresh: _Kept) -> None:
        fresh = structs.replace(fresh, of=self._name)
        keep(self._numbers, fresh)
        before = self._kept.reserve.lines(self._day())
        self._kept = fresh
        if fresh.reserve.lines(self._day()) != before:
            self._on_change()

    def _lease(self) -> None:
        with self._lock:
            day = self._day()
            lines = self._kept.reserve.short(self._lines, day)
            if not lines:
                return
            wish = self._kept.wish if self._kept.wish and self._kept.wish_day == day else new_id()
            self._set(structs.replace(self._kept, wish=wish, wish_day=day))
        command = LeaseNumbers(id=wish, at=now(self._hall.timezone), lines=lines)
        self._asker.ask_later(command, lambda reply: self._wishes.put(lambda: self._leased(reply)), ASKING)

    def _leased(self, reply: Reply | None) -> None:
        if reply is None:
            return  # asked again under the same id, when the hall is next heard
        with self._lock:
            if reply.status != "done":
                log.warning("no numbers to go on alone with: %s", reply.reason)
            if reply.leases and all(each.day != self._day() for each in reply.leases):
                # Asked again and again, all numbers of the day would be leased away.
                log.error("the hall has another day (%s) than we have (%s)", reply.leases[0].day, self._day())
                self._asked_at = self._clock() + OTHER_DAY
            fresh = self._kept.reserve.with_leases(reply.leases or (), self._day())
            self._set(_Kept(fresh, issued_at=self._kept.issued_at))

    def _issued(self, wish: SendTake) -> Reply:
        with self._lock:
            package = self._hall.packages.get(wish.service)
            legs = self._legs(wish.service)
            line = self._hall.services[legs[0]].line
            taken = self._kept.reserve.take(line, self._day())
            if taken is None:
                return Reply(
                    id=wish.id, status="refused", reason="no-numbers", message=PHRASES.text("refused.no-numbers")
                )
            numbered, rest = taken
            try:
                at = self._not_before_the_last(self.now())
                self._set(structs.replace(self._kept, reserve=rest, issued_at=at))
                ticket = new_id()
                self._record.ask(ticket, sync=True)  # should the power go before its slip is out
                self._outbox.put(
                    TakeTicket(
                        id=ticket,
                        at=now(self._hall.timezone),
                        service=wish.service,
                        priority=wish.priority,
                        language=wish.language,
                        needs=wish.needs,
                        number=numbered.number,
                        lease=numbered.lease,
                        issued_at=at,
                    )
                )
            except (OutboxFull, OSError) as error:
                log.warning("%s is not issued: %s", numbered.number, error)
                return Reply(
                    id=wish.id, status="refused", reason="no-numbers", message=PHRASES.text("refused.no-numbers")
                )
        view = TicketView(
            id=ticket,
            number=numbered.number,
            service=legs[0],
            line=line,
            zone=self._hall.zone_of(line),
            issued_at=at,
            priority=wish.priority,
            language=wish.language,
            needs=wish.needs,
            package=package.id if package else None,
            legs=legs[1:],
        )
        return Reply(id=wish.id, status="done", ticket=view)


def _hours(snapshot: Snapshot) -> object:
    """What the dispenser needs of a snapshot when it is alone; the rest changes with every ticket."""
    lines = [(line.id, line.open, line.opens, line.closes) for line in snapshot.lines]
    return snapshot.hall, snapshot.until, snapshot.why, snapshot.notices, lines, snapshot.at.date()
