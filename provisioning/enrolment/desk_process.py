"""`cherha enrol desk`: open while this machine's queue-master is the hall's, at rest while another is."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from broker.bus.identity import REVOKED, is_there
from broker.bus.link import Link
from broker.bus.settings import Settings
from broker.bus.watchdog import Watchdog
from broker.contracts.enrolling import Asking
from broker.contracts.hall_check import load
from broker.standby.second_office import PREPARED
from provisioning.authority.authority import Authority
from provisioning.clock.at_desk import DeskClock
from provisioning.enrolment import places
from provisioning.enrolment.announcing import Announcing
from provisioning.enrolment.broker_files import write_broker_files
from provisioning.enrolment.charge import Charge
from provisioning.enrolment.desk import Desk
from provisioning.enrolment.finding import told
from provisioning.enrolment.office_page import keep_page
from provisioning.enrolment.on_the_bus import NAME, DeskOnBus
from provisioning.enrolment.own_addresses import own_addresses
from provisioning.enrolment.own_program import OwnProgram
from provisioning.enrolment.register import Register
from provisioning.enrolment.second_kit import SecondKit
from provisioning.enrolment.second_office import SecondOffice
from provisioning.enrolment.serving import Server
from provisioning.founding.moving import Moving
from provisioning.kit.schema import FILE as KIT
from provisioning.pairing.command import MARKS
from provisioning.pairing.pair import STANDBY
from provisioning.replacing.at_desk import NextFirst
from provisioning.updating.own_clock import own_clock_is_wrong
from provisioning.words import say

ANYWHERE = "0.0.0.0"  # noqa: S104 - not an address: boxes come from the whole hall
LOOK = 1.0  # seconds between two looks at the register, which the command line changes too


@dataclass(frozen=True, slots=True)
class Where:
    """Of the desk's machine. `address` and `port`: at which boxes find it; `broker_port`: of the broker beside it."""

    state: Path
    authority: Path
    hall: Path
    broker: Path
    address: str
    port: int
    broker_port: int


def opened(where: Where, charge: Charge) -> Desk:
    """The desk of the authority, which is made now where there is none; never on the standby's machine."""
    hall_path = charge.hall(where.hall)
    hall = load(hall_path)
    authority = Authority(where.authority, "" if charge.is_standby else hall.hall.id, datetime.now(UTC))
    register = Register(where.authority / places.REGISTER)
    desk = Desk(
        authority, register, hall_path, hall, where.broker, clock=lambda: datetime.now(UTC), turned=charge.is_standby
    )
    if charge.is_standby:
        desk.next_first = NextFirst(desk, Settings.read(where.state / "roles" / f"{STANDBY}.toml"))
    return desk


def run(where: Where) -> None:
    """Until SIGTERM or SIGINT, or until another version of the program lies on the disk."""
    stopping, watchdog = threading.Event(), Watchdog()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    charge = Charge(where.state, time.monotonic)

    program = OwnProgram(time.monotonic)

    def turn() -> bool:
        watchdog.pet()
        if program.is_another():  # systemd begins it
            stopping.set()
        return stopping.wait(min(watchdog.every or LOOK, LOOK))

    watchdog.ready()
    while not stopping.is_set():
        if _rests(where, charge, turn):
            _serve(where, charge, turn)


def _rests(where: Where, charge: Charge, turn: Callable[[], bool]) -> bool:
    """Until it is ours. False: told to stop."""
    if not charge.needs_word:
        return True
    print(say("enrol.rests"), flush=True)
    while not is_there(where.authority / places.ON_BUS):
        if turn():
            return False
    if not charge.is_standby and not (where.broker / REVOKED).is_file():
        # A box that was restored and follows: without a broker here it could never take the queue over.
        _write_files(opened(where, charge), where)
    with ExitStack() as stack:
        bus = _link(where, charge)
        charge.listen(bus)
        bus.start()
        stack.callback(bus.stop)
        while not charge.is_ours():
            if turn():
                return False
    return True


def _serve(where: Where, charge: Charge, turn: Callable[[], bool]) -> None:
    desk = opened(where, charge)
    desk.register.begin_anew()
    if desk.next_first is not None:
        desk.next_first.let_go()  # what was left of a life that was cut off; a box that still needs it asks again
    _write_files(desk, where)
    bus = _link(where, charge)
    charge.listen(bus)
    beside = SecondOffice(desk, where.state / "office", where.broker.parent / PREPARED)
    moving = Moving(desk, where.state, MARKS, time.monotonic)

    def also(asking: Asking) -> Asking:
        moved = moving.told(datetime.now(UTC))
        return replace(
            asking,
            second_page=beside.called,
            moved_from=moved.before if moved else "",
            moved_to=moved.now if moved else "",
        )

    own_clock = DeskClock()
    desk.tells_time = own_clock.believed
    on_bus = DeskOnBus(
        desk, bus, clock=lambda: datetime.now(UTC), also=also, is_wrong=own_clock_is_wrong, own_clock=own_clock
    )
    server = Server(desk, where.authority / "desk", where.address, where.port)
    kit = SecondKit(desk, where.state / "office" / KIT, partial(_addresses, where), server.port, time.monotonic)
    with ExitStack() as stack:
        server.start()
        stack.callback(server.stop)
        bus.start()
        stack.callback(bus.stop)
        stack.callback(on_bus.close)
        announcing = Announcing(partial(_told, bus.hall, server.port, charge), time.monotonic)
        stack.callback(announcing.close)
        print(say("enrol.open", port=server.port), flush=True)
        while not turn():
            if not charge.is_ours():
                return
            announcing.look()
            desk.look_at_hall()
            desk.keep_list()
            if charge.is_standby:
                kit.look()
            else:
                beside.look(desk.pairing.second_broker, datetime.now(UTC))
                moving.look(datetime.now(UTC))
            on_bus.tell()


def _addresses(where: Where) -> Sequence[str]:
    """At which boxes find this desk."""
    return own_addresses() if where.address == ANYWHERE else [where.address]


def _write_files(desk: Desk, where: Where) -> None:
    keep_page(desk, where.state, datetime.now(UTC))
    write_broker_files(desk, where.authority, where.broker, datetime.now(UTC))


def _told(hall: str, port: int, charge: Charge, addresses: Sequence[str]) -> AbstractContextManager[None]:
    return told(hall, port, addresses, term=charge.term, second=charge.is_standby)


def _link(where: Where, charge: Charge) -> Link:
    hall = load(charge.hall(where.hall)).hall.id
    return Link(hall, NAME, "127.0.0.1", where.broker_port, identity=str(where.authority / places.ON_BUS))
