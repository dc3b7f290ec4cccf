"""QEMU's monitor, as one in QEMU's place hears it."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from provisioning.image.monitor import Monitor
from provisioning.image.running import Failed

pytestmark = pytest.mark.fast

GREETING = b'{"QMP": {"version": {}}}\n'
EVENT = b'{"event": "RTC_CHANGE", "data": {"offset": 0}}\n'
DONE = b'{"return": {}}\n'


class QemusPlace:
    """Answers each question with the next of `answers`; after the last it hangs up. What it was asked is in `asked`."""

    def __init__(self, path: Path, *answers: bytes, greeting: bytes = GREETING) -> None:
        self.asked: list[dict[str, Any]] = []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._thread = ThreadPoolExecutor(1)
        self._over = self._thread.submit(self._serve, greeting, answers)

    def _serve(self, greeting: bytes, answers: tuple[bytes, ...]) -> None:
        line, _ = self._server.accept()
        with line, line.makefile("rb") as words:
            line.sendall(greeting)
            for answer in answers:
                if not (asked := words.readline()):
                    return
                self.asked.append(json.loads(asked))
                line.sendall(answer)

    def ended(self) -> None:
        """Who was never connected with waits no longer, either."""
        with socket.socket(socket.AF_UNIX) as last:
            if not self._over.done():
                last.connect(self._server.getsockname())
        self._over.result(30)
        self._thread.shutdown()
        self._server.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "monitor"


def test_a_picture_is_asked_for_after_the_greeting_and_an_event_is_no_answer(path: Path):
    qemu = QemusPlace(path, DONE, EVENT + DONE, EVENT + EVENT + DONE)
    monitor = Monitor(path)
    monitor.picture(Path("/one.png"))
    monitor.picture(Path("/two.png"))
    monitor.close()
    qemu.ended()
    assert qemu.asked[0]["execute"] == "qmp_capabilities"
    assert [each["arguments"] for each in qemu.asked[1:]] == [
        {"filename": "/one.png", "format": "png"},
        {"filename": "/two.png", "format": "png"},
    ]
    assert {each["execute"] for each in qemu.asked[1:]} == {"screendump"}


def test_a_finger_comes_where_it_is_said_and_goes(path: Path):
    qemu = QemusPlace(path, DONE, DONE, DONE)
    monitor = Monitor(path)
    monitor.touch(0.5, 1, down=True)
    monitor.touch(0.5, 1, down=False)
    monitor.close()
    qemu.ended()
    came, went = (
        [each["data"] for each in asked["arguments"]["events"] if each["type"] == "mtt"] for asked in qemu.asked[1:]
    )
    assert [(each["type"], each["axis"], each["value"]) for each in came] == [
        ("begin", "x", 0),
        ("data", "x", 16384),
        ("data", "y", 32767),
    ]
    assert [(each["type"], each["tracking-id"]) for each in went] == [("end", -1)], "or it stays where it is"


def test_what_qemu_refuses_is_said_in_its_words(path: Path):
    qemu = QemusPlace(path, DONE, b'{"error": {"desc": "no such screen"}}\n')
    monitor = Monitor(path)
    with pytest.raises(Failed, match=r"screendump: .*no such screen"):
        monitor.picture(Path("/one.png"))
    monitor.close()
    qemu.ended()


@pytest.mark.parametrize("answers", [(), (DONE,), (DONE, EVENT), (DONE, b'{"return"')])
def test_a_machine_that_ends_while_it_is_asked_is_a_failure_and_not_a_wait(path: Path, answers: tuple[bytes, ...]):
    qemu = QemusPlace(path, *answers)
    with pytest.raises(Failed, match="monitor"):
        Monitor(path).picture(Path("/one.png"))
    qemu.ended()


def test_a_monitor_that_says_nothing_is_given_up(path: Path):
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen()
        with pytest.raises(Failed, match="timed out"):
            Monitor(path, patience=0.1)


def test_no_machine_no_monitor(path: Path):
    with pytest.raises(Failed, match="monitor"):
        Monitor(path)
