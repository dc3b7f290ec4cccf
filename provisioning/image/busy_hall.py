"""Visitors and a window, as fast as the queue-master answers; each command is told once it is acknowledged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from provisioning.image.guest import Guest
from provisioning.image.trial_hall import STATE

_ACTS = f"""\
import sys
from itertools import cycle, islice
from pathlib import Path
from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.contracts.hall_check import load
from provisioning.wish import read_wish
hall = load(Path("{STATE}/hall.toml"))
bus = Link(hall.hall.id, "trial", "127.0.0.1", 1883)
asker = Asker(bus)
bus.start()
window = hall.window[0]
takes = [["take-ticket", "service=" + each.id] for each in hall.service if "walk-in" in each.modes]
at = "window=" + str(window.id)
def acts():
    yield ["open-window", at]
    for take in cycle(takes):
        yield take
        yield ["call-next", at]
        yield take
        yield ["start-service", at]
        yield ["finish", at]
for words in islice(acts() if sys.argv[1] == "busy" else cycle(takes[:1]), int(sys.argv[2])):
    wish = read_wish(words, new_id(), now(hall.timezone))
    reply = asker.ask(wish, 300)
    print("done" if reply.status == "done" else reply, words[0], wish.id, flush=True)
"""


def acknowledged(
    guest: Guest, say: Callable[[str], None], seconds: float, *, busy: bool, most: int = 1_000_000
) -> Iterator[str]:
    """Ids of commands, each as soon as the box has heard that it is done. `busy`: not tickets alone.

    After `most` of them the shell is free again; before, the plug alone ends it.
    """
    guest.run(f"cat > /run/acts.py <<'END'\n{_ACTS}\nEND")
    for line in guest.lines(f"/opt/cherha/bin/python /run/acts.py {'busy' if busy else 'tickets'} {most}", seconds):
        if found := re.fullmatch(r"done \S+ (\w{26})", line):
            yield found[1]
        elif line and not (busy and "refused" in line):
            say(f"  {line}")
