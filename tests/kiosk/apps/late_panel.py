"""A touch appliance, or a box without a role, as it runs, with no broker to be found, on a screen that may be switched on later than it.

`late_panel STATE ROLE [MODE]`: with a mode, the screen gets it when the first picture stands there, and the kernel's word
is said here. It runs until it is told to stop; the test looks at the screen.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path

from broker.bus.settings import Settings
from display.power import hotplug

HALL = Path(__file__).parents[3] / "provisioning" / "demo" / "hall.toml"
WORD = b"change@/devices/card0\0ACTION=change\0SUBSYSTEM=drm\0HOTPLUG=1\0"


def main() -> None:
    state, role, *mode = sys.argv[1:]
    heard, kernel = socket.socketpair()
    hotplug.kernel_socket = lambda: heard

    def switch_on() -> None:
        sys.stdin.readline()
        subprocess.run(["xrandr", "--output", "screen", "--mode", *mode], check=True, timeout=30)
        kernel.send(WORD)

    if mode:
        threading.Thread(target=switch_on, daemon=True).start()
    if role == "newcomer":
        newcomer = import_module("kiosk.newcomer.run")
        newcomer.has_screen = lambda: True  # type: ignore[attr-defined]
        newcomer.main([str(Path(state) / "arrival.json")])
        return
    run = import_module(f"kiosk.{role}.run").run
    run(
        Settings(
            hall=HALL,
            state_dir=Path(state),
            broker_port=1,
            appliance=f"{role}-1",
            window=1,
            catalogue=HALL.parent / "catalogue",
        )
    )


if __name__ == "__main__":
    main()
