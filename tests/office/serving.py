"""A real office on a free port, in a thread of its own, for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from broker.bus.seam import Bus
from broker.contracts.hall_file import HallFile
from office.live import Live
from office.pages import application
from office.reports.records import Records
from office.run import HOST, Server, listen
from office.window_links import WindowLinks
from tests.broker.until import until


@contextmanager
def serving(
    hall: HallFile, link: Callable[[str], Bus], name: str = "office-1", records: Records | None = None
) -> Iterator[tuple[str, Live]]:
    """Its address and its ear in the hall, once it has heard everything. Stops when the block ends."""
    live = Live(hall, link(name))
    config = uvicorn.Config(application(live, WindowLinks(link), records=records), log_level="warning", lifespan="on")
    server = Server(config, live)
    listening = listen(0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="office", daemon=True)
    thread.start()
    until(lambda: server.started and live.standing().caught_up)
    try:
        yield f"http://{HOST}:{listening.getsockname()[1]}", live
    finally:
        server.should_exit = True
        thread.join()
