"""What an appliance on the card under trial tells the hall of itself: its state, and its problems by their codes."""

from __future__ import annotations

from collections.abc import Iterable

from provisioning.image.machine import Machine
from provisioning.image.trial import Trial
from provisioning.image.trial_hall import STATE

PATIENCE = 300.0  # seconds, for one whose processors are emulated
_WATCHER = "/run/watches.py"
# Kept messages, so whoever asks later hears them too; those of the topic that is asked for first come first.
_WATCHES = f"""\
import json, sys, time
from pathlib import Path
from broker.bus.link import Link
from broker.contracts.hall_check import load
from broker.contracts.topics import Topics
appliance, hall = sys.argv[1], load(Path("{STATE}/hall.toml")).hall.id
bus = Link(hall, "trial", "127.0.0.1", 1883)
heard = {{}}
def hear(message):
    heard[message.topic.rsplit("/", 1)[1]] = message.body
for topic in (Topics(hall).problem(appliance, "+"), Topics(hall).status(appliance)):
    bus.subscribe(topic, hear)
bus.start()
end = time.monotonic() + 60
while "status" not in heard and time.monotonic() < end:
    time.sleep(0.2)
state = json.loads(heard.pop("status", b"{{}}")).get("state", "unheard")
print(state, *sorted(code for code, body in heard.items() if body))
bus.stop()
"""


def tells(
    machine: Machine,
    trial: Trial,
    appliance: str,
    promise: str,
    these: set[str],
    *,
    no: Iterable[str] = (),
) -> None:
    """What `appliance` tells of itself comes to be `these` words, and none of `no`."""
    seen: set[str] = set()
    machine.guest.run(f"cat > {_WATCHER} <<'END'\n{_WATCHES}\nEND")

    def told() -> bool:
        seen.clear()
        seen.update(machine.guest.run(f"/opt/cherha/bin/python {_WATCHER} {appliance}")[1].split())
        return these <= seen and seen.isdisjoint(no)

    kept = machine.comes(promise, told, PATIENCE)
    trial.found(promise, kept=kept, facts=" ".join(sorted(seen)))
