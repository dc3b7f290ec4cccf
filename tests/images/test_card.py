"""A real card, built and started in a virtual PC: `.ci/run` asks for it. Ten minutes on two quiet cores."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from provisioning.image.build import ROOT, build, epoch_of
from provisioning.image.hindrances import hindrance
from provisioning.image.trial import Trial, try_card

pytestmark = pytest.mark.image

HALL = ROOT / "provisioning/demo/hall.toml"
TOLD = {"journal.txt": 80, "serial.log": 20, "qemu.log": 20}  # files of a trial, and how much of their ends says why


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder that is empty afterwards: a card and its copies are gigabytes."""
    yield tmp_path
    for entry in tmp_path.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


@pytest.mark.timeout(2700)
def test_a_card_starts_as_a_halls_box_and_keeps_what_it_acknowledged(place: Path):
    kept = os.environ.get("CHERHA_IMAGE_KEPT")
    if not kept:
        pytest.skip("CHERHA_IMAGE_KEPT names no folder for the half-made: a card is built only where one is wanted")
    say = partial(print, flush=True)
    if reason := hindrance(place, say):
        pytest.skip(reason)
    card = build(place, Path(kept), "amd64", say)
    trial = Trial(say)
    try:
        assert try_card(card, HALL, place / "trial", epoch_of(ROOT), trial, quick=True) == []
    except BaseException:
        _tell_why(place / "trial", say)
        raise


def _tell_why(trial: Path, say: Callable[[str], None]) -> None:
    for name, lines in TOLD.items():
        if (trial / name).exists():
            words = (trial / name).read_text("utf-8", "replace").splitlines()
            say("\n".join((f"== {name}", *words[-lines:])))
