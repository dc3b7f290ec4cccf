"""A hall from the first process to the last: what is started in which order, when it is ready, how it ends."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random

from broker.bus.clock import new_id, now
from broker.bus.guise import Guise
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import pick
from broker.contracts.status import Status
from broker.contracts.topics import Topics
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.plan_and_calendar import load
from provisioning.demo import booked, broker, made_up_staff, other_halls, ports, virtual_screen
from provisioning.demo.crowd import Crowd
from provisioning.demo.guarding import Guarding
from provisioning.demo.letting_in import PEOPLE, LettingIn
from provisioning.demo.own_copy import own_copy
from provisioning.demo.readiness import Readiness
from provisioning.demo.role import PARTS, Environment, Place, Role, Start, environment_of
from provisioning.demo.staffing import attended
from provisioning.demo.statuses import Statuses
from provisioning.demo.supervisor import Supervisor
from provisioning.demo.virtual_screen import VirtualScreen
from provisioning.demo.words import say
from provisioning.words import language

BROKER = "broker"
USUAL_BROKER_PORT = 1883
USUAL_OFFICE_PORT = 8080
BROKER_WITHIN = 15.0
# A full start takes some five seconds on two cores. This long only on a machine that is busy with something else.
READY_WITHIN = 120.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asked for. `visitors` None: without end; 0: a quiet hall."""

    hall: Path
    headless: bool
    as_json: bool
    speed: float
    visitors: int | None
    seconds: float | None
    secure: bool = False


Tell = Callable[[str], None]


class CannotStart(Exception):
    """The demo cannot run here; the text says what is missing."""


async def open_hall(wishes: Wishes, tell: Tell, start: Start) -> int:
    """Run the demo to its end. Returns the exit code; ConfigError when the hall file is wrong."""
    hall, calendar = _read(wishes.hall)
    stopping = asyncio.Event()
    # Under nohup the terminal's end is to be ignored, as it was when we were started.
    signs = [
        signal.SIGINT,
        signal.SIGTERM,
        *([] if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else [signal.SIGHUP]),
    ]
    for sign in signs:
        asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    state_dir = _state_dir()
    (state_dir / "logs").mkdir(exist_ok=True)
    logging.basicConfig(
        filename=state_dir / "logs" / "demo.log", format="%(asctime)s %(name)s: %(message)s", level=logging.INFO
    )
    with Guarding() as guarding:
        demo = Demo(
            wishes, hall=hall, calendar=calendar, state_dir=state_dir, mark=guarding.mark, tell=tell, start=start
        )
        try:
            code = await demo.run(stopping)
        except CannotStart as error:
            tell(str(error))
            code = 1
        finally:
            await demo.stop()
    if not wishes.as_json:
        tell(say("stopped", state_dir=state_dir))
    return code


class Demo:
    """One hall: its processes, its screens, its made-up people."""

    def __init__(
        self,
        wishes: Wishes,
        *,
        hall: HallFile,
        calendar: Calendar,
        state_dir: Path,
        mark: Environment,
        tell: Tell,
        start: Start,
    ) -> None:
        self._calendar = calendar
        self._wishes, self._hall, self._state_dir, self._tell = wishes, hall, state_dir, tell
        self._start = start
        self._given = {**os.environ, **mark}
        self._supervisor = Supervisor(state_dir, tell, self._on_start, self._on_hopeless)
        self._readiness = Readiness((), now(hall.timezone))
        self._something_said = asyncio.Event()
        self._screens: dict[str, VirtualScreen] = {}
        self._link: Link | None = None
        self._crowd: Crowd | None = None
        self._secured = LettingIn(state_dir.resolve()) if wishes.secure else None

    async def run(self, stopping: asyncio.Event) -> int:
        """Start everything, tell when it is ready, wait for the end. CannotStart when something is missing."""
        if self._secured:
            members = [*((part.appliance, part.role) for part in PARTS), (PEOPLE, "people")]
            self._secured.let_in(self._hall, members, now(self._hall.timezone))
        broker_port = await self._start_broker()
        place = Place(
            hall=own_copy(self._wishes.hall.resolve(), self._state_dir),
            beside=self._wishes.hall.resolve().parent,
            state_dir=self._state_dir,
            broker_port=broker_port,
            office_port=_port("CHERHA_OFFICE_PORT", USUAL_OFFICE_PORT),
            given=self._given,
            window=self._hall.window[0].id,
            identities=self._secured.identities if self._secured else None,
        )
        self._start_parts(place)
        self._listen(broker_port)
        if not await self._until_ready(stopping):
            return 0 if stopping.is_set() else 1
        self._tell_ready(place)
        self._book()
        self._let_people_in()
        telling = asyncio.create_task(self._tell_of_other_halls())
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), self._wishes.seconds)
        finally:
            telling.cancel()
        return 0

    async def stop(self) -> None:
        """Everything, in the order in which it is leaned upon: people, appliances, broker, screens."""
        if self._crowd:
            self._crowd.stop()
        await self._supervisor.stop([name for name in self._supervisor.kept if name != BROKER])
        if self._link:
            await asyncio.to_thread(self._link.stop)
        await self._supervisor.stop([BROKER])
        for screen in self._screens.values():
            screen.stop()

    async def _start_broker(self) -> int:
        asked = os.environ.get("CHERHA_BROKER_PORT")
        for _ in range(3):  # somebody may take a port that was free a moment ago
            port = _port("CHERHA_BROKER_PORT", USUAL_BROKER_PORT)
            command = broker.command(port, self._state_dir / BROKER, self._secured)
            if command is None:
                raise CannotStart(say("no-broker"))
            if await ports.answers(port):
                if asked not in (None, "", "0"):
                    raise CannotStart(say("port-in-use", port=port))
                continue
            self._supervisor.keep(Role(BROKER, command.arguments, self._given, answers=partial(ports.answers, port)))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._supervisor.wait_for(BROKER), BROKER_WITHIN)
                if command.embedded:
                    self._tell(say("embedded-broker"))
                if not asked and port != USUAL_BROKER_PORT:
                    self._tell(say("port-taken", usual=USUAL_BROKER_PORT, port=port))
                return port
            await self._supervisor.stop([BROKER])
        raise CannotStart(say("broker-silent", port=port, log=self._supervisor.log_of(BROKER)))

    def _start_parts(self, place: Place) -> None:
        virtual = self._wishes.headless or not virtual_screen.display_answers(os.environ.get("DISPLAY", ""))
        shown = not virtual or virtual_screen.is_installed()
        if not shown:
            self._tell(say("no-screen"))
        parts = tuple(part for part in PARTS if shown or not part.draws)
        self._readiness = Readiness([part.appliance for part in parts], now(self._hall.timezone))
        for part in parts:
            if virtual and part.draws:
                log = self._supervisor.logs / f"screen-of-{part.appliance}.log"
                self._screens[part.appliance] = VirtualScreen(part.virtual, log, self._given)
            screen = self._screens.get(part.appliance)
            environment = environment_of(part, place, virtual=virtual)
            own = Path(environment["CHERHA_STATE_DIR"])
            own.mkdir(parents=True, exist_ok=True)
            if part.role == "office":
                made_up_staff.bring(self._wishes.hall, own)
            self._supervisor.keep(
                Role(part.appliance, self._start(part), environment, screen=screen.environment if screen else None)
            )

    def _listen(self, broker_port: int) -> None:
        # A name of its own for each demo: two that share a broker by mistake must not push each other out.
        name = PEOPLE if self._secured else f"demo-{new_id()[-8:].lower()}"
        identity = str(self._secured.identity(PEOPLE)) if self._secured else ""
        self._link = Link(self._hall.hall.id, name, ports.LOOPBACK, broker_port, identity=identity)
        Statuses(self._link, asyncio.get_running_loop(), self._on_status)
        self._link.start()

    def _on_start(self, name: str) -> None:
        self._readiness.started(name, now(self._hall.timezone))

    def _on_hopeless(self, role: str) -> None:
        log = self._supervisor.log_of(role)
        self._tell(say("role.hopeless", role=role, why=_last_line(log), log=log))
        self._something_said.set()

    def _on_status(self, appliance: str, status: Status) -> None:
        self._readiness.hear(appliance, status)
        if self._readiness.is_up(appliance):
            self._supervisor.serves(appliance)
        self._something_said.set()

    async def _until_ready(self, stopping: asyncio.Event) -> bool:
        """True when all are ready, or when a person is told who is not; False to stop."""
        asked_to_stop = asyncio.create_task(stopping.wait())
        try:
            async with asyncio.timeout(READY_WITHIN):
                while set(self._readiness.missing) - self._supervisor.hopeless and not stopping.is_set():
                    self._something_said.clear()
                    said = asyncio.create_task(self._something_said.wait())
                    await asyncio.wait((said, asked_to_stop), return_when=asyncio.FIRST_COMPLETED)
                    said.cancel()
        except TimeoutError:
            missing = ", ".join(self._readiness.missing)
            self._tell(say("not-ready", seconds=READY_WITHIN, missing=missing, logs=self._supervisor.logs))
        finally:
            asked_to_stop.cancel()
        if stopping.is_set():
            return False
        # Whoever waits for the JSON line waits for a whole hall; a person may like to look at what there is.
        return not self._readiness.missing or not self._wishes.as_json

    def _tell_ready(self, place: Place) -> None:
        office = f"http://{ports.LOOPBACK}:{place.office_port}/"
        if self._wishes.as_json:
            line = {
                "broker": {"host": ports.LOOPBACK, "port": place.broker_port},
                "hall": self._hall.hall.id,
                "office": office,
                "staff": made_up_staff.told(self._state_dir / "office-1"),
                "state_dir": str(self._state_dir),
                "pids": self._supervisor.pids.all(),
            }
            print(json.dumps(line), flush=True)
            return
        name = pick(self._hall.hall.name, language())
        print(say("ready.head", hall=name))
        print("  " + say("ready.office", address=office))
        if staff := made_up_staff.told(self._state_dir / "office-1"):
            people = ", ".join(f"{each['id']} {each['pin']}" for each in staff)
            print("  " + say("ready.staff", people=people))
        print("  " + say("ready.broker", host=ports.LOOPBACK, port=place.broker_port))
        if self._screens:
            screens = ", ".join(f"{name} DISPLAY={screen.display}" for name, screen in self._screens.items())
            print("  " + say("ready.screens", screens=screens))
        print("  " + say("ready.state", state_dir=self._state_dir))
        if closed := closed_now(self._calendar, now(self._hall.timezone)):
            print("  " + closed)
        if self._wishes.visitors == 0:
            print("  " + say("ready.quiet"))
        else:
            taken = {window.id for window in attended(self._hall)}
            free = ", ".join(str(window.id) for window in self._hall.window if window.id not in taken) or "—"
            print("  " + say("ready.crowd", speed=self._wishes.speed, free=free))
        print("  " + say("ready.stop"), flush=True)

    def _book(self) -> None:
        """Something to check in with at the dispenser. Told when it is booked: nobody waits for it."""
        if self._link is None:
            return

        def told(bookings: list[booked.Booked]) -> None:
            if bookings and not self._wishes.as_json:
                said = "; ".join(say(f"booked.{each.when}", code=each.code, slot=each.slot) for each in bookings)
                self._tell("  " + say("booked.head", codes=said))

        bus = Guise(self._link, booked.CLIENT)
        booked.book_in_background(bus, self._hall, self._state_dir, told)

    async def _tell_of_other_halls(self) -> None:
        """As somebody would who gathers the halls of a city."""
        while self._link is not None:
            told = codec.encode(other_halls.city(now(self._hall.timezone)))
            self._link.publish(Topics(self._hall.hall.id).city, told, retain=True)
            await asyncio.sleep(other_halls.EVERY)

    def _let_people_in(self) -> None:
        if self._wishes.visitors == 0 or self._link is None:
            return
        chance = Random()  # noqa: S311 - no secret hangs on who comes
        self._crowd = Crowd(
            self._link, self._hall, speed=self._wishes.speed, visitors=self._wishes.visitors, chance=chance
        )
        self._crowd.start()


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def closed_now(calendar: Calendar, moment: datetime) -> str:
    """That the hall does not receive at `moment`, so that nobody wonders why it gives no tickets; "" when it does."""
    if calendar.is_open(None, moment):
        return ""
    opens = calendar.opens(None, moment)
    return say("ready.closed", when=f"{opens:%d.%m.%Y %H:%M}" if opens else "—")


def _read(path: Path) -> tuple[HallFile, Calendar]:
    try:
        return load(path)
    except OSError as error:
        raise ConfigError([f"{path}: {error.strerror}"]) from None


def _state_dir() -> Path:
    given = os.environ.get("CHERHA_STATE_DIR")
    folder = Path(given) if given else Path(tempfile.mkdtemp(prefix="cherha-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def _port(name: str, usual: int) -> int:
    # Who asks for any free port for the broker runs several halls here: nothing of theirs may collide.
    asked = os.environ.get(name) or ("0" if os.environ.get("CHERHA_BROKER_PORT") == "0" else None)
    try:
        return ports.choose(asked, usual)
    except ValueError:
        raise CannotStart(say("not-a-port", name=name, value=asked)) from None
