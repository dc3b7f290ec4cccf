"""A real office on a free port, in a thread of its own, for tests."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from broker.bus.seam import Bus
from broker.contracts.hall_file import HallFile
from office.doors.door import COOKIE
from office.doors.doorkeeper import Doorkeeper
from office.doors.staff_list import read_staff, write_staff
from office.live import Live
from office.pages import application
from office.reports.records import Records
from office.run import HOST, Server, listen
from office.window_links import WindowLinks
from tests.broker.until import until

DEMO = Path(__file__).parents[2] / "provisioning" / "demo"


@contextmanager
def serving(
    hall: HallFile,
    link: Callable[[str], Bus],
    name: str = "office-1",
    keeper: Doorkeeper | None = None,
    records: Records | None = None,
    *,
    clock: Callable[[], datetime] | None = None,
    **more: Any,
) -> Iterator[tuple[str, Live]]:
    """Its address and its ear in the hall, once it has heard everything. Stops when the block ends.

    `keeper`: of the made-up staff where it is not given. `clock`: for an office of another day. `more`: what else
    `application` is told.
    """
    live = Live(hall, link(name), clock)
    with ExitStack() as stack:
        keeper = keeper or stack.enter_context(made_up_staff())
        with _served(application(live, WindowLinks(link), keeper, records=records, **more), live) as address:
            yield address, live


@contextmanager
def made_up_staff(lock_after: float = 0.0) -> Iterator[Doorkeeper]:
    """The door of an office in which the demo's made-up people work."""
    with tempfile.TemporaryDirectory(prefix="cherha-office-", ignore_cleanup_errors=True) as folder:
        write_staff(Path(folder), read_staff(DEMO))
        yield Doorkeeper(Path(folder), lock_after=lock_after)


def token_of(keeper: Doorkeeper, person: str = "all-roles", window: int | None = None) -> dict[str, str]:
    """The cookie of somebody who has signed in."""
    known = keeper.staff.of(person)
    assert known
    return {COOKIE: keeper.let_in(known, window)[0]}


@contextmanager
def _served(app: Starlette, live: Live) -> Iterator[str]:
    config = uvicorn.Config(app, log_level="warning", lifespan="on")
    server = Server(config, live)
    listening = listen(0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="office", daemon=True)
    thread.start()
    until(lambda: server.started and live.standing().caught_up)
    try:
        yield f"http://{HOST}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
