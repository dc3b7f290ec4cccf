"""Settings come from the environment over a file, and every mistake in them is told with its place."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker
from broker.bus.settings import Settings, printer_of
from broker.bus.unknown_settings import tell_unknown
from broker.contracts.errors import ConfigError
from broker.contracts.status import About

pytestmark = pytest.mark.fast


def test_without_a_word_a_role_looks_for_a_broker_on_its_own_machine() -> None:
    assert Settings.read(environment={}) == Settings()


def test_the_environment_goes_before_the_file_and_what_is_given_before_both(tmp_path: Path) -> None:
    file = tmp_path / "appliance.toml"
    file.write_text('broker_host = "10.0.0.1"\nbroker_port = 1884\nhall = "a.toml"\n')
    settings = Settings.read(file, {"CHERHA_BROKER_PORT": "1885", "CHERHA_HALL": "b.toml"}, hall=Path("c.toml"))
    assert (settings.broker_host, settings.broker_port, settings.hall) == ("10.0.0.1", 1885, Path("c.toml"))


def test_variables_of_other_things_are_left_alone() -> None:
    assert Settings.read(environment={"CHERHA_TRACE": "x", "CHERHA_DEMO": "y"}) == Settings()


def test_all_mistakes_are_told_at_once_each_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "appliance.toml"
    file.write_text('# a board\nbroker_prot = 1884\npaper = "wide"\n')
    with pytest.raises(ConfigError) as told:
        Settings.read(file, {"CHERHA_BROKER_PORT": "many"})
    assert sorted(told.value.mistakes) == sorted(
        [
            f"{file}:2: there is no setting broker_prot; did you mean broker_port?",
            f"{file}:3: paper = 'wide': it must be a whole number, as 5",
            "CHERHA_BROKER_PORT = 'many': it must be a whole number, as 5",
        ]
    )


def test_a_file_that_is_no_toml_is_a_mistake_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "appliance.toml"
    file.write_text("broker_port = \n")
    with pytest.raises(ConfigError, match=r"appliance.toml:1: .*no TOML"):
        Settings.read(file, {})


def test_a_box_that_was_let_in_without_a_printer_prints_on_the_one_on_its_cable(tmp_path: Path) -> None:
    file = tmp_path / "dispenser.toml"
    file.write_text('identity = "/var/lib/cherha/identities/dispenser"\n')
    assert Settings.read(file, {}).printer == "usb"
    assert Settings.read(file, {"CHERHA_PRINTER": "none"}).printer == "none"
    file.write_text('identity = "/var/lib/cherha/identities/dispenser"\nprinter = "tape"\n')
    assert Settings.read(file, {}).printer == "tape", "somebody's own word"
    file.write_text('identity = "/var/lib/cherha/identities/board"\n')
    assert Settings.read(file, {}).printer == Settings().printer


def test_the_demo_and_a_machine_without_an_identity_print_on_a_tape(tmp_path: Path) -> None:
    file = tmp_path / "dispenser.toml"
    file.write_text('appliance = "dispenser-1"\n')
    assert Settings.read(file, {}).printer == "tape"
    secured = {"CHERHA_IDENTITY": "/demo/identities/dispenser"}
    assert Settings.read(None, secured).printer == Settings.read(file, secured).printer == "tape"


def test_a_terminal_prints_where_a_printer_is_plugged_in_and_offers_none_elsewhere(tmp_path: Path) -> None:
    assert printer_of("info", tmp_path) == {"printer": "none"}
    (tmp_path / "lp0").touch()
    assert printer_of("info", tmp_path) == {"printer": "usb"}


def test_what_a_newer_version_has_set_keeps_no_box_from_working_and_is_told(tmp_path: Path) -> None:
    """A role's file outlives the version that wrote it: a new root was given up, or the hall's desk is newer than the box."""
    file = tmp_path / "board.toml"
    file.write_text(
        'identity = "/identities/board"\nappliance = "board-1"\ndiagonal = 55\ntint = "warm"\nunknown = 1\n'
    )
    settings = Settings.read(file, {"CHERHA_UNKNOWN": "x"})
    assert (settings.diagonal, settings.unknown) == (55, ("tint", "unknown"))
    bus = MemoryBroker().client("board-1")
    about = About(role="board", version="1")
    appliance = Appliance(bus, id="board-1", role="board", version="1", about=about, zone=UTC)
    tell_unknown(appliance, settings)
    (problem,) = appliance.problems
    assert problem.code == "settings-unknown"
    assert "tint, unknown" in problem.message["uk"]


def test_where_a_person_writes_the_file_such_a_name_is_a_slip(tmp_path: Path) -> None:
    file = tmp_path / "board.toml"
    file.write_text('appliance = "board-1"\ntint = "warm"\n')
    with pytest.raises(ConfigError, match=r"board\.toml:2: .*tint"):
        Settings.read(file, {})
