"""The disk's watchdog is petted by reads that reached the disk, and by nothing else."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.broker.until import until
from tests.systemd.units import SYSTEMD

pytestmark = pytest.mark.fast


class Watch:
    """The script with a disk and a systemd that a test makes well or ill."""

    def __init__(self, folder: Path) -> None:
        self.said, self.bin, self.disk = folder / "said", folder / "bin", folder / "disk"
        self.bin.mkdir()
        self.disk.mkdir()
        (self.disk / "program").write_bytes(b"x" * 5000)
        self._program("systemd-notify", f'echo "$1" >> {self.said}')
        self.process: subprocess.Popen[bytes] | None = None

    def reads(self, how: str) -> None:
        self._program("dd", f'echo "$*" >> {self.said}.reads\n{how}')

    def start(self) -> None:
        path = f"{self.bin}:{os.environ['PATH']}"
        self.process = subprocess.Popen(
            ["sh", str(SYSTEMD / "libexec" / "watch-disk"), str(self.disk)],
            env={**os.environ, "PATH": path, "CHERHA_PAUSE": "0.01"}, start_new_session=True,
        )  # fmt: skip

    def words(self) -> list[str]:
        return self.said.read_text().split() if self.said.exists() else []

    def asked(self) -> str:
        file = Path(f"{self.said}.reads")
        return file.read_text() if file.exists() else ""

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def _program(self, name: str, does: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{does}\n")
        (self.bin / name).chmod(0o755)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    made = Watch(tmp_path)
    yield made
    made.close()


def test_each_read_of_the_disk_itself_pets_it(watch: Watch):
    watch.reads("true")
    watch.start()
    until(lambda: watch.words().count("WATCHDOG=1") >= 3)
    assert watch.words()[0] == "--ready"
    assert "iflag=direct" in watch.asked(), "past the cache"


def test_a_read_that_fails_ends_it(watch: Watch):
    watch.reads("exit 1")
    watch.start()
    assert watch.process
    assert watch.process.wait(20) != 0
    assert "WATCHDOG=1" not in watch.words()


def test_a_read_that_hangs_pets_nothing(watch: Watch):
    watch.reads('[ $(wc -l < "$0.count" 2>/dev/null || echo 0) -lt 2 ] || exec sleep 600\necho >> "$0.count"')
    watch.start()
    until(lambda: watch.asked().count("\n") == 3)
    assert watch.words().count("WATCHDOG=1") == 2, "the third read hangs"
