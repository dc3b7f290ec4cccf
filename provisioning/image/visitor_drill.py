"""A visitor touches the screen of a dispenser, and a ticket comes out of the printer on its USB cable: `cherha image test
--visitor`.

Kernel, X, Kivy, libusb and what systemd lets a role touch are the card's own; finger and printer are QEMU's, and what is
printed is a picture again (`slips/`). The cable is pulled and put in again, as cleaners do.
"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

from provisioning.image.machine import Machine, fresh_disk
from provisioning.image.self_told import PATIENCE, tells
from provisioning.image.trial import BOOT, CHERHA, Trial, clock, started
from provisioning.image.trial_hall import STATE, enrolled
from provisioning.image.unhurried import unhurried
from provisioning.image.usb_cable import UsbCable

HALL = Path(__file__).with_name("one-service.toml")
ROLES = ("queue-master", "dispenser")
_SCREEN = ("-device", "virtio-multitouch-pci")
_SERVICE = (0.2, 0.35)  # on the only button, in parts of the screen
_ON_IT, _BESIDE = (0.2, 0.22), (0.75, 0.3)  # white, and not: neither what it begins with nor a ticket's screen is so
_GUARDED = 1.0  # seconds in which a touch is taken for one before the screen that has come
_WHITE = (255, 255, 255)
_HELD = 0.2  # seconds: as long as people touch
_ISSUED = '"ticket-issued"'
_DISPENSER, _AWAY = "dispenser-1", "printer-away"


def try_visitor(card: Path, out: Path, epoch: int, trial: Trial) -> list[str]:
    """The promises that were broken; none is the good answer. Pictures and slips are in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    disk = out / "disk.qcow2"
    fresh_disk(enrolled(card, HALL, out / "card", epoch, roles=ROLES), disk)
    with UsbCable(out) as cable:
        besides = (*cable.words, *_SCREEN)
        machine = started(disk, out, trial, "first start", told=unhurried(ROLES), besides=besides)
        try:
            cable.plug()
            _comes_up(machine, trial)
            _gets_a_ticket(machine, cable, trial, "a touched service is printed", 1)
            machine.picture(out / "ticket.png")
            cable.pull()
            tells(machine, trial, _DISPENSER, "a pulled cable is told", {"degraded", _AWAY})
            machine.picture(out / "no-printer.png")
            cable.plug()
            tells(machine, trial, _DISPENSER, "so is one that is back", {"ready"}, no={_AWAY})
            _gets_a_ticket(machine, cable, trial, "with the cable back, the next one is printed", 2)
        finally:
            machine.cut_power()
    return trial.wrong


def _comes_up(machine: Machine, trial: Trial) -> None:
    guest = machine.guest
    for role in ROLES:
        machine.until(role, partial(guest.succeeds, f"systemctl is-active --quiet cherha-{role}"), BOOT, pause=3)
        trial.found(f"{role} is ready", kept=True, facts=f"{clock(guest):.0f} s after the kernel")
    tells(machine, trial, _DISPENSER, "the printer on the cable is found", {"ready"}, no={_AWAY})


def _shows_the_service(machine: Machine, file: Path) -> bool:
    from PIL import Image  # noqa: PLC0415 - not every machine that builds a card has it

    machine.picture(file)
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    on_it, beside = (picture.getpixel((int(x * picture.width), int(y * picture.height))) for x, y in (_ON_IT, _BESIDE))
    return on_it == _WHITE != beside


def _gets_a_ticket(machine: Machine, cable: UsbCable, trial: Trial, promise: str, count: int) -> None:
    """One finger on the button that stands there; as many tickets in the journal as slips."""
    machine.until(
        "the button", lambda: _shows_the_service(machine, cable.slips.with_name("menu.png")), PATIENCE, pause=1
    )
    time.sleep(_GUARDED)
    began = time.monotonic()
    machine.touch(*_SERVICE, down=True)
    time.sleep(_HELD)
    machine.touch(*_SERVICE, down=False)
    machine.comes("a slip", lambda: len(cable.printed()) >= count, PATIENCE, pause=0.1)
    took, slips = time.monotonic() - began, len(cable.printed())
    trial.found(promise, kept=slips == count, facts=f"{took:.1f} s after the finger, {slips} of {count}")
    issued = machine.guest.run(f"{CHERHA} journal export --journal {STATE}/queue-master | grep -c '{_ISSUED}'")[1]
    trial.found("as many tickets are in the journal as slips were cut off", kept=issued == str(count), facts=issued)
