"""The box that was let in for the first machine's place, until it is that: it fetches what there is, again and again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from broker.bus.back_off import back_off
from broker.contracts.arrival import Stage
from broker.contracts.errors import ConfigError
from provisioning.enrolment import places
from provisioning.enrolment.owner import as_owner, give_to_owner
from provisioning.kit.reading import read
from provisioning.replacing import at_box
from provisioning.words import say

AGAIN = 5.0  # seconds between two tries
LONGEST = 600.0  # where there is no room: somebody has to bring another card


def become_first(
    state: Path,
    kit: Path,
    wait: Callable[[float], bool],
    scrub: Callable[[], None],
    tells: Callable[[Stage], None],
) -> int | None:
    """0: it is; 1: it was told to stop (`wait` sleeps, and returns True then), or could not; None: the hall has said no since.

    `scrub` takes the kit's secret from the card, before there is a role; `tells` its screen how far it has come.
    """
    tells("replacing")
    give_to_owner(state / "identities")
    port, full = _port(kit), 0
    while not at_box.is_whole(state):
        code = as_owner(state, lambda: at_box.fetched(state, port))
        if code == at_box.SAID_NO:
            at_box.forget(state)
            return None
        full = full + 1 if code == at_box.NO_ROOM else 0
        tells("no-room" if full else "replacing")
        if code:
            print(say("enrol.first-no-room" if full else "enrol.first-waits"), flush=True)
            if wait(back_off(full, 0.0, AGAIN, LONGEST) if full else AGAIN):
                return 1
    tells("accepted")
    scrub()
    if as_owner(state, lambda: at_box.take_place(state)):
        return 1
    print(say("enrol.first-is-here"))
    return 0


def _port(kit: Path) -> int:
    """Of the desk, as the card says it."""
    try:
        return int(str(read(kit.read_bytes())[0]["port"]))
    except (OSError, ConfigError):
        return places.PORT
