"""HDMI-CEC: a television is asked over its cable to go to standby and to come back. Through the kernel's `cec-ctl`.

Which television does what is not written anywhere: some answer and do nothing, some do it and answer nothing.
"""

from __future__ import annotations

import re
from pathlib import Path

from display.power.programs import said
from display.power.seam import Observed

DEVICES = Path("/dev")
_STATE = re.compile(r"pwr-state:\s*([a-z-]+)")
_ADDRESS = re.compile(r"Physical Address\s*:\s*([0-9a-f]\.[0-9a-f]\.[0-9a-f]\.[0-9a-f])")
_NOT_PLUGGED = "f.f.f.f"
# On the way to a state is as good as there: a television takes some ten seconds, and is asked again.
_MEANS: dict[str, Observed] = {"on": "on", "to-on": "on", "standby": "off", "to-standby": "off"}


class Cec:
    """All televisions at all HDMI sockets of this machine."""

    name = "CEC"

    def __init__(self, devices: Path = DEVICES) -> None:
        self._devices = devices

    def switch(self, *, on: bool) -> None:
        for device, address in self._plugged():
            if not on:
                said("cec-ctl", "-d", device, "--to", "0", "--standby")
                continue
            said("cec-ctl", "-d", device, "--to", "0", "--image-view-on")
            # Awake, it may be at another socket: this one has the board.
            said("cec-ctl", "-d", device, "--active-source", f"phys-addr={address}")

    def observe(self) -> Observed:
        states = [self._state(device) for device, _ in self._plugged()]
        known = [state for state in states if state != "unknown"]
        return "unknown" if not known else "on" if "on" in known else "off"

    def _plugged(self) -> list[tuple[str, str]]:
        """Devices with a television behind them, and our address there. To ask is also what CEC begins with."""
        found = []
        for device in sorted(str(path) for path in self._devices.glob("cec[0-9]*")):
            told = _ADDRESS.search(said("cec-ctl", "-d", device, "--playback", "--osd-name", "Cherha"))
            if told and told.group(1) != _NOT_PLUGGED:
                found.append((device, told.group(1)))
        return found

    def _state(self, device: str) -> Observed:
        told = _STATE.search(said("cec-ctl", "-d", device, "--to", "0", "--give-device-power-status"))
        return _MEANS.get(told.group(1), "unknown") if told else "unknown"
