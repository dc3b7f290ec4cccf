"""Whenever the power goes, the version in use is whole: the old one or the new one."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broker.bus.content_versions import DEATHS, Version, Versions
from tests.broker.content.dying_activation import NEW, OLD, bring

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[3]


def used(folder: Path) -> str:
    path = Versions(folder).path
    assert path is not None
    return (path / "words.txt").read_text()


def activate_and_die_at(folder: Path, step: int) -> bool:
    """In a process of its own; True when it died before it was done."""
    words = [sys.executable, "-m", "tests.broker.content.dying_activation", str(folder), str(step)]
    done = subprocess.run(words, cwd=ROOT, timeout=60, check=False)
    assert done.returncode in (0, -signal.SIGKILL)
    return done.returncode != 0


def test_kill_9_at_any_step_of_the_activation_leaves_the_old_or_the_new_version_whole(tmp_path: Path):
    seen = set()
    step = 0
    while True:
        folder = tmp_path / str(step)
        bring(Versions(folder), OLD)
        died = activate_and_die_at(folder, step)
        seen.add(used(folder))
        bring(Versions(folder), NEW)  # and it can be done again
        assert used(folder) == "new"
        if not died:
            break
        step += 1
    assert step >= 5  # it did die on the way
    assert seen == {"old", "new"}


def test_the_version_before_comes_back_when_the_new_one_is_refused_and_is_not_tried_again(tmp_path: Path):
    versions = Versions(tmp_path)
    bring(versions, OLD)
    bring(versions, NEW)
    versions.refuse(NEW.sha256)
    assert used(tmp_path) == "old"
    assert Versions(tmp_path).is_refused(NEW.sha256)


def test_another_release_of_our_software_tries_what_an_older_one_refused(tmp_path: Path):
    Versions(tmp_path, "1").refuse(NEW.sha256)
    assert Versions(tmp_path, "1").is_refused(NEW.sha256)
    assert not Versions(tmp_path, "2").is_refused(NEW.sha256)


def test_a_role_that_dies_of_a_version_is_told_so_at_the_start_after(tmp_path: Path):
    bring(Versions(tmp_path), NEW)
    lives = [Versions(tmp_path).starting() for _ in range(DEATHS + 1)]
    assert lives == [True] * DEATHS + [False]


def test_a_version_that_has_proved_itself_is_kept_through_any_number_of_deaths(tmp_path: Path):
    bring(Versions(tmp_path), NEW)
    Versions(tmp_path).proven()
    assert all(Versions(tmp_path).starting() for _ in range(DEATHS * 3))


@pytest.mark.parametrize("damage", [b"", b"{", b'{"active":7}', b"\xff"])
def test_a_damaged_list_is_begun_anew(damage: bytes, tmp_path: Path):
    bring(Versions(tmp_path), OLD)
    (tmp_path / "active.json").write_bytes(damage)
    versions = Versions(tmp_path)
    assert versions.path is None
    bring(versions, NEW)
    assert used(tmp_path) == "new"


def test_a_version_whose_folder_is_gone_makes_room_for_the_one_before(tmp_path: Path):
    versions = Versions(tmp_path)
    bring(versions, OLD)
    bring(versions, NEW)
    for file in (tmp_path / "versions" / NEW.sha256).iterdir():
        file.unlink()
    (tmp_path / "versions" / NEW.sha256).rmdir()
    assert used(tmp_path) == "old"


def test_the_disk_holds_two_versions_and_not_one_more(tmp_path: Path):
    versions = Versions(tmp_path)
    for number in range(5):
        bring(versions, Version(str(number) * 64, str(number)))
    assert sorted(p.name[0] for p in (tmp_path / "versions").iterdir()) == ["3", "4"]
