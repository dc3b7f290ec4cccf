"""What a box tells its screen on its way into the hall."""

from pathlib import Path

import msgspec
import pytest

from broker.contracts.arrival import Arrival
from provisioning.enrolment.box import Shows
from provisioning.enrolment.command import main
from provisioning.enrolment.telling import Telling
from tests.provisioning.enrolment.standing import Hall

pytestmark = pytest.mark.fast


def told(file: Path) -> Arrival:
    return msgspec.json.decode(file.read_bytes(), type=Arrival)


def test_the_screen_hears_of_each_step_and_the_code_comes_back_with_the_desk(tmp_path: Path):
    file, console = tmp_path / "newcomer.json", []
    telling = Telling(file, hardware="box-17")
    shows = telling.beside(Shows(console.append, lambda: console.append("here"), console.append))
    shows.trouble("no-desk")
    assert told(file).stage == "searching"
    shows.code("K7RM-4QXD")
    assert (told(file).stage, told(file).code, told(file).hardware) == ("waiting", "K7RM-4QXD", "box-17")
    shows.identify()
    assert told(file).identify == 1
    shows.trouble("no-desk")
    assert told(file).stage == "searching"
    shows.well()
    assert (told(file).stage, told(file).code) == ("waiting", "K7RM-4QXD")
    assert console == ["no-desk", "K7RM-4QXD", "here", "no-desk"]


def test_a_disk_that_takes_nothing_keeps_no_box_from_asking(tmp_path: Path):
    (tmp_path / "full").write_text("")
    Telling(tmp_path / "full" / "newcomer.json").tell("searching")


def test_a_kit_with_mistakes_is_told_with_their_lines(tmp_path: Path, hall: Hall):
    kit, file = tmp_path / "hall-kit.toml", tmp_path / "newcomer.json"
    kit.write_text(hall.kit.read_text().replace("address = ", "adress = "))
    words = ["box", "--kit", str(kit), "--state", str(tmp_path / "state"), "--tells", str(file)]
    with pytest.raises(Exception, match="address is missing"):
        main(words)
    assert told(file).stage == "kit-broken"
    assert any("hall-kit.toml" in each or ":" in each for each in told(file).details)
    kit.unlink()
    with pytest.raises(Exception, match="hall-kit"):
        main(words)
    assert told(file).stage == "no-kit"
