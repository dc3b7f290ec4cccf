"""The desk on the hall's bus: technicians see on their page who asks, and say there who comes in.

A process of the pages holds no key of the hall: it only asks, by its own lines of the access list, and the desk decides.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec.structs import replace

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.enrolling import Asking, DeskSaid, DeskWish, LetIn, Newcomer, Updating
from broker.contracts.errors import ContractError, Refused
from broker.contracts.snapshot import Snapshot
from broker.contracts.status import Status
from broker.contracts.topics import Topics
from broker.mosquitto.access import BROKER
from provisioning.clock.at_desk import DeskClock
from provisioning.enrolment import places, setting, standbys_own
from provisioning.enrolment.desk import Desk
from provisioning.enrolment.register import Waiting
from provisioning.updating.plan import Hall, lacking, quiet, state, without
from provisioning.updating.shelf import boxes

log = logging.getLogger(__name__)

NAME, ROLE = places.CALLS, "desk"
REMEMBERED = 64
QUEUE_HEARD = 10.0  # seconds: it speaks every two
BUSY = ("calling", "serving")
# Whoever takes these away from a page takes the page away with them: that is done at the machine itself.
OWN = ("queue-master", "office", ROLE, BROKER)
# Where the standby decides, the first machine may be gone for good: only the standby itself is spared.
OWN_OF_STANDBY = ("standby", ROLE, BROKER)


class DeskOnBus:
    """Make it before `bus.start()`; call `tell` now and then, since the command line changes the register too."""

    def __init__(
        self,
        desk: Desk,
        bus: Bus,
        *,
        clock: Callable[[], datetime],
        steady: Callable[[], float] = time.monotonic,
        also: Callable[[Asking], Asking] = lambda asking: asking,
        is_wrong: Callable[[datetime, datetime], bool] = lambda _clock, _hall: False,
        own_clock: DeskClock | None = None,
    ) -> None:
        """`also`: what is to be told beside who asks and who is in. `is_wrong`: whether this machine's clock is known to
        be, beside the hall's time. `own_clock`: this machine's, where the desk is a process of its own.
        """
        self._own_clock = own_clock
        self._hall_time: tuple[float, datetime] | None = None  # when it was heard, by the steady clock
        self._is_wrong = is_wrong
        self._also = also
        self._desk, self._bus, self._clock, self._steady = desk, bus, clock, steady
        self._topics = Topics(bus.hall)
        self._told: Asking | None = None
        self._since: dict[str, datetime] = {}
        self._said: dict[str, DeskSaid] = {}
        self._lock = threading.Lock()
        bus.will(self._topics.asking, codec.encode(Asking(open=False)))
        bus.subscribe(self._topics.desk_wish, self._hear)
        bus.subscribe(self._topics.state, self._hear_hall)
        bus.subscribe(self._topics.status("+"), self._hear_status)
        # A will of an earlier connection may have come after what we said in this one.
        bus.on_link(lambda up: self.tell(again=True) if up else None)

    def tell(self, *, again: bool = False) -> None:
        """Publish how things stand, if anything has changed."""
        with self._lock:
            asking = self._asking()
            if asking != self._told or again:
                self._told = asking
                self._bus.publish(self._topics.asking, codec.encode(asking), retain=True)

    def close(self) -> None:
        with self._lock:
            self._bus.publish(self._topics.asking, codec.encode(Asking(open=False)), retain=True)

    def _asking(self) -> Asking:
        steady, register = self._steady(), self._desk.register
        waiting = register.waiting(steady)
        self._since = {each.id: self._since.get(each.id) or self._ago(steady - each.since) for each in waiting}
        shut = register.shut_for(steady)
        until = self._told.shut_until if self._told else None
        asking = Asking(
            newcomers=tuple(self._newcomer(each) for each in waiting),
            members=tuple(self._members()),
            shut_until=(until or self._ago(-shut)) if shut else None,
            update=self._update(),
            first=self._desk.next_first.name if self._desk.next_first is not None else "",
            clock=self._own_clock.told() if self._own_clock is not None else None,
        )
        return self._also(asking)

    def _update(self) -> Updating | None:
        updates = self._desk.updates
        plan = updates.plan
        if plan is None:  # as on most days: the members are not read for it each second
            return None
        roles = boxes(self._desk.authority.members)
        return Updating(
            version=plan.version,
            state=state(plan, roles, updates.kinds),
            first=plan.first,
            had=tuple(sorted(each.name for each in plan.had)),
            lacking=lacking(plan, roles, updates.kinds),
            kinds=tuple(each.kind for each in plan.bundles if each.kind),
            without=without(plan, roles, updates.kinds),
            stopped=plan.stopped,
            quiet=quiet(updates.hall, self._steady()),
        )

    def _hear_hall(self, message: Message) -> None:
        with suppress(ContractError):
            seen = codec.read(Snapshot, message.body)
            if message.retained:  # of nobody knows when; the next comes within seconds
                return
            waiting = sum(line.waiting for line in seen.lines)
            served = sum(window.state in BUSY for window in seen.windows)
            now = self._steady()
            hall = Hall(now, seen.hall == "closed", waiting, served)
            self._hall_time = (now, seen.at)
            self._desk.pairing.hall(idle=not waiting and not served, shut=quiet(hall, now))
            # Closed by a clock that is wrong, a hall may be full of people; for a new version there is a tomorrow.
            by_clock = hall.closed and not self._is_wrong(self._clock(), seen.at)
            self._desk.updates.hall = replace(hall, closed=by_clock)

    def _hear_status(self, message: Message) -> None:
        with suppress(ContractError):
            said = codec.read(Status, message.body)
            self._desk.pairing.status(message.topic.split("/")[-2], said.state)

    def _hall_now(self) -> datetime | None:
        """The hall's time, if the queue-master was heard just now."""
        at, told = self._hall_time or (0.0, None)
        return told if told is not None and self._steady() - at <= QUEUE_HEARD else None

    def _ago(self, seconds: float) -> datetime:
        return (self._clock() - timedelta(seconds=seconds)).replace(microsecond=0)

    def _newcomer(self, each: Waiting) -> Newcomer:
        return Newcomer(
            id=each.id,
            hardware=each.hardware,
            since=self._since[each.id],
            role=each.role,
            address=each.address,
            known=each.known,
            identify=each.identify,
        )

    def _members(self) -> list[LetIn]:
        """The last certificate of each name."""
        last = {member.name: member for member in self._desk.authority.members if member.role not in (BROKER, ROLE)}
        members = [
            LetIn(name=m.name, role=m.role, hardware=m.hardware, revoked=m.revoked)
            for m in sorted(last.values(), key=lambda m: m.name)
        ]
        return setting.with_boxes(self._desk.register, members)

    def _hear(self, message: Message) -> None:
        try:
            wish = codec.read(DeskWish, message.body)
        except ContractError as error:
            log.warning("a technician's wish that cannot be read: %s", error)
            return
        said = self._said.get(wish.id)
        if said is None:
            said = self._said[wish.id] = self._answer(wish)
            for old in list(self._said)[:-REMEMBERED]:
                del self._said[old]
        self._bus.publish(self._topics.desk_said, codec.encode(said))
        self.tell()

    def _answer(self, wish: DeskWish) -> DeskSaid:
        try:
            self._do(wish)
        except Refused as refusal:
            log.info("%s %s: refused, %s", wish.what, wish.name or wish.asked, refusal.reason)
            details = {name: str(value) for name, value in refusal.details.items()}
            return DeskSaid(id=wish.id, outcome="refused", reason=refusal.reason, details=details)
        log.info("%s %s: done", wish.what, wish.name or wish.asked)
        return DeskSaid(id=wish.id, outcome="done")

    def _do(self, wish: DeskWish) -> None:
        register = self._desk.register
        match wish.what:
            case "accept" | "replace":
                with self._desk.authority.alone():  # between asking who has the name and giving it, nobody else gets it
                    self._let_in(wish, instead=wish.what == "replace")
            case "update":
                self._desk.updates.begin(wish.name, boxes(self._desk.authority.members))
            case "stop-update":
                self._desk.updates.stop()
            case "revoke":
                if self._desk.turned and wish.name == standbys_own.NAME:
                    raise Refused("own-machine", name=wish.name)
                self._desk.shut_out(wish.name, spare=OWN_OF_STANDBY if self._desk.turned else OWN)
            case "set" | "set-clock":
                self._set(wish)
            case "unseal":
                raise Refused("is-open")
            case "refuse" | "identify":
                if all(each.id != wish.asked for each in register.waiting(self._steady())):
                    raise Refused("no-such-box")
                (register.refuse if wish.what == "refuse" else register.identify)(wish.asked)

    def _set(self, wish: DeskWish) -> None:
        if wish.what == "set":
            setting.wish_for(self._desk, wish)
        elif self._own_clock is None:
            raise Refused("not-here")
        else:
            self._own_clock.wish(wish, self._hall_now())

    def _let_in(self, wish: DeskWish, *, instead: bool) -> None:
        first = self._desk.next_first
        if instead and first is not None and wish.name and wish.name == first.name:
            first.let_in(wish.code, wish.asked, self._steady())
            return
        names = self._desk.authority.names
        role = names.get(wish.name, "") if instead else wish.role
        if instead and not role:
            raise Refused("name-free", name=wish.name)
        if role in OWN:
            raise Refused("own-machine", name=wish.name)
        if role == "standby" and self._desk.turned:
            raise Refused("second-is-first")
        settings: dict[str, str | int] = {"place": wish.place} if wish.place else {}
        if isinstance(wish.window, int):
            settings["window"] = wish.window
        self._desk.register.accept(
            wish.code, wish.name, role, names, self._steady(), settings=settings, instead=instead, asked=wish.asked
        )
