"""The staff list goes home: what was changed on the second office's pages comes to the box that had the first.

Who decides with a second office lists both states of it, as it came and as it is; who follows lays them before the office
of its own machine, which takes the changes in, and only those (`office/doors/given_back.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from broker.bus.on_disk import put
from broker.contracts.given_back import BEFORE, FOLDER, NOW
from broker.standby.mirroring import BESIDE
from broker.standby.second_office import CARRIED, STAFF, is_second

log = logging.getLogger(__name__)

LISTED = "office-given-back"  # in the backup
LAID = "given-back"  # below the follower's own folder: what was laid before the office last
OFFICE = "office"


def given_back(state: Path) -> Mapping[str, Path]:
    """What a queue-master lists, by name in the backup. `state`: its own folder, beside the office's."""
    if not is_second(state.parent):
        return {}
    return {
        f"{LISTED}/{BEFORE}": state / BESIDE / CARRIED / STAFF,
        f"{LISTED}/{NOW}": state.parent / OFFICE / STAFF,
    }


def lay_before_office(state: Path) -> None:
    """At who follows, whenever the backup may have changed. Each change is laid there once: the office takes it away, and
    what is done there afterwards is not done over by the same change.
    """
    came, office, laid = state / BESIDE / LISTED, state.parent / OFFICE, state / LAID
    if not (office / STAFF).is_file() or is_second(state.parent):
        return
    before, now = _bytes(came / BEFORE), _bytes(came / NOW)
    if before is None or now is None:
        return
    since = _bytes(laid / NOW) if _bytes(laid / BEFORE) == before else None
    since = before if since is None else since
    if since == now:
        return
    put(office / FOLDER / BEFORE, since, private=True)
    put(office / FOLDER / NOW, now, private=True)
    put(laid / NOW, now, private=True)
    put(laid / BEFORE, before, private=True)
    log.warning("the staff list was changed where the queue was meanwhile: the changes come home")


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
