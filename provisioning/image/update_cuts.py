"""The plug drawn at hundreds of points of an update: `cherha image test --cuts N --during update`.

Root B runs and the update goes into A, which is what the boot loader takes when it has lost its marks. Whatever was
written by then, and whatever became of it: the root that would be started next is whole.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random

from provisioning.image import updates
from provisioning.image.boot_choice import SIZE, chosen, read_marks
from provisioning.image.compare import copy_partition, partitions
from provisioning.image.computer import architecture_of
from provisioning.image.cut_disk import cuts
from provisioning.image.machine import fresh_disk
from provisioning.image.power_cuts import GIBIBYTES, PROMISES, looked_at
from provisioning.image.running import run
from provisioning.image.running_root import slot_of
from provisioning.image.trial import BOOT, Trial, started
from provisioning.image.trial_hall import enrolled
from provisioning.image.update_drill import ROLES, installs
from provisioning.image.whole_from import whole_from, written_to

_STARTS = "the root that is started next is whole"
_STICK_MIB = 640


def cut_updates(card: Path, hall: Path, out: Path, epoch: int, trial: Trial, *, count: int) -> list[str]:
    """The promises that were broken, after about `count` cuts; none is the good answer."""
    out.mkdir(parents=True, exist_ok=True)
    hall_card, drive, log = (
        enrolled(card, hall, out / "card", epoch, roles=ROLES),
        out / "disk.qcow2",
        out / "writes.log",
    )
    let_b_run(hall_card, out)
    stick, digest = _stick(card, out / "stick")
    fresh_disk(hall_card, drive, GIBIBYTES)
    machine = started(drive, out, trial, "first start", writes=log, stick=stick)
    try:
        trial.found("root B runs", kept=slot_of(machine.guest) == "B")
        for role in ROLES:
            machine.until(role, partial(machine.guest.succeeds, f"systemctl is-active --quiet cherha-{role}"), BOOT, 3)
        wrong = installs(machine.guest, "good", trial)
        trial.found("an update is installed", kept=not wrong, facts=f"{log.stat().st_size} bytes written")
    finally:
        machine.cut_power()
    places = partitions(hall_card)
    whole = whole_from(log, places["root-a"], digest)
    trial.found("the update lies in root A as it was signed", kept=whole is not None)
    touched = written_to(log, places["root-b"])
    trial.found("nobody wrote to the root that runs", kept=not touched, facts=f"{touched} writes")
    _replayed(hall_card, log, out, trial, count=count, whole=whole)
    return trial.wrong


def let_b_run(card: Path, work: Path) -> None:
    """Change `card` as if an update had gone into B and been found well."""
    places, marks = partitions(card), work / "grubenv"
    copied = work / "root.ext4"
    copy_partition(card, "root-a", copied)
    run(
        ["dd", f"if={copied}", f"of={card}", "bs=1M", "oflag=seek_bytes", f"seek={places['root-b'][0]}", "conv=notrunc"]
    )
    copied.unlink()
    at = f"{card}@@{places['boot'][0]}"
    run(["mcopy", "-n", "-o", "-i", at, "::/grub/grubenv", marks])
    block = marks.read_text().rstrip("#").replace("ORDER=A B", "ORDER=B A").replace("B_OK=0", "B_OK=1")
    marks.write_text(block.ljust(SIZE, "#"))
    run(["mcopy", "-o", "-i", at, marks, "::/grub/grubenv"])


def _stick(card: Path, work: Path) -> tuple[Path, str]:
    """A stick with one update, and the digest of the root in it."""
    shutil.rmtree(work, ignore_errors=True)
    (work / "tree").mkdir(parents=True)
    root, stick = work / "root.ext4", work / "stick.img"
    copy_partition(card, "root-a", root)
    updates.bundle(root, card.parent / "kept", architecture_of(card), "good", work / "tree/good.raucb", level=1)
    with root.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    root.unlink()
    run(["mke2fs", "-q", "-t", "ext4", "-m", "0", "-d", work / "tree", stick, f"{_STICK_MIB}M"])
    shutil.rmtree(work / "tree")
    return stick, digest


def _replayed(card: Path, log: Path, out: Path, trial: Trial, *, count: int, whole: int | None) -> None:
    """`whole`: from where in the log root A is the update."""
    wrong: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    began = time.monotonic()
    work = out / "looked-at"
    for cut in cuts(card, GIBIBYTES << 30, log, out, count=count, chance=Random(count)):  # noqa: S311 - the same points again
        found = looked_at(cut, [], work, partitions(card))
        marks = work / "grubenv"
        slot = chosen(read_marks(marks.read_bytes() if marks.exists() else b""))
        if slot == "A" and (whole is None or cut.end < whole):
            found[_STARTS] = "A, which is half written"
        seen[f"{cut.fate}, {slot} is next"] += 1
        for promise, facts in found.items():
            wrong[promise] += 1
            trial.say(f"  {cut.fate} at {cut.end}, {cut.pending} writes pending: {promise}: {facts}")
    trial.say(f"  {seen.total()} cuts in {time.monotonic() - began:.0f} s: {dict(sorted(seen.items()))}")
    for promise in (*PROMISES, _STARTS):
        trial.found(promise, kept=not wrong[promise], facts=f"{seen.total() - wrong[promise]} of {seen.total()}")
