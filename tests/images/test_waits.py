"""What a booted card is asked of those that come before its roles."""

from typing import cast

import pytest

from provisioning.image.guest import Guest
from provisioning.image.waits import waits_of

pytestmark = pytest.mark.fast


class Told:
    """A card on which one unit's list is known."""

    def __init__(self, *before: str) -> None:
        self._before = before

    def run(self, command: str) -> tuple[int, str]:
        assert "--after --all" in command
        return (0, "cherha-board.service\n  " + "\n  ".join(self._before)) if self._before else (1, "")


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (("sysinit.target", "systemd-networkd.service", "time-set.target"), []),
        (("sysinit.target", "time-sync.target"), ["time-sync.target"]),
        (("network-online.target", "sysinit.target"), ["network-online.target"]),
        (
            ("sysinit.target", "systemd-networkd-wait-online@eth0.service"),
            ["systemd-networkd-wait-online@eth0.service"],
        ),
        ((), ["nothing is told of cherha-board.service"]),
    ],
)
def test_a_wait_is_seen_and_so_is_a_card_that_tells_nothing(before: tuple[str, ...], found: list[str]):
    assert waits_of(cast(Guest, Told(*before)), "cherha-board.service") == found
