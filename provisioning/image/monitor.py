"""QEMU's monitor: what is asked of a virtual machine itself, and not of what runs in it.

One JSON object a line (QMP). Events come between question and answer, and are nobody's answer.
"""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from provisioning.image.running import Failed

_FAR = 0x7FFF  # QEMU's lower right corner
_GONE = -1  # Linux's word for a finger that was lifted
_PATIENCE = 300.0  # seconds; a machine that is busy with others answers late, one that hangs never does


class Monitor:
    """The line to the monitor that listens at `path`. Failed where nobody does, or it does not answer."""

    def __init__(self, path: Path, patience: float = _PATIENCE) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(patience)
        try:
            self._line.connect(str(path))
            self._words = self._line.makefile("rb")
            self._ask("qmp_capabilities")
        except OSError as error:
            self._line.close()
            raise Failed(f"the virtual machine's monitor: {error}") from error
        except Failed:
            self.close()
            raise

    def picture(self, file: Path) -> None:
        """What its screen shows, as PNG. Failed when there is none."""
        self._ask("screendump", filename=str(file), format="png")

    def touch(self, x: float, y: float, *, down: bool) -> None:
        """A finger on its screen, or off it; `x` and `y`: parts of the whole from the upper left, 0 to 1."""
        finger = {"slot": 0, "tracking-id": 1 if down else _GONE}
        places = [
            {"type": "mtt", "data": {**finger, "type": "data", "axis": axis, "value": round(part * _FAR)}}
            for axis, part in (("x", x), ("y", y))
        ]
        turn = {"type": "mtt", "data": {**finger, "type": "begin" if down else "end", "axis": "x", "value": 0}}
        held = {"type": "btn", "data": {"button": "touch", "down": down}}
        self._ask("input-send-event", events=[turn, *(places if down else []), held])

    def close(self) -> None:
        self._words.close()
        self._line.close()

    def _ask(self, command: str, **arguments: object) -> None:
        said = json.dumps({"execute": command, "arguments": arguments}) + "\n"
        try:
            self._line.sendall(said.encode())
        except OSError as error:
            raise Failed(f"{command}: the virtual machine's monitor: {error}") from error
        while "return" not in (heard := self._hear()):
            if "error" in heard:
                raise Failed(f"{command}: {heard['error']}")

    def _hear(self) -> dict[str, Any]:
        try:
            line = self._words.readline()
        except OSError as error:
            raise Failed(f"the virtual machine's monitor: {error}") from error
        if not line.endswith(b"\n"):
            raise Failed("the virtual machine's monitor is gone")
        told: dict[str, Any] = json.loads(line)
        return told
