"""Tells the hall's boxes which hall file it works by, whole and kept by the broker: at each start and at each change."""

from __future__ import annotations

import logging
from pathlib import Path

from broker.bus.appliance import Appliance
from broker.bus.seam import Bus
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.hall_text import packed
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)


def tell_hall(bus: Bus, appliance: Appliance, path: Path) -> None:
    """`path`: what was just taken in. Boxes keep what they have when it does not fit into a message."""
    told = packed(path.read_bytes())
    appliance.runs_hall(told.sha256)
    try:
        bus.publish(Topics(bus.hall).hall_file, codec.encode(told), retain=True)
    except ContractError as error:
        log.error("the boxes of the hall cannot be told its file: %s", error)  # noqa: TRY400 - the words say it all
