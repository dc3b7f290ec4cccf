"""The support bundle: written to a stick, which is then let go."""

from __future__ import annotations

from broker.bus.clock import now
from kiosk.service_menu import bundle, sticks
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.toolbox import Toolbox


def look_for_stick(toolbox: Toolbox) -> Report:
    stick = sticks.found(toolbox.machine)
    there = line("stick-found", "good", str(stick.folder)) if stick else line("stick-none", "warn")
    return Report((there, line("bundle-what")))


def write_bundle(toolbox: Toolbox) -> Report:
    stick = sticks.found(toolbox.machine)
    if stick is None:
        return Report((line("stick-none", "bad"),))
    file = stick.folder / f"cherha-{toolbox.appliance}-{now(toolbox.zone):%Y%m%d-%H%M%S}.zip"
    bundle.write(toolbox, file)
    written = line("bundle-written", "good", f"{file.name}, {file.stat().st_size // 1024 + 1} KiB")
    safe = sticks.released(toolbox.machine, stick)
    return Report((written, line("bundle-safe", "good") if safe else line("bundle-keep", "warn")))
