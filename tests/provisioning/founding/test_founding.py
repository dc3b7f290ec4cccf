"""A card with a hall file on it makes the queue-master's machine; the power may go at any moment of it."""

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker.bus import on_disk
from office.doors.codes import pin_fits
from office.doors.staff_list import read_staff
from provisioning.authority.authority import Authority
from provisioning.founding import making
from provisioning.founding.command import address_here
from provisioning.founding.making import found, is_founded
from provisioning.kit.card import change
from provisioning.kit.reading import read
from provisioning.kit.signing import need_unchanged
from tests.broker.until import until
from tests.provisioning.enrolment.standing import HALL

pytestmark = pytest.mark.fast

ADDRESS = "192.168.7.10"


class Card:
    """A box with a card in it, and `cherha found` at work on it."""

    def __init__(self, folder: Path) -> None:
        self.card, self.state, self.tells = folder / "card", folder / "state", folder / "newcomer.json"
        self.card.mkdir()
        self.state.mkdir()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        words = ["--card", self.card, "--state", self.state, "--tells", self.tells, "--address", ADDRESS]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "provisioning.command", "found", *map(str, words)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "LANG": "C.UTF-8"},
        )  # fmt: skip

    def told(self) -> dict[str, object]:
        try:
            return json.loads(self.tells.read_bytes())  # type: ignore[no-any-return]
        except FileNotFoundError:
            return {}

    def pin(self) -> str:
        until(lambda: self.told().get("stage") == "founded" or (self._process and self._process.poll() is not None))
        return str(self.told().get("code", ""))

    def end(self, *, told: bool = True) -> tuple[int, str]:
        assert self._process
        if told:
            self._process.send_signal(signal.SIGTERM)
        out, err = self._process.communicate(timeout=60)
        return self._process.returncode, out + err


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Card]:
    made = Card(tmp_path)
    yield made
    if made._process and made._process.poll() is None:
        made._process.kill()
        made._process.communicate()


def test_a_hall_file_on_a_card_makes_the_hall_and_its_first_person(card: Card):
    (card.card / "hall.toml").write_bytes(HALL.read_bytes())
    card.start()
    pin = card.pin()
    assert re.fullmatch(r"\d{6}", pin)
    assert card.told()["address"] == f"{ADDRESS}:8444"
    code, said = card.end()
    assert code == 0
    assert pin not in said, "the journal is no place for a PIN"

    person = read_staff(card.state / "office").of("technician")
    assert person
    assert set(person.roles) == {"technician", "manager"}
    assert pin_fits(person.pin, pin)
    kit, _ = read((card.state / "office/hall-kit.toml").read_bytes())
    need_unchanged(kit)
    assert kit["address"] == ADDRESS
    office = tomllib.loads((card.state / "roles/office.toml").read_text())
    assert (office["office_names"], office["office_port"]) == (ADDRESS, 8444)
    assert office["content"] == str(card.state / "content"), "what is changed in the browser is what is published"
    assert Path(str(office["office_certificate"])).is_file()
    master = tomllib.loads((card.state / "roles/queue-master.toml").read_text())
    assert (master["content"], master["content_host"]) == (str(card.state / "content"), ADDRESS)
    assert (card.state / "broker/mosquitto.conf").is_file()
    assert not (card.card / "hall.toml").exists(), "who changes it there later would wait in vain"
    assert (card.card / "hall-taken.toml").read_bytes() == HALL.read_bytes()
    assert card.told()["stage"] == "accepted"


def test_who_has_the_card_in_his_hands_gets_another_pin(card: Card):
    (card.card / "hall.toml").write_bytes(HALL.read_bytes())
    card.start()
    first = card.pin()
    card.end()
    kit = (card.state / "office/hall-kit.toml").read_bytes()
    card.tells.unlink()
    card.start()
    code, _ = card.end(told=False)
    assert (code, card.told()) == (0, {}), "without a wish nothing happens"
    (card.card / "new-pin.txt").touch()
    card.start()
    second = card.pin()
    card.end()
    person = read_staff(card.state / "office").of("technician")
    assert person
    assert pin_fits(person.pin, second)
    assert not pin_fits(person.pin, first)
    assert not (card.card / "new-pin.txt").exists()
    assert (card.state / "office/hall-kit.toml").read_bytes() == kit, "the boxes' cards stay good"


def test_all_mistakes_of_the_hall_file_are_on_the_screen_and_nothing_is_made(card: Card):
    text = HALL.read_text("utf-8").replace("[hall]", "[hall]\ncolour = 3", 1)
    (card.card / "hall.toml").write_text(text + '\n[[line]]\nid = "Б"\n', "utf-8")
    card.start()
    code, said = card.end(told=False)
    assert code == 2
    told = card.told()
    assert told["stage"] == "hall-broken"
    details = told["details"]
    assert isinstance(details, list)
    assert len(details) >= 2
    assert all(re.match(r"hall\.toml:\d+: ", str(each)) for each in details), details
    assert str(details[0]).split(": ")[0] in said
    assert "невідомий ключ" in str(details[0]), "whoever stands before the screen reads Ukrainian first"
    assert list(card.state.iterdir()) == []
    assert (card.card / "hall.toml").exists()


def test_the_power_may_go_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(making, "put_in_charge", lambda state, pin: on_disk.put(state / "in-charge", pin.encode()))
    real = Path.replace
    left = [0]

    def replace(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise InterruptedError
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)

    def begin(state: Path, writes: int) -> bool:
        left[0] = writes
        try:
            found(state, ADDRESS, "482913")
        except InterruptedError:
            return False
        return True

    for writes in range(100):
        state = tmp_path / str(writes)
        state.mkdir()
        (state / "hall.toml").write_bytes(HALL.read_bytes())
        if begin(state, writes):
            break
        assert not is_founded(state)
        assert begin(state, 100)
        names = Authority(state / "authority").names
        assert {names["queue-master"], names["office"]} == {"queue-master", "office"}
        kit, _ = read((state / "office/hall-kit.toml").read_bytes())
        register = json.loads((state / "authority/requests.json").read_bytes())
        assert register["token"] == kit["token"], "the kit that the technician gets is the one that lets boxes ask"
    assert 10 < writes < 100


def test_a_made_up_address_is_taken_only_when_no_router_gives_one():
    now = [0.0]

    def wait(seconds: float) -> bool:
        now[0] += seconds
        return now[0] > 1000

    def asked(*answers: list[str]) -> Callable[[], list[str]]:
        left = list(answers)
        return lambda: left.pop(0) if len(left) > 1 else left[0]

    def steady() -> float:
        return now[0]

    assert address_here(wait, asked(["127.0.0.1"], ["169.254.3.4"], ["10.0.0.5", "169.254.3.4"]), steady) == "10.0.0.5"
    assert now[0] < 60
    assert address_here(wait, asked(["127.0.0.1"], ["169.254.3.4"]), steady) == "169.254.3.4"
    assert now[0] > 60


def test_a_partition_that_is_read_only_is_written_all_the_same(tmp_path: Path):
    if os.geteuid() != 0:
        pytest.skip("only root mounts")
    words = ["unshare", "--mount", "sh", "-c"]
    script = """
    mount --make-rprivate / && mount -t tmpfs -o ro tmpfs "$1" && ! touch "$1/x" 2>/dev/null || exit 9
    exec "$2" -m tests.provisioning.founding.writing "$1"
    """
    if subprocess.run(["unshare", "--mount", "true"], check=False).returncode:
        pytest.skip("no namespaces can be made here")
    called = [*words, script, "sh", str(tmp_path), sys.executable]
    done = subprocess.run(called, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "written, read only again\n"), done.stderr


def test_a_folder_that_can_be_written_is_just_written(tmp_path: Path):
    change(tmp_path, (tmp_path / "x").touch)
    assert (tmp_path / "x").exists()
