"""A box came back by itself when another start answers, and not while the old one does, or none."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from provisioning.image.guest import Guest
from provisioning.image.hung_kernel import stands_still, start_of
from provisioning.image.running import Failed

pytestmark = pytest.mark.fast


class Box(Guest):
    """`starts`: what it says, one look after another, of which start it is, maybe slowly; "-": nobody answers."""

    def __init__(self, *starts: str) -> None:
        self.starts, self.said = list(starts), list[str]()

    def run(self, command: str, seconds: float = 300) -> tuple[int, str]:
        self.said.append(command)
        if "boot_id" not in command:
            return 0, ""
        told = self.starts.pop(0)
        if told == "-" or (told.endswith(" slowly") and seconds < 60):
            raise Failed("no answer")
        told = told.removesuffix(" slowly")
        return 0, told


def until(box: Box) -> Callable[[Callable[[], bool]], None]:
    def waits(seen: Callable[[], bool]) -> None:
        while box.starts:
            if seen():
                return
        raise Failed("another start: not in time")

    return waits


def test_a_box_that_answers_as_another_start_came_back():
    box = Box("one", "one", "-", "-", "two")
    assert stands_still(box, until(box))
    assert "/proc/sys/kernel/panic" in box.said[1], "or the kernel itself would start it anew"


@pytest.mark.parametrize(
    "starts",
    [("one", "one", "one"), ("one", "-", "-"), ("one slowly", "one", "one")],
    ids=["it never stood", "it stands", "it is slow"],
)
def test_one_that_does_not_did_not(starts: tuple[str, ...]):
    box = Box(*starts)
    assert not stands_still(box, until(box))


def test_between_two_starts_there_is_none():
    assert start_of(Box("-")) == ""


def test_what_makes_it_stand_says_nothing_that_could_be_taken_for_another_start(tmp_path: Path):
    box = Box("one", "-", "two")
    assert stands_still(box, until(box))
    (tmp_path / "sys/kernel").mkdir(parents=True)
    words = box.said[1].replace("/proc", str(tmp_path)).replace("sleep 2", "true")
    told = subprocess.run(["sh", "-c", f"{words}\nwait"], capture_output=True, check=True)
    assert (told.stdout, told.stderr) == (b"", b"")
    assert (tmp_path / "sys/kernel/panic").read_text() == "0\n"
    assert (tmp_path / "sysrq-trigger").read_text() == "c\n"
