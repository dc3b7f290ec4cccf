"""The line to a virtual machine's shell."""

import socket
from pathlib import Path

import pytest

from provisioning.image.guest import Guest
from provisioning.image.running import Failed

pytestmark = pytest.mark.fast


def test_a_line_that_nobody_reads_is_told_as_a_failure_of_the_trial(tmp_path: Path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "shell"))
        listening.listen()
        guest = Guest(tmp_path / "shell")
        with pytest.raises(Failed, match="the line"):
            guest.run("x" * 4_000_000)
