"""How the process of a command ends."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.fast

_HEAD = "import atexit, sys; from provisioning.leaving import leave_with\n"


def ended(words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", _HEAD + words], capture_output=True, text=True, check=False)


def test_it_ends_with_its_code_after_all_that_is_to_be_done_at_the_end():
    done = ended(
        "def does():\n    print('done')\n    atexit.register(lambda: print('at the end'))\n    return 3\nleave_with(does)"
    )
    assert (done.returncode, done.stdout) == (3, "done\nat the end\n")


def test_what_a_broken_library_leaves_behind_is_not_collected():
    done = ended(
        "class Rot:\n    def __del__(self):\n        import os; os.abort()\n"
        "def does():\n    rot = Rot(); rot.me = rot; sys.rot = rot\n    return 0\nleave_with(does)"
    )
    assert done.returncode == 0


@pytest.mark.parametrize(("exits", "code"), [("sys.exit(78)", 78), ("sys.exit()", 0), ("sys.exit('no')", 1)])
def test_an_exit_from_within_keeps_its_code(exits: str, code: int):
    assert ended(f"leave_with(lambda: {exits})").returncode == code


def test_a_fault_is_told_as_ever():
    done = ended("leave_with(lambda: 1 // 0)")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
