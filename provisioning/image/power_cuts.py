"""The plug drawn at hundreds of points of a card's first start and a busy hour: `cherha image test --cuts N`.

QEMU keeps every write. Afterwards the disk is made anew as it would be at each point, with what it had not yet
promised to keep dropped, kept, or torn sector by sector.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random

from broker.contracts.errors import HallError
from broker.queuemaster.store import Store
from provisioning.image.boot_choice import is_block
from provisioning.image.busy_hall import acknowledged
from provisioning.image.compare import partitions
from provisioning.image.cut_disk import Cut, cuts
from provisioning.image.machine import fresh_disk
from provisioning.image.running import Failed, run
from provisioning.image.trial import BOOT, Trial, started
from provisioning.image.trial_hall import HALL, enrolled

GIBIBYTES = 4
ACTS = 100
_MEND = Path(__file__).parents[2] / "images/layers/10-system/overlay/opt/cherha/libexec/mend-superblock"


def cut_power(card: Path, hall: Path, out: Path, epoch: int, trial: Trial, *, count: int) -> list[str]:
    """The promises that were broken, after about `count` cuts; none is the good answer."""
    out.mkdir(parents=True, exist_ok=True)
    hall_card, disk, log = enrolled(card, hall, out / "card", epoch), out / "disk.qcow2", out / "writes.log"
    fresh_disk(hall_card, disk, GIBIBYTES)
    done = _busy_hour(disk, out, log, trial)
    trial.found("a busy hall", kept=len(done) == ACTS, facts=f"{len(done)} acknowledged, {log.stat().st_size} bytes")
    wrong: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    began = time.monotonic()
    for cut in cuts(hall_card, GIBIBYTES << 30, log, out, count=count, chance=Random(count)):  # noqa: S311 - the same points again
        due = [command for command, end in done if end <= cut.end]
        found = looked_at(cut, due, out / "looked-at", partitions(hall_card))
        seen[f"{cut.fate}, {'in the busy hall' if due else 'before'}"] += 1
        for promise, facts in found.items():
            wrong[promise] += 1
            trial.say(f"  {cut.fate} at {cut.end}, {cut.pending} writes pending: {promise}: {facts}")
    trial.say(f"  {seen.total()} cuts in {time.monotonic() - began:.0f} s: {dict(sorted(seen.items()))}")
    for promise in PROMISES:
        trial.found(promise, kept=not wrong[promise], facts=f"{seen.total() - wrong[promise]} of {seen.total()}")
    return trial.wrong


def _busy_hour(disk: Path, out: Path, log: Path, trial: Trial) -> list[tuple[str, int]]:
    """Commands that were acknowledged, each with how much had been written by then. Ends with the plug drawn."""
    machine = started(disk, out, trial, "first start", writes=log)
    try:
        for role in HALL:
            machine.until(role, partial(machine.guest.succeeds, f"systemctl is-active --quiet cherha-{role}"), BOOT, 3)
        done = []
        for command in acknowledged(machine.guest, trial.say, BOOT, busy=True):
            done.append((command, log.stat().st_size))
            if len(done) == ACTS:
                break
        return done
    finally:
        machine.cut_power()


_TABLE = "the partitions are there"
_MARKS = "the boot loader's marks can be read"
_DATA = "the data partition is whole or repaired"
_CHAIN = "the journal is whole"
_KEPT = "no acknowledged command is lost"
PROMISES = (_TABLE, _MARKS, _DATA, _CHAIN, _KEPT)


def looked_at(cut: Cut, due: list[str], work: Path, before: dict[str, tuple[int, int]]) -> dict[str, str]:
    """Broken promises of one disk, each with the facts. It is repaired as the box would at its next start."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    now = partitions(cut.disk)
    if any(now[name][0] != before[name][0] for name in before) or now["data"][1] < before["data"][1]:
        return {_TABLE: str(now)}
    found = {}
    try:
        run(["mcopy", "-i", f"{cut.disk}@@{now['boot'][0]}", "::/grub/grubenv", work / "grubenv"])
        marks = (work / "grubenv").read_bytes()
    except Failed as failed:
        marks = str(failed).encode()
    if not is_block(marks):
        found[_MARKS] = repr(marks[:200])
    # A file of its own: e2fsck forgets an offset when it opens the disk again after the journal.
    data, start = work / "data.ext4", now["data"][0]
    run(
        [
            "dd",
            f"if={cut.disk}",
            f"of={data}",
            "bs=1M",
            "iflag=skip_bytes",
            f"skip={start}",
            "conv=sparse",
            "status=none",
        ]
    )
    try:
        run(["sh", _MEND, data])
        run(["e2fsck", "-p", data], content=(0, 1))
        run(["e2fsck", "-f", "-n", data])
    except Failed as failed:
        return {**found, _DATA: str(failed)}
    run(["debugfs", "-R", f"rdump /queue-master {work}", data])
    place = work / "queue-master/journal.db"
    if not place.exists():
        return {**found, _KEPT: f"{len(due)} of {len(due)}"} if due else found
    try:
        journal = Store(place.parent).open()
        journal.verify()
    except HallError as error:
        return {**found, _CHAIN: str(error)}
    lost = [command for command in due if journal.reply(command) is None]
    journal.close()
    return {**found, _KEPT: f"{len(lost)} of {len(due)}"} if lost else found
