"""A graphics device that comes after the screen was found to have none starts the screen, and nothing else does."""

import pytest

from tests.systemd.udev_rules import does, is_taken
from tests.systemd.units import UNITS

pytestmark = pytest.mark.fast

RULE = "62-cherha-screen.rules"
CARD = {"ACTION": "add", "SUBSYSTEM": "drm", "KERNEL": "card0"}


@pytest.mark.parametrize("kernel", ["card0", "card1"])
def test_a_graphics_device_that_comes_starts_the_screen(kernel: str):
    assert is_taken(RULE, {**CARD, "KERNEL": kernel})
    assert does(RULE) == {"TAG": "systemd", "ENV{SYSTEMD_WANTS}": "appliance-screen.service"}, (
        "untagged, nobody hears it"
    )
    assert (UNITS / does(RULE)["ENV{SYSTEMD_WANTS}"]).is_file()


@pytest.mark.parametrize(
    "other",
    [
        {"ACTION": "remove"},
        {"ACTION": "change"},
        {"SUBSYSTEM": "sound"},
        {"KERNEL": "renderD128"},
        {"KERNEL": "version"},
    ],
)
def test_what_shows_nothing_or_goes_starts_none(other: dict[str, str]):
    assert not is_taken(RULE, {**CARD, **other})


def test_until_it_comes_the_screen_is_no_failure():
    lines = (UNITS / "appliance-screen.service").read_text("utf-8").splitlines()
    assert "ConditionPathExists=/dev/dri" in lines, (
        "a unit that failed, or was tried too often, would not be started any more"
    )
