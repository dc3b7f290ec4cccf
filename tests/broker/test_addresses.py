"""Where the brokers are, as a setting says it."""

import pytest

from broker.bus.addresses import addresses

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("10.0.0.2", (("10.0.0.2", 8883),)),
        ("10.0.0.2 10.0.0.3", (("10.0.0.2", 8883), ("10.0.0.3", 8883))),
        ("10.0.0.2:1884 broker.local", (("10.0.0.2", 1884), ("broker.local", 8883))),
        ("fe80::1", (("fe80::1", 8883),)),
        ("[fe80::1]:1884 [::1]", (("fe80::1", 1884), ("::1", 8883))),
    ],
)
def test_one_address_or_several(told: str, meant: tuple[tuple[str, int], ...]):
    assert addresses(told, 8883) == meant
