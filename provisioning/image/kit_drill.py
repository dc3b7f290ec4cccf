"""A new card's first start without a hall kit, with a broken one and with a good one: `cherha image test --kits`.

What its own screen says is taken as a picture each time. With the good one the box has a cable, the hall's desk stands at
its other end, and a technician types the code that the box shows.
"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import msgspec

from broker.contracts.arrival import Arrival
from broker.contracts.errors import ConfigError
from broker.contracts.phrases import FIRST
from provisioning.image.compare import partitions
from provisioning.image.guest import Guest
from provisioning.image.hall_desk import HallDesk
from provisioning.image.machine import Machine, fresh_disk
from provisioning.image.picture import settled
from provisioning.image.running import run
from provisioning.image.trial import BOOT, Trial, clock, started
from provisioning.image.unhurried import unhurried
from provisioning.kit.reading import SCRUBBED, decoded, read
from provisioning.kit.schema import FILE

ROLE, NAME = "board", "board-7"
_TELLS = "/run/cherha/newcomer.json"
_NEWCOMER = "appliance-newcomer.service"
_TOLD = {
    **unhurried([ROLE], watched=[ROLE]),
    f"systemd.unit-dropin.{_NEWCOMER}~slow": "[Service]\nTimeoutStartSec=30min\n",
}


def try_kits(card: Path, hall: Path, out: Path, trial: Trial) -> list[str]:
    """The promises that were broken; none is the good answer. Pictures are in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with HallDesk(hall, out / "desk") as desk:
        _without(card, out, trial)
        _with_broken(card, out, trial, broken(desk.kit))
        _with_good(card, out, trial, desk)
    return trial.wrong


def broken(kit: bytes) -> bytes:
    """A kit as an editor and a tired hand leave it: a byte order mark, other line ends, and three mistakes."""
    lines = decoded(kit).splitlines()
    spoilt = {"address": "address = “192.168.1,10”", "port": "port = 84433", "token": 'tocken = "short"'}
    changed = [spoilt.get(line.partition(" ")[0], line) for line in lines]
    return b"\xef\xbb\xbf" + "\r\n".join([*changed, ""]).encode()


def mistakes(kit: bytes) -> list[str]:
    """What is wrong with it, each with its line, as its screen says it."""
    try:
        read(kit)
    except ConfigError as error:
        return error.said(FIRST)
    return []


def with_kit(card: Path, kit: bytes | None, out: Path) -> Path:
    """A disk that begins as `card`, with a hall kit on the partition that any computer sees."""
    copied, disk = out / "card/card.img", out / "disk.qcow2"
    copied.parent.mkdir(exist_ok=True)
    run(["cp", "--sparse=always", card, copied])
    if kit is not None:
        file = copied.with_name(FILE)
        file.write_bytes(kit)
        run(["mcopy", "-o", "-i", f"{copied}@@{partitions(card)['boot'][0]}", file, f"::/{FILE}"])
    fresh_disk(copied, disk)
    return disk


def _without(card: Path, out: Path, trial: Trial) -> None:
    machine = started(with_kit(card, None, out), out, trial, "a first start without a kit", told=_TOLD)
    try:
        _shows(machine, out / "no-kit.png", trial, "a box without a kit says so on its screen")
        trial.found("nothing of the hall has started", kept=not _running(machine.guest), facts=_running(machine.guest))
    finally:
        machine.cut_power()


def _with_broken(card: Path, out: Path, trial: Trial, kit: bytes) -> None:
    machine = started(with_kit(card, kit, out), out, trial, "a first start with a broken kit", told=_TOLD)
    try:
        machine.until("the kit's mistakes", lambda: _arrived(machine.guest).stage == "kit-broken", BOOT, pause=3)
        told = list(_arrived(machine.guest).details)
        trial.found("every mistake of the kit is told with its line", kept=told == mistakes(kit), facts="; ".join(told))
        _shows(machine, out / "kit-broken.png", trial, "they are on its own screen")
    finally:
        machine.cut_power()


def _with_good(card: Path, out: Path, trial: Trial, desk: HallDesk) -> None:
    disk = with_kit(card, desk.kit, out)
    machine = started(disk, out, trial, "a first start with a good kit", told=_TOLD, cable=True)
    guest = machine.guest
    try:
        machine.until("the code", lambda: _arrived(guest).stage == "waiting", BOOT, pause=3)
        code = _arrived(guest).code
        trial.found(
            "the box has found the hall and shows a code", kept=True, facts=f"{clock(guest):.0f} s after the kernel"
        )
        _shows(machine, out / "waiting.png", trial, "the code is on its screen")
        began = time.monotonic()
        desk.accept(code, NAME, ROLE)
        machine.until(ROLE, partial(guest.succeeds, f"systemctl is-active --quiet cherha-{ROLE}"), BOOT, pause=3)
        trial.found(
            "let in, it has its role", kept=True, facts=f"{time.monotonic() - began:.0f} s after the code was typed"
        )
        _shows(
            machine, out / "let-in.png", trial, "the role's own picture is on its screen", unit=f"cherha-{ROLE}.service"
        )
        left = guest.run(f"cat /boot/firmware/{FILE}")[1]
        scrubbed = f'token = "{SCRUBBED}"' in left and str(read(desk.kit)[0]["token"]) not in left
        trial.found("the secret is scrubbed from the card", kept=scrubbed)
        read_only = guest.run("findmnt -no OPTIONS /boot/firmware")[1].startswith("ro")
        trial.found("the small partition is read only again", kept=read_only)
        trial.say(f"  the box's clock: {guest.run('date -u')[1]}")
    finally:
        machine.cut_power()


def _shows(machine: Machine, file: Path, trial: Trial, promise: str, unit: str = _NEWCOMER) -> None:
    machine.until(unit, partial(machine.guest.succeeds, f"systemctl is-active --quiet {unit}"), BOOT, pause=3)
    settled(machine, file, BOOT)
    trial.found(promise, kept=True, facts=file.name)


def _running(guest: Guest) -> str:
    return guest.run("systemctl list-units 'cherha-*.service' --state=active --plain --no-legend")[1]


def _arrived(guest: Guest) -> Arrival:
    code, told = guest.run(f"cat {_TELLS}")
    return msgspec.json.decode(told, type=Arrival) if code == 0 else Arrival(stage="searching")
