"""A real touched appliance with a technician before it: its process, a real broker, and fingers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, field

from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts.hall_check import load
from broker.contracts.status import Did, Status
from broker.contracts.topics import Topics
from tests.broker.mosquitto import Mosquitto
from tests.broker.traced import notes
from tests.broker.until import until
from tests.kiosk.screen import VirtualScreen, virtual_screen
from tests.kiosk.service_menu.measured import place_of, screens

ROOT = Path(__file__).parents[3]
HALL = ROOT / "provisioning" / "demo" / "hall.toml"
TOPICS = Topics(load(HALL).hall.id)
STRIKE = 0.6  # seconds; a finger that means it comes later than the strike guard


class RealAppliance(Struct, dict=True):
    """One life after the other of the same appliance: `start` and `stop` it."""

    screen: VirtualScreen
    broker: Mosquitto
    folder: Path
    did: list[Did] = field(default_factory=list)
    ready: int = 0
    process: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)
    role: str = "dispenser"

    @property
    def state_dir(self) -> Path:
        return self.folder / self.role

    def place_of(self, state: str, label: str) -> tuple[int, int]:
        return place_of(state, label, self.screen.size)

    @property
    def tape(self) -> Path:
        return self.state_dir / "paper-tape"

    @property
    def trace(self) -> Path:
        return self.folder / "trace"

    def listen(self, link: Link) -> None:
        def hear_status(message: object) -> None:
            self.ready += codec.read(Status, message.body).state in ("ready", "degraded")  # type: ignore[attr-defined]

        link.subscribe(TOPICS.did(f"{self.role}-1"), lambda m: self.did.append(codec.read(Did, m.body)))
        link.subscribe(TOPICS.status(f"{self.role}-1"), hear_status)
        link.start()

    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("CHERHA_", "KIVY_"))},
            "CHERHA_BROKER_PORT": str(self.broker.port),
            "CHERHA_HALL": str(HALL),
            "CHERHA_STATE_DIR": str(self.state_dir),
            "CHERHA_WINDOW_SIZE": self.screen.size,
            "CHERHA_TRACE": str(self.trace),
            "DISPLAY": self.screen.display,
            "PYTHONPATH": str(ROOT),
            "LANG": "C",
            **self.more,
        }

    def command(self, *words: str) -> str:
        """`cherha words…` on this appliance; what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "provisioning.command", *words],
            env=self.environment(),
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.stdout

    def code_for(self, name: str, how: str = "add") -> str:
        return self.command("service-codes", how, name).splitlines()[0].rpartition(" ")[2]

    def start(self) -> None:
        self.trace.touch()
        shown, ready = self.traced("shown"), self.ready
        with (self.folder / f"{self.role}.log").open("ab") as log:
            command = [sys.executable, "-m", "provisioning.command", "run", self.role]
            self.process = subprocess.Popen(command, env=self.environment(), cwd=ROOT, stdout=log, stderr=log)
        until(lambda: self.traced("shown") > shown and self.ready > ready, 60)

    def stop(self) -> int:
        assert self.process
        self.process.terminate()
        return self.process.wait(20)

    def traced(self, what: str, about: str = "") -> int:
        return sum(line["what"] == what and about in ("", line.get("about", "")) for line in notes(self.trace))

    def finger(self, place: tuple[int, int], shows: str) -> None:
        """A touch, and what it brings to the screen. Then the strike guard is waited out: it is what the clock sees."""
        before = self.traced("shown", shows)
        self.screen.touch(*place)
        until(lambda: self.traced("shown", shows) > before, what=f"{shows} after a touch at {place}")
        time.sleep(STRIKE)

    def xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.screen.environment, check=True, timeout=20)

    def tap_in_the_corner(self, times: int) -> None:
        self.xdotool("mousemove", str(int(self.screen.size.split("x")[0]) - 40), "30")
        for _ in range(times):
            self.xdotool("mousedown", "1", "sleep", "0.1", "mouseup", "1", "sleep", "0.15")

    def knock(self) -> None:
        """Five taps in the corner and a sixth that stays. Again, when a busy machine heard them too far apart."""
        before = self.traced("shown", "PadFace")
        for _ in range(8):
            self.tap_in_the_corner(5)
            self.xdotool("mousedown", "1")
            try:
                until(lambda: self.traced("shown", "PadFace") > before, 6)
            except AssertionError:
                continue
            finally:
                self.xdotool("mouseup", "1")
            time.sleep(STRIKE)  # nobody finds a key sooner, and none counts that has only come
            return
        raise AssertionError("the gesture opened nothing")

    def type(self, code: str, shows: str) -> None:
        """Each digit is waited for on the screen; the last one brings `shows`."""
        for digit in code[:-1]:
            before = self.traced("shown", "PadFace")
            self.screen.touch(*self.place_of("pad", digit))
            until(lambda before=before: self.traced("shown", "PadFace") > before, 20)  # type: ignore[misc]
            time.sleep(0.15)  # the guard of the pad, as the clock sees it
        before = self.traced("shown", shows)
        self.screen.touch(*self.place_of("pad", code[-1]))
        until(lambda: self.traced("shown", shows) > before, 30)
        time.sleep(STRIKE)

    def audit(self) -> list[dict[str, str]]:
        file = self.state_dir / "service-audit.jsonl"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


@contextmanager
def real_appliance(
    folder: Path, role: str = "dispenser", size: str = "1080x1920", **more: str
) -> Iterator[RealAppliance]:
    """Not started yet: codes may be made first."""
    screens()  # measured now: the pad does not wait for it
    broker = Mosquitto(folder / "mosquitto")
    broker.start()
    with virtual_screen(size) as screen:
        appliance = RealAppliance(screen, broker, folder, more=more, role=role)
        ear = Link(TOPICS.hall, "test-ear", "127.0.0.1", broker.port)
        appliance.listen(ear)
        try:
            yield appliance
        finally:
            ear.stop()
            if appliance.process and appliance.process.poll() is None:
                appliance.process.kill()
                appliance.process.wait(10)
            broker.kill()
