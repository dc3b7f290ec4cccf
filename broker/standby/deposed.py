"""A box that was the queue-master and has been succeeded: it becomes the standby of who decides now, by itself.

Its journal stays. What it has and the new queue-master has not was never answered to anybody; `following` puts a journal
that differs aside, and nothing of it is merged.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from broker.bus.addresses import addresses
from broker.bus.on_disk import put
from broker.bus.settings import Settings
from broker.standby.candidate import holds_office
from broker.standby.following import FIT
from broker.standby.second_disk import TERM

MARK = "deposed"


def step_down(folder: Path) -> None:
    """From the next start on this box follows. Cut off half-way, it asks for its office once more and is told again."""
    put(folder / MARK, b"")
    (folder / FIT).unlink(missing_ok=True)  # that it has everything is to be seen anew
    term = folder / TERM
    if term.exists():
        term.replace(folder / f"{TERM}.aside")


def is_deposed(folder: Path, me: str) -> bool:
    """Whether it has been succeeded and not been elected since."""
    if not (folder / MARK).exists():
        return False
    if holds_office(folder, me):
        (folder / MARK).unlink()
        return False
    return True


def as_standby(settings: Settings) -> Settings:
    """The settings with which a queue-master follows: the two brokers change places."""
    host, port = addresses(settings.broker_host, settings.broker_port)[0]
    return replace(settings, broker_host=settings.second_broker, own_broker=f"{host}:{port}", broker_files="")
