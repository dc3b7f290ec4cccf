"""A file on the card reaches the queue-master once, and is no order any more afterwards."""

import os
import subprocess
from pathlib import Path

import pytest

from broker.queuemaster.refused import ANEW, ORDER
from tests.systemd.units import SYSTEMD, UNITS

pytestmark = pytest.mark.fast
ORDERS = (ORDER, ANEW)


@pytest.mark.parametrize("order", ORDERS)
def test_the_file_on_the_card_becomes_an_order_and_is_used_up(tmp_path: Path, order: str):
    card, state, programs = tmp_path / "card", tmp_path / "state", tmp_path / "bin"
    for folder in (card, state / "queue-master", programs):
        folder.mkdir(parents=True)
    for name, does in (("mount", f'echo "$2" >> {tmp_path}/mounts'), ("runuser", 'shift 3; exec "$@"')):
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    (card / f"{order}.txt").touch()
    given = {"PATH": f"{programs}:{os.environ['PATH']}", "CHERHA_BOOT": str(card), "CHERHA_STATE": str(state)}
    subprocess.run(["sh", str(SYSTEMD / "libexec/use-last-copy")], env={**os.environ, **given}, check=True, timeout=30)
    assert [path.name for path in (state / "queue-master").iterdir()] == [order]
    assert [path.name for path in card.iterdir()] == [f"{order}-done.txt"]
    assert (tmp_path / "mounts").read_text().split() == ["remount,rw", "remount,ro"]


@pytest.mark.parametrize("order", ORDERS)
def test_the_unit_looks_for_the_file_that_the_words_name(order: str):
    unit = (UNITS / "appliance-use-last-copy.service").read_text("utf-8")
    assert f"ConditionPathExists=|/boot/firmware/{order}.txt\n" in unit
    assert "Before=cherha-queue-master.service\n" in unit
    for language in ("uk", "en"):
        phrases = SYSTEMD.parent / "broker/queuemaster/phrases" / f"{language}.toml"
        assert f"{order}.txt" in phrases.read_text("utf-8")
