"""Drivers that a card is left with find what they ask for: depmod says nothing, and the screen stays dark."""

from pathlib import Path

import pytest

from provisioning.image.furnish import leave_out
from provisioning.image.kernel_modules import LISTED, bereft, unknown

pytestmark = pytest.mark.fast


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One kernel: a graphics driver that asks for another, which lies with the cameras."""
    kernel = tmp_path / "usr/lib/modules/6.12"
    for name in ("gpu/vc4.ko.xz", "media/cec.ko.xz", "media/camera.ko.xz", "net/bcm-genet.ko.xz"):
        (kernel / name).parent.mkdir(parents=True, exist_ok=True)
        (kernel / name).touch()
    (kernel / "modules.dep").write_text(
        "gpu/vc4.ko.xz: media/cec.ko.xz\nmedia/cec.ko.xz:\nmedia/camera.ko.xz: media/cec.ko.xz\nnet/bcm-genet.ko.xz:\n"
    )
    (kernel / "modules.builtin").write_text("kernel/drivers/mmc/core.ko\n")
    (tmp_path / LISTED).mkdir(parents=True)
    return tmp_path


def test_a_driver_whose_other_was_left_out_is_named(root: Path):
    assert bereft(root) == []
    (root / "usr/lib/modules/6.12/media/cec.ko.xz").unlink()
    (root / "usr/lib/modules/6.12/media/camera.ko.xz").unlink()
    assert bereft(root) == ["gpu/vc4.ko.xz asks for media/cec.ko.xz"]


def test_a_card_that_leaves_it_out_is_not_built(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("provisioning.image.furnish.inside", lambda *_: "")
    wrong = leave_out(root, ["usr/lib/modules/*/media", "usr/lib/nothing"])
    assert wrong == [
        "left-out: usr/lib/nothing: there is no such thing",
        "left-out: gpu/vc4.ko.xz asks for media/cec.ko.xz",
    ]


def test_a_driver_for_the_first_root_that_no_kernel_has_is_named(root: Path):
    (root / LISTED / "card").write_text("# disks\nbcm_genet\ncore\nbcm2835-nothing\n")
    assert unknown(root) == ["card: no driver bcm2835-nothing"]
