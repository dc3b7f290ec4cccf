"""A file on the card reaches the queue-master once, and is no order any more afterwards."""

import os
import subprocess
from pathlib import Path

import pytest

from broker.queuemaster.refused import ORDER
from tests.systemd.units import SYSTEMD, UNITS

pytestmark = pytest.mark.fast
ON_CARD = "use-last-copy.txt"


def test_the_file_on_the_card_becomes_an_order_and_is_used_up(tmp_path: Path):
    card, state, programs = tmp_path / "card", tmp_path / "state", tmp_path / "bin"
    for folder in (card, state / "queue-master", programs):
        folder.mkdir(parents=True)
    for name, does in (("mount", f'echo "$2" >> {tmp_path}/mounts'), ("runuser", 'shift 3; exec "$@"')):
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    (card / ON_CARD).touch()
    given = {"PATH": f"{programs}:{os.environ['PATH']}", "CHERHA_BOOT": str(card), "CHERHA_STATE": str(state)}
    subprocess.run(["sh", str(SYSTEMD / "libexec/use-last-copy")], env={**os.environ, **given}, check=True, timeout=30)
    assert (state / "queue-master" / ORDER).exists()
    assert not (card / ON_CARD).exists()
    assert (tmp_path / "mounts").read_text().split() == ["remount,rw", "remount,ro"]


def test_the_unit_looks_for_the_file_that_the_words_name():
    unit = (UNITS / "appliance-use-last-copy.service").read_text("utf-8")
    assert f"ConditionPathExists=/boot/firmware/{ON_CARD}\n" in unit
    assert "Before=cherha-queue-master.service\n" in unit
    for language in ("uk", "en"):
        phrases = SYSTEMD.parent / "broker/queuemaster/phrases" / f"{language}.toml"
        assert ON_CARD in phrases.read_text("utf-8")
