"""Lives of an appliance in processes of their own, so that a test can end them with kill -9.

`python -m tests.broker.lives PORT outbox FILE COUNT` puts COUNT commands and prints the id of each once it is kept.
`python -m tests.broker.lives PORT appliance` is born, says ready, prints its boot id and waits.
"""

from __future__ import annotations

import sys
import threading
from datetime import UTC
from pathlib import Path

from broker.bus.appliance import Appliance
from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.bus.outbox import Outbox
from broker.contracts.commands import TakeTicket
from broker.contracts.status import About


def outbox(link: Link, path: str, count: str) -> None:
    box = Outbox(Path(path), Asker(link))
    link.start()
    for _ in range(int(count)):
        command = TakeTicket(id=new_id(), at=now(UTC), service="residence-registration")
        box.put(command)
        print(command.id, flush=True)  # noqa: T201 - the test reads it


def appliance(link: Link) -> None:
    about = About(role="dispenser", version="0.1.0")
    born = Appliance(link, id="kiosk-1", role="dispenser", version="0.1.0", about=about, zone=UTC)
    link.start()
    born.ready()
    print(born.boot, flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    port, what, *arguments = sys.argv[1:]
    {"outbox": outbox, "appliance": appliance}[what](Link("test-hall", "kiosk-1", "127.0.0.1", int(port)), *arguments)
    threading.Event().wait()
