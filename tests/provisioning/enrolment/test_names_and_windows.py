"""Which names no box gets, and for which window a button box or a tablet speaks, whatever it says itself."""

from pathlib import Path

import msgspec
import pytest
from cryptography import x509

from broker.contracts.errors import Refused
from broker.mosquitto.access import OF_A_WINDOW
from broker.mosquitto.speaking import Speaker, speakers
from provisioning.enrolment.register import LATER
from tests.provisioning.enrolment.standing import Hall, Standing

pytestmark = pytest.mark.fast


def heard(hall: Hall, name: str) -> tuple[Speaker, ...]:
    """As the queue-master reads the list."""
    found = speakers((hall.folder / "broker" / "access.list").read_text("utf-8"))
    assert found
    return found.of(name)


def let_in(hall: Hall, folder: Path, role: str, **settings: int) -> x509.Certificate:
    box: Standing = hall.box(folder, role=role)
    hall.accept(box.code, f"{role}-1", role, **settings)
    box.done()
    return x509.load_pem_x509_certificate((box.identity / "certificate.pem").read_bytes())


@pytest.mark.parametrize("name", ["window-1", "window-77", *LATER])
@pytest.mark.parametrize("instead", [False, True])
def test_no_box_gets_a_name_in_which_the_hall_itself_speaks(
    hall: Hall, tmp_path: Path, name: str, *, instead: bool
) -> None:
    box = hall.box(tmp_path / "box")
    with pytest.raises(Refused, match="name-kept"):
        hall.register.accept(box.code, name, "dispenser", [name] if instead else [], hall.steady, instead=instead)
    box.stop()


def test_a_name_that_only_looks_like_a_windows_is_anybodys(hall: Hall, tmp_path: Path) -> None:
    box = hall.box(tmp_path / "box")
    hall.accept(box.code, "window-sign-1", "window-sign")
    box.done()
    assert box.answer
    assert box.answer.name == "window-sign-1"


@pytest.mark.parametrize("role", OF_A_WINDOW)
def test_what_speaks_for_a_window_cannot_give_itself_another(hall: Hall, tmp_path: Path, role: str) -> None:
    shown = let_in(hall, tmp_path / "box", role, window=3)
    assert heard(hall, f"{role}-1") == (Speaker(role, 3),)
    hall.desk.settings(shown, msgspec.json.encode({"window": 7, "panel": "10.1"}))
    hall.desk.tell_broker()
    assert heard(hall, f"{role}-1") == (Speaker(role, 3),)


@pytest.mark.parametrize("role", OF_A_WINDOW)
def test_the_window_that_was_set_at_a_box_is_taken_once(hall: Hall, tmp_path: Path, role: str) -> None:
    """A technician let it in without one, and wrote it into its settings."""
    shown = let_in(hall, tmp_path / "box", role)
    assert heard(hall, f"{role}-1") == (Speaker(role),)
    for window in (3, 7):
        hall.desk.settings(shown, msgspec.json.encode({"window": window}))
        assert heard(hall, f"{role}-1") == (Speaker(role, 3),)
