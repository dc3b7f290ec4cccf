"""Gives a touched appliance its service menu: the one call that each of them makes when it joins the hall."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

from kivy.core.window import Window

from broker.bus.asking import Asker, NoAnswer
from broker.bus.clock import new_id, now
from broker.contracts.commands import EventsSince
from broker.contracts.phrases import Phrases
from display.look.frames import after_each_frame
from kiosk.service_menu.audit import Audit
from kiosk.service_menu.calibration import Screen
from kiosk.service_menu.correcting import Correcting
from kiosk.service_menu.doorkeeper import Doorkeeper
from kiosk.service_menu.from_afar import accepted_from_afar
from kiosk.service_menu.hall_clock import HallClock
from kiosk.service_menu.hall_problems import HallProblems
from kiosk.service_menu.inputs import Knocked, Note
from kiosk.service_menu.knocking import Knocking
from kiosk.service_menu.patterns_from_afar import PatternsFromAfar
from kiosk.service_menu.report import PHRASES
from kiosk.service_menu.toolbox import Toolbox
from kiosk.touch.look import look
from kiosk.touch.presses import Leave
from kiosk.touch.words import SHARED, Words

if TYPE_CHECKING:
    from broker.bus.appliance import Appliance
    from broker.bus.seam import Bus
    from kiosk.printing.desk import Loan
    from kiosk.service_menu.session import Session
    from kiosk.touch.keys import Key
    from kiosk.touch.running import Stage


def admit_technicians(
    stage: Stage, appliance: Appliance, bus: Bus, *, lend_printer: Callable[[Loan], None] | None = None
) -> None:
    """From now on the gesture opens the service menu over the stage's panel. Before `bus.start()`."""
    hall_problems, hall_clock, asker = HallProblems(bus), HallClock(bus), Asker(bus)
    toolbox = Toolbox(
        appliance=appliance.id,
        role=appliance.role,
        settings=stage.settings,
        zone=stage.hall.timezone,
        screen=f"{Window.width}x{Window.height}",
        problems=lambda: appliance.problems,
        elsewhere=lambda: hall_problems.elsewhere(appliance.id),
        identify=lambda: stage.app.later(
            lambda: stage.panel.identify(stage.attendant.say("identify", name=appliance.id))
        ),
        restart=_restart,
        lend_printer=lend_printer,
        hall_ahead=lambda: hall_clock.ahead,
        round_trip=lambda: _round_trip(asker, stage.hall.timezone),
        correcting=Correcting(stage.settings.state_dir),
    )
    toolbox, taken = accepted_from_afar(appliance, toolbox, bus)
    PatternsFromAfar(stage, appliance, taken)
    Menu(stage, appliance, toolbox)


_FAR = 2**53 - 1  # no journal is so long: the answer is empty


class Menu:
    """Opens and closes: visitors have the screen, or a technician has."""

    def __init__(self, stage: Stage, appliance: Appliance, toolbox: Toolbox) -> None:
        self._stage, self._appliance, self._toolbox = stage, appliance, toolbox
        self._doorkeeper = Doorkeeper(stage.settings.state_dir)
        self._audit = Audit(stage.settings.state_dir, lambda: now(toolbox.zone), appliance.boot)
        self._words = Words(stage.hall, PHRASES, Phrases.load(SHARED))
        self._session: Session | None = None
        self._knocking = Knocking(self.open)
        after_each_frame(self._drawn)
        stage.app.keys.listen(self._typed)

    def open(self) -> None:
        """Somebody has knocked. In the screen's thread."""
        if self._session is not None:
            return
        from kiosk.service_menu.session import Session  # noqa: PLC0415 - its screens are read when somebody comes

        knocked = Knocked(
            time.monotonic(),
            self._toolbox.has,
            has_codes=self._doorkeeper.has_codes,
            wait=self._doorkeeper.wait,
            screen=Screen(Window.width, Window.height, look.mm),
        )
        self._session = Session(
            knocked,
            self._words,
            self._toolbox,
            doorkeeper=self._doorkeeper,
            told=self._note,
            later=self._stage.app.later,
            trace=self._stage.note,
            over=self._close,
            reader=self._stage.attendant.state,
        )
        self._stage.panel.cover(self._session.panel)
        self._stage.front.take(self._session.attendant, self._session.touched)
        self._send_home()

    def _close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
        self._stage.panel.uncover()
        self._send_home()
        self._stage.front.give_back()

    def _send_home(self) -> None:
        """Whoever stood there before, the next visitor begins afresh."""
        self._stage.attendant.touched(Leave(), new_id(), steady=True)

    def _typed(self, key: Key) -> bool:
        """While it is open a scanner must not take a ticket for anybody. A tactile pad walks through the menu."""
        if self._session is None:
            return False
        self._stage.front.typed(key)
        return True

    def _note(self, note: Note) -> None:
        self._audit.note(note.what, note.by, "failed" if note.failed else "done", note.detail)
        self._appliance.did_here(f"service-menu-{note.what}", note.by, failed=note.failed, message=note.detail)

    def _drawn(self) -> None:
        if self._session is not None:
            self._session.drawn()


def _round_trip(asker: Asker, zone: tzinfo) -> float | None:
    """Seconds to the queue-master and back, by a question that changes nothing."""
    begun = time.monotonic()
    try:
        asker.ask(EventsSince(id=new_id(), at=now(zone), seq=_FAR), timeout=5.0)
    except NoAnswer:
        return None
    return time.monotonic() - begun


def _restart() -> None:
    """After the answer has left: whoever keeps us running (systemd, the demo) starts us again."""
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM)).start()
