"""What a trial says of a role that was hung: by the box's own clock, however long the trial itself waited."""

from collections.abc import Sequence

import pytest

from provisioning.image.guest import Guest
from provisioning.image.trial import BACK, Trial, hangs
from provisioning.image.trial_hall import HALL
from provisioning.image.unhurried import unhurried

pytestmark = pytest.mark.fast
STOPPED = 300.0


class Box(Guest):
    """A box whose role is started again `after` seconds; it answers as its shell would."""

    def __init__(self, after: float) -> None:
        self.after, self.said = after, list[str]()

    def run(self, command: str, seconds: float = 300) -> tuple[int, str]:
        self.said.append(command)
        hung = any(each.startswith("kill -STOP") for each in self.said)
        answers = {
            "/proc/uptime": str(STOPPED),
            "MainPID": "77",
            "NRestarts": "1" if hung else "0",
            "ActiveState": "active",
            "ExecMainStartTimestampMonotonic": str(int((STOPPED + self.after) * 1e6)),
            "ActiveEnterTimestampMonotonic": str(int((STOPPED + self.after + 90) * 1e6)),
        }
        return 0, next((words for name, words in answers.items() if name in command), "")


def judged(after: float) -> Sequence[str]:
    trial = Trial(lambda _: None)
    hangs(Box(after), trial, ["queue-master"])
    return trial.wrong


def test_a_role_that_its_watchdog_starts_again_in_time_keeps_its_promise():
    assert judged(10.3) == []


@pytest.mark.parametrize("after", [BACK + 0.1, -200.0], ids=["too late", "not at all"])
def test_one_that_is_not_breaks_it(after: float):
    assert judged(after) == [f"a hung queue-master is started again within {BACK:g} s"]


def test_only_what_is_hung_is_watched_as_on_the_wall():
    told = unhurried(HALL, watched=HALL[:1])
    assert [unit for unit, text in told.items() if "WatchdogSec" not in text] == [
        "systemd.unit-dropin.cherha-queue-master.service~slow"
    ]
    assert "systemd.unit-dropin.appliance-disk.service~slow" in told, "its disk is as slow"
