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
from provisioning.image.picture import settled
from provisioning.image.trial import BOOT, CHERHA, Trial, clock, started
from provisioning.image.trial_hall import STATE, enrolled
from provisioning.image.unhurried import unhurried
from provisioning.image.usb_cable import UsbCable

HALL = Path(__file__).with_name("one-service.toml")
ROLES = ("queue-master", "dispenser")
_SCREEN = ("-device", "virtio-multitouch-pci")
_SERVICE = (0.2, 0.35)  # on the only button, in parts of the screen
PATIENCE = 300.0  # seconds, for one that draws without a graphics card
AGAIN, MOST_TOUCHES = 60.0, 3  # seconds after which somebody touches once more, and how often
_HELD = 0.2  # seconds: as long as people touch
_ISSUED = '"ticket-issued"'
_WATCHER = "/run/watches.py"
# What the dispenser says of itself: kept messages, so whoever asks later hears them too.
_WATCHES = f"""\
import json, time
from pathlib import Path
from broker.bus.link import Link
from broker.contracts.hall_check import load
from broker.contracts.topics import Topics
hall = load(Path("{STATE}/hall.toml")).hall.id
bus = Link(hall, "trial", "127.0.0.1", 1883)
heard = {{}}
def hear(message):
    heard[message.topic.rsplit("/", 1)[1]] = message.body
for topic in (Topics(hall).problem("dispenser-1", "+"), Topics(hall).status("dispenser-1")):
    bus.subscribe(topic, hear)
bus.start()
time.sleep(5)
state = json.loads(heard.pop("status", b"{{}}")).get("state", "unheard")
print(state, *sorted(code for code, body in heard.items() if body))
bus.stop()
"""
_AWAY = "printer-away"


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
            _comes_up(machine, out, trial)
            _gets_a_ticket(machine, cable, trial, "a touched service is printed", 1)
            machine.picture(out / "ticket.png")
            cable.pull()
            _tells(machine, trial, "a pulled cable is told", {"degraded", _AWAY}, set())
            machine.picture(out / "no-printer.png")
            cable.plug()
            _tells(machine, trial, "so is one that is back", {"ready"}, {_AWAY})
            _gets_a_ticket(machine, cable, trial, "with the cable back, the next one is printed", 2)
        finally:
            machine.cut_power()
    return trial.wrong


def _comes_up(machine: Machine, out: Path, trial: Trial) -> None:
    guest = machine.guest
    for role in ROLES:
        machine.until(role, partial(guest.succeeds, f"systemctl is-active --quiet cherha-{role}"), BOOT, pause=3)
        trial.found(f"{role} is ready", kept=True, facts=f"{clock(guest):.0f} s after the kernel")
    guest.run(f"cat > {_WATCHER} <<'END'\n{_WATCHES}\nEND")
    _tells(machine, trial, "the printer on the cable is found", {"ready"}, {_AWAY})
    settled(machine, out / "menu.png", BOOT)


def _tells(machine: Machine, trial: Trial, promise: str, these: set[str], not_those: set[str]) -> None:
    """What the dispenser tells the hall of itself comes to be `these` words, and none of `not_those`."""
    seen: set[str] = set()

    def told() -> bool:
        seen.clear()
        seen.update(machine.guest.run(f"/opt/cherha/bin/python {_WATCHER}")[1].split())
        return these <= seen and not seen & not_those

    kept = machine.comes(promise, told, PATIENCE)
    trial.found(promise, kept=kept, facts=" ".join(sorted(seen)))


def _gets_a_ticket(machine: Machine, cable: UsbCable, trial: Trial, promise: str, count: int) -> None:
    """A finger, and another where nothing comes of it, as people do; as many tickets in the journal as slips."""
    fingers = 0
    while len(cable.printed()) < count and fingers < MOST_TOUCHES:
        fingers, began = fingers + 1, time.monotonic()
        machine.touch(*_SERVICE, down=True)
        time.sleep(_HELD)
        machine.touch(*_SERVICE, down=False)
        machine.comes("a slip", lambda: len(cable.printed()) >= count, AGAIN, pause=0.1)
    took, slips = time.monotonic() - began, len(cable.printed())
    trial.found(promise, kept=slips == count, facts=f"{took:.1f} s after finger {fingers}, {slips} of {count}")
    issued = machine.guest.run(f"{CHERHA} journal export --journal {STATE}/queue-master | grep -c '{_ISSUED}'")[1]
    trial.found("as many tickets are in the journal as slips were cut off", kept=issued == str(count), facts=issued)
