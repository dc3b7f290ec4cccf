"""The office as a process: one web server, one link for itself and one for each window in use.

It listens on loopback until somebody works here: beyond it only people who sign in are let near.
"""

from __future__ import annotations

import logging
import signal
import socket
from pathlib import Path

import uvicorn

from broker.acceptance.taking import Acceptance
from broker.bus.appliance import Appliance
from broker.bus.asking import Asker
from broker.bus.guise import Wardrobe
from broker.bus.link import Link
from broker.bus.outbox import Outbox
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.bus.unknown_settings import tell_unknown
from broker.bus.watchdog import Watchdog
from broker.contracts.errors import ConfigError
from broker.contracts.phrases import FIRST
from broker.contracts.status import About
from office.doors.audit import JournalAudit
from office.doors.doorkeeper import Doorkeeper
from office.doors.listening import is_loopback, listening
from office.doors.own_certificate import OwnCertificate
from office.doors.staff_list import read_staff
from office.live import Live
from office.pages import application
from office.phone.room import make_room
from office.reports.records import Records
from office.window_links import WindowLinks
from office.words import PHRASES

HOST = "127.0.0.1"
AUDIT = "office-audit.sqlite"
LOOK = 50  # ticks between two looks at the page's certificate

log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """uvicorn waits for open responses when it stops; streams never end by themselves."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live
        self._own: OwnCertificate | None = None
        self._watchdog = Watchdog()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._watchdog.ready()
        config = self.config
        if config.ssl is not None and config.ssl_certfile and config.ssl_keyfile:
            self._own = OwnCertificate(config.ssl, Path(config.ssl_certfile), Path(config.ssl_keyfile))

    async def on_tick(self, counter: int) -> bool:
        """Of uvicorn's loop, ten times a second."""
        self._watchdog.pet()
        if self._own is not None and counter % LOOK == 0:
            self._own.look()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()
        await super().shutdown(sockets)


def listen(port: int, host: str = HOST) -> socket.socket:
    """A listening socket, on loopback unless told otherwise; port 0 is any free one. OSError when the port is taken.

    The protocol is named because asyncio switches Nagle's delay off only where it is: an answer in two writes
    would otherwise wait 40 ms for an acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    listening.listen()
    return listening


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. ConfigError for a bad hall file or staff list, or a port that is taken.

    The address is told in `appliance/<id>/about` as `hardware`.
    """
    make_room()
    hall = settings.hall_file()
    where = listening(settings, read_staff(settings.state_dir))
    try:
        listener = listen(settings.office_port, where.host)
    except OSError as error:
        raise ConfigError([PHRASES.say(FIRST, "error.port", port=settings.office_port, why=error.strerror)]) from None
    address = where.address(listener.getsockname()[1])
    if not (where.secure or is_loopback(where.host)):
        log.warning("without TLS whoever listens on the network hears PINs; set CHERHA_OFFICE_CERTIFICATE")

    def link(client: str) -> Link:
        return Link(hall.hall.id, client, settings.broker_host, settings.broker_port, identity=settings.identity)

    identity = settings.appliance or "office-1"
    bus = link(identity)
    # With TLS a connection has the one name in its certificate: the windows speak over the office's own.
    links = WindowLinks(Wardrobe(bus).guise if settings.identity else link)
    about = About(role="office", version=release(), hardware=address)
    appliance = Appliance(bus, id=identity, role="office", version=about.version, about=about, zone=hall.timezone)
    Acceptance(appliance, bus, settings.state_dir, hall.timezone)
    tell_unknown(appliance, settings)
    live = Live(hall, bus)
    records = Records(settings.hall, settings.state_dir / "visits", settings.journal, settings.state_dir.parent)
    outbox = Outbox(settings.state_dir / AUDIT, Asker(bus))
    audit = JournalAudit(outbox, live.clock)
    keeper = Doorkeeper(settings.state_dir, lock_after=settings.office_lock * 60, audit=audit)
    config = uvicorn.Config(
        application(
            live,
            links,
            keeper,
            started=appliance.ready,
            names=where.names,
            secure=where.secure,
            records=records,
            sheets=settings.state_dir / "sheets",
            kit=settings.state_dir / "hall-kit.toml",
            hall_path=settings.hall,
            state_dir=settings.state_dir / "versions",
            content=Path(settings.content) if settings.content else None,
        ),
        log_config=None,  # the process's own log, not uvicorn's
        access_log=False,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=2,
        ssl_certfile=where.certificate,
        ssl_keyfile=where.key,
    )
    server = Server(config, live)
    # uvicorn raises the signal again once it has stopped; ours then ends the process with 0, not with a signal.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: setattr(server, "should_exit", True))
    log.info("office at %s", address)
    try:
        server.run(sockets=[listener])
    finally:
        outbox.close()
        appliance.stop()
        bus.stop()
