"""A file on the card reaches the queue-master once, and is no order any more afterwards."""

import os
import subprocess
from pathlib import Path

import pytest

from broker.queuemaster.refused import ANEW, ORDER
from tests.systemd.units import SYSTEMD, UNITS

pytestmark = pytest.mark.fast
ORDERS = (ORDER, ANEW)


def started(folder: Path, role: str, order: str, times: int = 1) -> tuple[list[str], list[str]]:
    """Starts of a box of that role with that file on its card: what lies in the role's folder and on the card afterwards.

    What was mounted is in `mounts`, what `cherha` was told in `told`.
    """
    card, state, programs = folder / "card", folder / "state", folder / "bin"
    for each in (card, state / role, programs):
        each.mkdir(parents=True)
    for name, does in (
        ("mount", f'echo "$2" >> {folder}/mounts'),
        ("runuser", 'shift 3; exec "$@"'),
        ("cherha", f'echo "$@" >> {folder}/told'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    (card / f"{order}.txt").touch()
    path = f"{programs}:{os.environ['PATH']}"
    given = {"PATH": path, "CHERHA_BOOT": str(card), "CHERHA_STATE": str(state), "CHERHA_BIN": str(programs)}
    for _ in range(times):
        words = ["sh", str(SYSTEMD / "libexec/use-last-copy")]
        subprocess.run(words, env={**os.environ, **given}, check=True, timeout=30)
    return [path.name for path in (state / role).iterdir()], [path.name for path in card.iterdir()]


@pytest.mark.parametrize("order", ORDERS)
def test_the_file_on_the_card_becomes_an_order_and_is_used_up(tmp_path: Path, order: str):
    assert started(tmp_path, "queue-master", order) == ([order], [f"{order}-done.txt"])
    assert (tmp_path / "mounts").read_text().split() == ["remount,rw", "remount,ro"]


@pytest.mark.parametrize("role", ["queue-master", "standby"])
def test_a_box_whose_two_others_are_lost_is_told_so_once(tmp_path: Path, role: str):
    assert started(tmp_path, role, "decide-alone", times=2) == ([], ["decide-alone-done.txt"])
    assert (tmp_path / "told").read_text().splitlines() == ["backup alone"]
    unit = (UNITS / "appliance-use-last-copy.service").read_text("utf-8")
    assert "ConditionPathExists=|/boot/firmware/decide-alone.txt\n" in unit


@pytest.mark.parametrize("order", [*ORDERS, "decide-alone"])
def test_another_box_leaves_the_file_for_whom_it_is(tmp_path: Path, order: str):
    assert started(tmp_path, "board", order) == ([], [f"{order}.txt"])


@pytest.mark.parametrize("order", ORDERS)
def test_the_unit_looks_for_the_file_that_the_words_name(order: str):
    unit = (UNITS / "appliance-use-last-copy.service").read_text("utf-8")
    assert f"ConditionPathExists=|/boot/firmware/{order}.txt\n" in unit
    assert "Before=cherha-queue-master.service cherha-standby.service\n" in unit
    for language in ("uk", "en"):
        phrases = SYSTEMD.parent / "broker/queuemaster/phrases" / f"{language}.toml"
        assert f"{order}.txt" in phrases.read_text("utf-8")
