"""A data partition as enrolment leaves it: one card that is queue-master, office and board of the demo's hall."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from broker.mosquitto.configuration import demo
from provisioning.image import disk
from provisioning.image.running import run

ROLES = {
    "queue-master": "",
    "office": 'journal = "/var/lib/cherha/queue-master/journal.db"\n',
    "board": 'appliance = "board-1"\nscreen_power = "none"\n',
    "dispenser": 'appliance = "dispenser-1"\nprinter = "usb"\nscreen_power = "none"\n',
}
HALL = ("queue-master", "office", "board")  # what one emulated box has the breath for
STATE = "/var/lib/cherha"
_ENTRY = 446 + 3 * 16  # of the fourth partition, in the first sector


def lay_hall(hall: Path, tree: Path, roles: Iterable[str] = HALL) -> None:
    """The files below `tree`, which is to be /var/lib/cherha."""
    for name in ("roles", "broker", "system/journal", "system/clock"):
        (tree / name).mkdir(parents=True)
    shutil.copy(hall, tree / "hall.toml")
    configuration = demo(port=1883, folder=Path(f"{STATE}/broker-memory"), user="mosquitto")
    (tree / "broker/mosquitto.conf").write_text(configuration)
    for role in roles:
        settings = f'hall = "{STATE}/hall.toml"\nstate_dir = "{STATE}/{role}"\n{ROLES[role]}'
        (tree / f"roles/{role}.toml").write_text(settings)


def enrolled(card: Path, hall: Path, work: Path, epoch: int, *, roles: Iterable[str] = HALL) -> Path:
    """A copy of `card` whose data partition is this hall's."""
    shutil.rmtree(work, ignore_errors=True)
    (work / "tree").mkdir(parents=True)
    lay_hall(hall, work / "tree", roles)
    disk.ext4(work / "tree", work / "data.ext4", disk.DATA_MIB, "data", epoch)
    copied = work / "card.img"
    run(["cp", "--sparse=always", card, copied])
    with copied.open("r+b") as opened:
        opened.seek(_ENTRY + 8)
        opened.seek(int.from_bytes(opened.read(4), "little") * 512)
        opened.write((work / "data.ext4").read_bytes())
    return copied
