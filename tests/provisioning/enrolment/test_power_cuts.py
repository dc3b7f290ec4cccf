"""The power may go at any moment of being let in: the box becomes what the technician has said, and is asked for once."""

import os
import signal
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker.bus.identity import is_there
from provisioning.enrolment import box, box_process
from provisioning.enrolment.box import Shows
from provisioning.enrolment.command import main as enrol
from provisioning.kit.command import main as kit_command
from tests.provisioning.enrolment.standing import HALL, Hall

pytestmark = pytest.mark.fast


class PowerCut(BaseException):
    """Nothing may catch it."""


class Card:
    """A box that is switched on again and again."""

    def __init__(self, hall: Hall, folder: Path) -> None:
        self.hall, self.folder = hall, folder
        self.kit, self.role = folder / "card" / "hall-kit.toml", folder / "state" / "roles" / "dispenser.toml"
        self.kit.parent.mkdir(parents=True)
        self.kit.write_bytes(hall.kit.read_bytes())
        self.accepted = 0

    def start(self) -> int | None:
        """None: the power went. As the unit does: not where there is a role."""
        if list((self.folder / "state" / "roles").glob("*.toml")):
            return 0
        words = ["--kit", self.kit, "--state", self.folder / "state", "--tells", self.folder / "newcomer.json"]
        try:
            return enrol(["box", *map(str, words)])
        except PowerCut:
            return None

    def shows(self, *_: object) -> Shows:
        return Shows(self.code, lambda: None, lambda _: None)

    def code(self, code: str) -> None:
        """The technician types it, once; on another machine."""
        if not self.accepted:
            self.accepted += 1
            typing = threading.Thread(target=self.hall.accept, args=(code, "dispenser-1", "dispenser"))
            typing.start()
            typing.join()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path / "hall")
    port = str(made.server.port)
    words = ["--address", "127.0.0.1", "--port", port, "--authority", str(made.authority), "--out", str(made.kit)]
    made.kit.unlink()
    kit_command(["make", str(HALL), *words])
    yield made
    made.server.stop()


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many more changes of the disk the box lives to make; the desk, in its threads, is not cut off."""
    writes = [0]

    def until_cut(real: Callable[..., object]) -> Callable[..., object]:
        def does(*given: object, **named: object) -> object:
            if threading.current_thread() is threading.main_thread():
                writes[0] -= 1
                if writes[0] < 0:
                    raise PowerCut
            return real(*given, **named)

        return does

    for of, name in ((Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (os, "fsync")):
        monkeypatch.setattr(of, name, until_cut(getattr(of, name)))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(box, "EVERY", 0.01)
    return writes


def test_the_power_may_go_at_any_moment(hall: Hall, tmp_path: Path, left: list[int], monkeypatch: pytest.MonkeyPatch):
    for writes in range(200):
        left[0] = 1000
        card = Card(hall, tmp_path / str(writes))
        monkeypatch.setattr(box_process, "_on_console", card.shows)
        left[0] = writes
        whole = card.start() == 0
        token = tomllib.loads(hall.kit.read_text())["token"]
        assert not card.role.exists() or token not in card.kit.read_text(), "nobody would come back to scrub it"
        left[0] = 1000
        assert card.start() == 0
        settings = tomllib.loads(card.role.read_text())
        assert settings["appliance"] == "dispenser-1"
        assert is_there(Path(str(settings["identity"])))
        assert token not in card.kit.read_text()
        assert card.accepted == 1, "the technician has gone on to the next box"
        assert not list(card.folder.rglob("new-key.pem")), "a second copy of the key"
        hall.desk.shut_out("dispenser-1")
        if whole:
            break
    assert 15 < writes < 200


def test_a_box_that_was_cut_off_before_this_was_mended_asks_anew(
    hall: Hall, tmp_path: Path, left: list[int], monkeypatch: pytest.MonkeyPatch
):
    """It has a certificate, and no settings of a role anywhere."""
    left[0] = 1000
    card = Card(hall, tmp_path / "box")
    monkeypatch.setattr(box_process, "_on_console", card.shows)
    kit = card.kit.read_bytes()
    assert card.start() == 0
    card.role.unlink()
    card.kit.write_bytes(kit)
    hall.desk.shut_out("dispenser-1")
    card.accepted = 0
    assert card.start() == 0
    assert card.role.exists()
