"""A screen's watchdog is petted by its drawing loop and by nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.display.virtual_screen import VirtualScreen
from tests.systemd.notified import Notified

pytestmark = pytest.mark.screen

PATIENCE = 1.0  # seconds between two pets


def test_a_hung_drawing_loop_is_petted_no_more(virtual_screen: VirtualScreen, tmp_path: Path):
    with Notified(tmp_path) as systemd:
        app = subprocess.Popen(
            [sys.executable, "-m", "tests.systemd.apps.pulse_app", str(tmp_path)],
            env={
                **virtual_screen.environment,
                "NOTIFY_SOCKET": systemd.path,
                "WATCHDOG_USEC": str(int(PATIENCE * 2e6)),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        try:
            assert app.stdin
            assert app.stdout
            assert systemd.next(60) == "READY=1"
            assert [systemd.next(), systemd.next()] == ["WATCHDOG=1", "WATCHDOG=1"], "it is at rest, yet it lives"
            app.stdin.write("now\n")
            app.stdin.flush()
            assert app.stdout.readline() == "hangs\n"
            systemd.all()
            assert systemd.next(3 * PATIENCE) == ""
        finally:
            app.kill()
            app.communicate()
