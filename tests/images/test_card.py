"""A real card, built and started in a virtual PC. Half an hour on two busy cores, so only where somebody asks for it."""

import os
from pathlib import Path

import pytest

from provisioning.image import tools
from provisioning.image.build import ROOT, build, epoch_of
from provisioning.image.computer import PC
from provisioning.image.trial import Trial, try_card

pytestmark = pytest.mark.image

HALL = ROOT / "provisioning/demo/hall.toml"


@pytest.mark.timeout(3600)
def test_a_card_starts_as_a_halls_box_and_keeps_what_it_acknowledged(tmp_path: Path):
    kept = os.environ.get("CHERHA_IMAGE_KEPT")
    if not kept:
        pytest.skip("CHERHA_IMAGE_KEPT names no folder for the half-made: a card is built only where one is wanted")
    if os.geteuid() != 0:
        pytest.skip("only root can lay out another machine's files")
    if lacking := tools.packages_missing(tools.BUILD | tools.BOOT | PC.tools):
        pytest.skip(f"not installed: {' '.join(lacking)}")
    card = build(tmp_path, Path(kept), "amd64", print)
    assert try_card(card, HALL, tmp_path / "trial", epoch_of(ROOT), Trial(print)) == []
