"""The unit that sets the clock, under a real systemd with all that it must not; its hands are of paper.

The clock of a container is that of the machine, which other work depends on: the unit has its one right taken away here,
so that nothing could move it.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from provisioning.clock.places import DONE, WANTED
from provisioning.updating.own_clock import BY_HAND
from tests.systemd.own_systemd import ROOT, OwnSystemd, lacking
from tests.systemd.runnable import in_homes, lay_runnable

pytestmark = pytest.mark.kill

UNIT, WAITS, PAPER = "appliance-clock.service", "appliance-clock.path", "/var/clock/paper"
HERE = """[Service]
CapabilityBoundingSet=
ProtectHome=tmpfs
PrivateTmp=no
BindReadOnlyPaths={homes}
Environment=CHERHA_CLOCK=paper:{paper}
ReadWritePaths=/var/clock
StandardOutput=append:/var/log/roles.log
StandardError=inherit
"""
# As the desk leaves it: by the roles' user, with their umask.
LEAVES = """
import os, sys, time
os.umask(0o027)
from datetime import UTC, datetime
from broker.bus.this_start import this_start
from broker.contracts.enrolling import DeskWish
from provisioning.clock.at_desk import DeskClock
name, moment, queue, boot = sys.argv[1:]
moment, queue = datetime.fromisoformat(moment), datetime.fromisoformat(queue)
clock = DeskClock(boot=lambda: boot or this_start(), kept_by=lambda: "nobody")
clock.wish(DeskWish(id=name, at=queue, what="set-clock", moment=moment, boot=boot or this_start(), steady=time.monotonic()), queue)
"""


@pytest.fixture
def box(tmp_path: Path) -> Iterator[OwnSystemd]:
    if lack := lacking():
        pytest.skip(lack)

    def files(folder: Path) -> None:
        import sys  # noqa: PLC0415 - what runs here runs there

        lay_runnable(folder)
        (folder / "var/clock").mkdir(parents=True)
        (folder / "opt/leaves.py").write_text(LEAVES)
        homes = " ".join(in_homes(str(ROOT), sys.base_prefix, sys.prefix))
        own = folder / f"etc/systemd/system/{UNIT}.d"
        (own / "90-here.conf").write_text(HERE.format(homes=homes, paper=PAPER))

    made = OwnSystemd(tmp_path / "box", files)
    try:
        for program in ("systemd-sysusers", "systemd-tmpfiles --create"):
            made.inside(*program.split())
        made.ctl("start", WAITS)
        yield made
    finally:
        made.stop()


def leave(box: OwnSystemd, name: str, moment: datetime, queue: datetime, boot: str = "") -> str:
    """What came of a wish that the roles' user has left."""
    import sys  # noqa: PLC0415 - what runs here runs there

    words = (
        "setpriv",
        "--reuid=cherha",
        "--regid=cherha",
        "--clear-groups",
        "env",
        f"PYTHONPATH={ROOT}",
        sys.executable,
    )
    left = box.inside(*words, "/opt/leaves.py", name, moment.isoformat(), queue.isoformat(), boot)
    assert left.returncode == 0, left.stderr

    def said() -> dict[str, str]:
        text = box.inside("cat", str(DONE)).stdout
        return json.loads(text) if text else {}

    box.until(lambda: said().get("id") == name)
    return said()["outcome"]


def test_a_wish_of_the_desk_is_done_once_and_an_old_one_never(box: OwnSystemd):
    queue = datetime.now(UTC)
    true = queue + timedelta(days=8)
    assert leave(box, "old", true, queue, boot="another-start") == "other-start"
    assert box.inside("test", "-e", str(BY_HAND)).returncode, "nobody has told it the time"
    assert leave(box, "first", true, queue) == "done", box.words_of(UNIT)
    (shown,) = (datetime.fromisoformat(line) for line in box.inside("cat", PAPER).stdout.split())
    assert timedelta(0) <= shown - true < timedelta(seconds=60)
    assert box.inside("test", "-e", str(BY_HAND)).returncode == 0, "and updates go on"
    # The roles' user leaves wishes, and no marks.
    held = ("setpriv", "--reuid=cherha", "--regid=cherha", "--clear-groups", "touch")
    assert box.inside(*held, str(BY_HAND)).returncode
    assert box.inside(*held, str(WANTED.with_name("x"))).returncode == 0
    assert box.shown(UNIT, "CapabilityBoundingSet") == "", "this machine's clock stays"
