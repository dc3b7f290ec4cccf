"""A queue-master's card that gave back a damaged journal, and then none: `cherha image test --journal`.

The box says which, decides nothing, and goes on by the file that a technician puts onto the card, after the plug as on the
wall: `use-last-copy.txt` with what is whole, `begin-anew.txt` with nothing. No number is given out twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from provisioning.image.busy_hall import acknowledged
from provisioning.image.machine import Machine, fresh_disk
from provisioning.image.self_told import tells
from provisioning.image.trial import BOOT, CHERHA, TICKETS, Trial, kept, started
from provisioning.image.trial_hall import STATE, enrolled
from provisioning.image.unhurried import unhurried

_ROLE, _NAME = "queue-master", "queue-master-1"
_FOLDER, _CARD = f"{STATE}/{_ROLE}", "/boot/firmware"
_WHOLE = 7  # tickets before the one that the card gives back otherwise
_NUMBER = re.compile(r'"number":"([^"]+)"')
# A command's id in other letters: the page is whole and the chain is not, as where a card forgets one bit.
SPOIL = """\
import sys
from pathlib import Path
folder, command = Path(sys.argv[1]), sys.argv[2].encode()
for file in (*folder.glob("journal.db*"), *folder.glob("copies/*")):
    file.write_bytes(file.read_bytes().replace(command, command.lower()))
"""
NOISE = (
    "for each in {0}/journal.db* {0}/copies/*; do"
    ' dd if=/dev/urandom of="$each" bs="$(stat -c %s "$each")" count=1 conv=notrunc status=none; done; sync'
)


def try_journal(card: Path, hall: Path, out: Path, epoch: int, trial: Trial) -> list[str]:
    """The promises that were broken; none is the good answer."""
    out.mkdir(parents=True, exist_ok=True)
    disk = out / "disk.qcow2"
    fresh_disk(enrolled(card, hall, out / "card", epoch, roles=(_ROLE,)), disk)
    with _box(disk, out, trial, "first start") as machine:
        tells(machine, trial, _NAME, "the queue-master is ready", {"ready"})
        taken = _take(machine, trial, TICKETS)
        given = _numbers(machine)
        _spoil(machine, taken[_WHOLE])
    with _box(disk, out, trial, "with one letter otherwise") as machine:
        tells(machine, trial, _NAME, "it says that its journal is damaged", {"degraded", "journal-refused"})
        _put(machine, "use-last-copy.txt")
    with _box(disk, out, trial, "with use-last-copy.txt") as machine:
        tells(machine, trial, _NAME, "it goes on, and says what may be lost", {"journal-mended"})
        kept(machine.guest, taken[:_WHOLE], trial)
        given |= _takes_new_numbers(machine, trial, given)
        _used_up(machine, trial, "use-last-copy")
        _noise(machine)
    with _box(disk, out, trial, "with noise for a journal and its copies") as machine:
        tells(machine, trial, _NAME, "it says that its journal is damaged", {"degraded", "journal-refused"})
        _put(machine, "use-last-copy.txt")
    with _box(disk, out, trial, "with use-last-copy.txt") as machine:
        tells(machine, trial, _NAME, "it says that nothing is whole", {"degraded", "journal-lost"})
        _put(machine, "begin-anew.txt")
    with _box(disk, out, trial, "with begin-anew.txt") as machine:
        tells(machine, trial, _NAME, "it begins anew, and says so", {"journal-begun-anew"})
        kept(machine.guest, _take(machine, trial, 2), trial)
        _used_up(machine, trial, "begin-anew")
        aside = machine.guest.run(f"find {_FOLDER}/aside -name journal.db")[1].split()
        trial.found("both damaged journals lie aside", kept=len(aside) == 2, facts=" ".join(aside))  # noqa: PLR2004
    return trial.wrong


@contextmanager
def _box(disk: Path, out: Path, trial: Trial, name: str) -> Iterator[Machine]:
    """A start; the plug is drawn at its end."""
    machine = started(disk, out, trial, name, told=unhurried((_ROLE,)))
    try:
        asks = f"systemctl is-active --quiet cherha-{_ROLE}"
        machine.until(_ROLE, lambda: machine.guest.succeeds(asks), BOOT, pause=3)
        yield machine
        machine.guest.run("sync")
    finally:
        machine.cut_power()


def _take(machine: Machine, trial: Trial, count: int) -> list[str]:
    """Ids of the commands by which as many tickets were taken."""
    found = list(islice(acknowledged(machine.guest, trial.say, BOOT, busy=False, most=count), count))
    trial.found("visitors take tickets", kept=len(found) == count, facts=f"{len(found)}")
    return found


def _numbers(machine: Machine) -> set[str]:
    """Those that were given out, as the journal has them."""
    told = machine.guest.run(f"{CHERHA} journal export --journal {_FOLDER} | grep ticket-issued")[1]
    return set(_NUMBER.findall(told))


def _takes_new_numbers(machine: Machine, trial: Trial, given: set[str]) -> set[str]:
    before = _numbers(machine)
    _take(machine, trial, 2)
    new = _numbers(machine) - before
    trial.found("no number is given out twice", kept=bool(new) and not new & given, facts=" ".join(sorted(new)))
    return new


def _spoil(machine: Machine, command: str) -> None:
    guest = machine.guest
    guest.run(f"systemctl stop cherha-{_ROLE}")
    guest.run(f"cat > /run/spoil.py <<'END'\n{SPOIL}\nEND")
    guest.run(f"/opt/cherha/bin/python /run/spoil.py {_FOLDER} {command}")


def _noise(machine: Machine) -> None:
    machine.guest.run(f"systemctl stop cherha-{_ROLE}")
    machine.guest.run(NOISE.format(_FOLDER))


def _put(machine: Machine, name: str) -> None:
    """Onto the small partition, as a technician does at a computer."""
    machine.guest.run(f"mount -o remount,rw {_CARD} && touch {_CARD}/{name}; sync; mount -o remount,ro {_CARD}")


def _used_up(machine: Machine, trial: Trial, name: str) -> None:
    """A file is for one damage and for no later one."""
    there = machine.guest.run(f"ls {_CARD} | grep {name}")[1].split()
    trial.found(f"{name}.txt is used up", kept=there == [f"{name}-done.txt"], facts=" ".join(there))
