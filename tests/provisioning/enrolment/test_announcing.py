"""The network hears where the desk is now, whatever becomes of this machine's address."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from provisioning.enrolment.announcing import EVERY, Announcing

pytestmark = pytest.mark.fast


class Wire:
    def __init__(self) -> None:
        self.here, self.said, self.now, self.away = ["192.168.7.10"], list[str](), 0.0, False
        self.announcing = Announcing(self.tell, lambda: self.now, lambda: self.here)

    @contextmanager
    def tell(self, addresses: Sequence[str]) -> Iterator[None]:
        if self.away:
            raise OSError("Network is unreachable")
        self.said.append(f"at {addresses[0]}")
        yield
        self.said.append(f"no more at {addresses[0]}")

    def look(self) -> None:
        self.announcing.look()
        self.now += EVERY


def test_an_address_is_told_once_and_another_in_its_place():
    wire = Wire()
    wire.look()
    wire.look()
    assert wire.said == ["at 192.168.7.10"]
    wire.here = ["192.168.7.42"]
    wire.look()
    assert wire.said[1:] == ["no more at 192.168.7.10", "at 192.168.7.42"]
    wire.announcing.close()
    assert wire.said[3:] == ["no more at 192.168.7.42"]


def test_a_network_that_is_away_is_tried_again():
    wire = Wire()
    wire.away = True
    wire.look()
    assert wire.said == []
    wire.away = False
    wire.look()
    assert wire.said == ["at 192.168.7.10"]
