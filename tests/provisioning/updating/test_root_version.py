"""A root says itself which version it is, also after it was copied over one that RAUC remembers."""

import json
from pathlib import Path

import pytest

from provisioning.image.running import run
from provisioning.image.updates import name_root
from provisioning.updating.bundles import Bundle
from provisioning.updating.plan import Asked, Now, Plan, answer
from provisioning.updating.rauc import running
from provisioning.updating.root_version import FILE, runs
from tests.provisioning.enrolment.standing import AT

pytestmark = pytest.mark.fast
REMEMBERS = json.dumps({"slots": [{"root.1": {"state": "booted", "slot_status": {"bundle": {"version": "1.1"}}}}]})


def test_a_copied_root_is_not_offered_its_own_version_again(tmp_path: Path) -> None:
    """Slot B once had 1.1; then A, with 1.2, was copied there, and B is started."""
    copied = tmp_path / "version"
    copied.write_text("1.2\n", "utf-8")
    here = runs(lambda: running(lambda _: REMEMBERS), copied)
    plan = Plan(bundle=Bundle("1.2", "", 1), first="board-1")
    assert answer(plan, Asked("board-1", here), Now(AT, 0.0), None, {"board-1": "board"})[1] == "nothing"


def test_a_flashed_root_has_no_version_whatever_rauc_remembers(tmp_path: Path) -> None:
    flashed = tmp_path / "version"
    flashed.write_text("", "utf-8")
    assert runs(lambda: "1.1", flashed) == ""
    assert runs(lambda: "1.1", tmp_path / "none") == "1.1"  # a root that is older than this file


@pytest.mark.parametrize("before", ["", "1.1\n", None])
def test_a_bundle_writes_its_version_into_the_root(tmp_path: Path, before: str | None) -> None:
    tree, root = tmp_path / "tree", tmp_path / "root.ext4"
    (tree / "etc").mkdir(parents=True)
    if before is not None:
        (tree / FILE.lstrip("/")).write_text(before, "utf-8")
    with root.open("wb") as file:
        file.truncate(4 << 20)
    run(["mke2fs", "-q", "-t", "ext4", "-d", tree, root])
    name_root(root, "1.2.0")
    assert run(["debugfs", "-R", f"cat {FILE}", root]).strip() == "1.2.0"
    run(["e2fsck", "-fn", root])
