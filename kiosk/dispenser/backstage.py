"""Between the flow and the world: effects become commands and slips, and what the world says becomes inputs.

Everything that comes from the bus's or the printer's thread is carried over to the screen's thread by `later`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.appliance import Appliance, Outcome
from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.master_watch import MasterWatch
from broker.bus.outbox import Outbox, OutboxFull
from broker.bus.seam import Bus
from broker.bus.watch import HallWatch
from broker.contracts.commands import CancelTicket, TakeTicket
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import Reply, TicketView
from broker.contracts.status import About, Do
from display.look.trace import Note
from kiosk.dispenser.alone.desk import AloneDesk
from kiosk.dispenser.alone.telling import Telling
from kiosk.dispenser.copying import Copying
from kiosk.dispenser.errands.asking import command_of
from kiosk.dispenser.errands.wanted import AskReady, AskWhere, SendCheckIn, Wish
from kiosk.dispenser.inputs import (
    Answered,
    AskPrinter,
    Effect,
    HallSeen,
    Input,
    IssueAlone,
    LinkChanged,
    PrinterSeen,
    PrintSlip,
    SendCancel,
    SendTake,
    SlipFound,
    SlipSettled,
)
from kiosk.dispenser.slip_desk import SlipDesk
from kiosk.dispenser.visit import LOST_LINK_ALONE
from kiosk.dispenser.visit_record import VisitRecord
from kiosk.printing.desk import Loan
from kiosk.printing.telling import PrinterTelling

if TYPE_CHECKING:
    from kiosk.printing.printer import Printer, PrinterStatus

log = logging.getLogger(__name__)

COMMAND_LIFE = 40.0  # seconds: a command that has not been carried out by then never will be


class Backstage:
    """Everything the dispenser has beside its screen. Made before `bus.start()`; then `start`.

    `tell` is the attendant's, `later` runs a call in the screen's thread, `note` writes the trace, `opened` opens
    the printer (in the printer's thread).
    """

    def __init__(
        self,
        bus: Bus,
        hall: HallFile,
        *,
        about: About,
        state_dir: Path,
        opened: Callable[[], Printer],
        paper_mm: int,
        paper_low: int = 0,
        tell: Callable[[Input], None],
        later: Callable[[Callable[[], None]], None],
        note: Note = lambda _what, _about: None,
    ) -> None:
        self._bus, self._zone = bus, hall.timezone
        self._tell, self._later, self._note = tell, later, note
        self._in_printer = ""
        self.appliance = Appliance(
            bus, id=bus.client, role=about.role, version=about.version, about=about, zone=hall.timezone
        )
        self._asker = Asker(bus)
        self._record = VisitRecord(state_dir)
        self._watch = HallWatch(bus, self._hall_changed)
        self._master = MasterWatch(bus, self._hall_changed)
        self._telling = Telling(self.appliance)
        self._outbox = Outbox(state_dir / "outbox.db", self._asker, self._telling.merged)
        self._alone = AloneDesk(
            state_dir,
            hall,
            self._asker,
            self._outbox,
            on_change=self._hall_changed,
            live=self._is_heard,
            record=self._record,
            name=bus.client,
        )
        self._printer = PrinterTelling(self.appliance, paper_low)
        self._desk = SlipDesk(
            opened,
            hall,
            paper_mm,
            self._record,
            on_status=self._printer_seen,
            on_settled=self._slip_settled,
            on_paper=self._printer.paper,
        )
        self.appliance.can("new-roll", self._new_roll)
        self._copies = Copying(self._desk.lend, hall, paper_mm)
        self.appliance.can("print-slip", self._copies.print)

    def start(self) -> None:
        self._take_up()
        self._alone.start()
        self._bus.start()
        self._desk.start()
        self.appliance.ready()
        # Should nobody be heard by then, what was kept from an earlier life is told.
        self._first_look = threading.Timer(LOST_LINK_ALONE, self._hall_changed)
        self._first_look.daemon = True
        self._first_look.start()

    def stop(self) -> None:
        self._first_look.cancel()
        self._desk.stop()
        self._alone.stop()
        self.appliance.stop()
        self._outbox.close()
        self._bus.stop()

    def _take_up(self) -> None:
        """What was under way when the last life ended."""
        for ticket in self._record.asked:
            log.warning("%s was asked for when the power went; it is taken back", ticket)
            self._cancel(ticket)
        for left in self._record.printing:
            self._later(lambda left=left: self._tell(SlipFound(time.monotonic(), left.ticket, left.language)))  # type: ignore[misc]

    def act(self, effect: Effect) -> None:
        """Do what the flow asks for. In the screen's thread; returns at once."""
        match effect:
            case SendTake():
                self._take(effect)
            case SendCheckIn() | AskWhere() | AskReady():
                self._ask(effect)
            case SendCancel(ticket):
                self._cancel(ticket)
            case IssueAlone(wish):
                self._alone.issue(wish, lambda reply: self._answer_alone(wish, reply))
            case PrintSlip(ticket):
                self._in_printer = ticket.id
                self._desk.print(effect)
            case AskPrinter():
                self._desk.look()

    def _take(self, wish: SendTake) -> None:
        command = TakeTicket(
            id=wish.id,
            at=now(self._zone),
            service=wish.service,
            priority=wish.priority,
            language=wish.language,
            needs=wish.needs,
        )
        with suppress(OSError):  # a full disk must not keep a visitor from a ticket; only a power cut would miss it
            self._record.ask(wish.id)
        self._note("take-sent", wish.id)

        def answered(reply: Reply | None) -> None:
            self._note("reply", wish.id)
            self._later(lambda: self._answered(wish.id, reply))

        self._asker.ask_later(command, answered, wish.patience)

    def _ask(self, wish: Wish) -> None:
        """An errand. A check-in makes a ticket, and is written down as a wish for one is."""
        makes_a_ticket = isinstance(wish, SendCheckIn)
        if makes_a_ticket:
            with suppress(OSError):
                self._record.ask(wish.id)

        def tell(reply: Reply | None) -> None:
            if not makes_a_ticket:
                self._tell(Answered(time.monotonic(), wish.id, reply))
                return
            self._answered(wish.id, reply)
            if reply is not None and self._in_printer != wish.id:
                self._record.over(wish.id)  # the reply may have told of an earlier ticket

        def answered(reply: Reply | None) -> None:
            self._note("reply", wish.id)
            self._later(lambda: tell(reply))

        self._asker.ask_later(command_of(wish, now(self._zone)), answered, wish.patience)

    def _answer_alone(self, wish: SendTake, reply: Reply) -> None:
        """In the thread of the desk that issues alone."""
        self._telling.issued(reply, self._alone.letter(wish.service))
        self._note("reply", wish.id)
        self._later(lambda: self._answered(wish.id, reply))

    def _answered(self, wish: str, reply: Reply | None) -> None:
        """Tell the flow. A ticket of which no slip is to come is with its visitor now, or there is none."""
        self._in_printer = ""
        self._tell(Answered(time.monotonic(), wish, reply))
        ticket = reply.ticket.id if reply is not None and isinstance(reply.ticket, TicketView) else wish
        if reply is not None and ticket != self._in_printer:
            self._record.over(ticket)

    def _cancel(self, ticket: str) -> None:
        # Asked no more, or it could still be asked after its own cancellation; an answer that is under way is heard.
        self._asker.only_listen(ticket, COMMAND_LIFE)
        try:
            self._outbox.put(CancelTicket(id=new_id(), at=now(self._zone), ticket=ticket))
        except OutboxFull:
            # The hall has been away for a day; the take-ticket has expired as well.
            log.exception("the cancellation of %s could not be kept", ticket)
        self._record.over(ticket)

    def lend_printer(self, loan: Loan) -> None:
        """The printer for a moment, for whoever is no visitor. Returns at once."""
        self._desk.lend(loan)

    def hall_seen(self) -> HallSeen | None:
        """The hall as the watch holds it, with its age; None before the first snapshot."""
        age = self._watch.age()
        heard = self._watch.snapshot if self._is_heard() else self._alone.picture()
        if heard is None or (self._watch.snapshot is None and age < LOST_LINK_ALONE):
            return None  # it is only starting, and what was kept from an earlier life may be old
        return HallSeen.in_snapshot(heard, time.monotonic(), age, self._alone.lines)

    def _is_heard(self) -> bool:
        return self._watch.connected and not self._master.gone and not self._watch.silent()

    def _hall_changed(self) -> None:
        """Something else is heard of the hall, or of our numbers: in the bus's thread, or another."""
        if self._watch.snapshot is not None:
            self._alone.hear(self._watch.snapshot)
        if self._is_heard() and self._watch.snapshot is not None:
            self._telling.hall_is_back()
        self._later(self._tell_hall)

    def _tell_hall(self) -> None:
        self._tell(LinkChanged(time.monotonic(), self._watch.connected and not self._master.gone))
        seen = self.hall_seen()
        if seen is not None:
            self._tell(seen)

    def _printer_seen(self, status: PrinterStatus) -> None:
        """The slip desk's `on_status`: in the printer's thread."""
        self._printer.status(status)
        if status.can_print:
            self.appliance.ready()
        else:
            self.appliance.degraded()
        self._later(lambda: self._tell(PrinterSeen(time.monotonic(), status.can_print)))

    def _new_roll(self, do: Do) -> Outcome:
        """A technician put in another roll: `metres` long, if they say."""
        metres = do.arguments.get("metres")

        def note(printer: Printer) -> None:
            from kiosk.printing.minded_printer import MindedPrinter  # noqa: PLC0415 - it loads Pillow

            if isinstance(printer, MindedPrinter):
                printer.new_roll(float(metres) if isinstance(metres, (int, float)) and metres > 0 else None)

        self._desk.lend(note)
        return "done", "", ""

    def _slip_settled(self, ticket: str, printed: bool) -> None:  # noqa: FBT001 - the slip desk's `on_settled`
        """In the printer's thread."""
        self._later(lambda: self._tell(SlipSettled(time.monotonic(), ticket, printed)))
