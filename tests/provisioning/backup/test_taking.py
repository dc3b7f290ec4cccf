"""From which box a backup can be taken, and a person's word that a box goes on alone."""

from pathlib import Path

import pytest

from broker.bus.on_disk import keep, kept
from broker.contracts.errors import ConfigError
from broker.contracts.standby import Register
from broker.queuemaster.from_backup import FILE as RESTORED
from broker.queuemaster.journal import Journal
from broker.queuemaster.store import Store
from broker.standby.deposed import step_down
from broker.standby.holding import Own
from broker.standby.second_disk import TERM
from broker.standby.voter import REGISTER
from provisioning.backup.command import main

pytestmark = pytest.mark.fast


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A queue-master with its own settings, that holds the office."""
    folder = tmp_path / "queue-master"
    folder.mkdir()
    Journal.create(folder / "journal.db").close()
    (tmp_path / "hall.toml").write_text("", "utf-8")
    settings = f'appliance = "queue-master"\nhall = "{tmp_path}/hall.toml"\n'
    (tmp_path / "queue-master.toml").write_text(settings, "utf-8")
    hold_office(folder)
    return folder


def hold_office(folder: Path) -> None:
    keep(folder / TERM, Own(Register(1, "queue-master", 1, ("queue-master",)), alone=True))


def take(folder: Path) -> Path:
    out = folder.parent / "hall.cherha"
    config = folder.parent / "queue-master.toml"
    assert main(["take", str(out), "--folder", str(folder), "--config", str(config), "--word", "abcd-efgh-jkmn"]) == 0
    return out


def test_a_queue_master_that_was_succeeded_packs_nothing(master: Path) -> None:
    step_down(master)
    with pytest.raises(ConfigError, match="backup take"):
        take(master)
    assert not (master.parent / "hall.cherha").exists()


def test_one_that_came_back_into_office_packs_again(master: Path) -> None:
    step_down(master)
    hold_office(master)
    assert take(master).is_file()


def goes_on_alone(folder: Path) -> int:
    return main(["alone", "--folder", str(folder), "--config", str(folder.parent / "queue-master.toml")])


def test_a_persons_word_makes_a_box_decide_without_the_other_two(master: Path) -> None:
    step_down(master)
    keep(master / REGISTER, Register(7, "standby-1", 2, ("standby-1",)))
    assert goes_on_alone(master) == 0
    assert kept(master / TERM, Own) == Own(Register(8, "queue-master", 1, ("queue-master",)), alone=True)


def test_a_box_that_nobody_has_named_decides_under_the_name_that_it_goes_by(master: Path) -> None:
    (master.parent / "queue-master.toml").write_text(f'hall = "{master.parent}/hall.toml"\n', "utf-8")
    assert goes_on_alone(master) == 0
    assert (own := kept(master / TERM, Own))
    assert (own.register.holder, own.register.heirs) == ("queue-master-1", ("queue-master-1",))


def test_who_goes_on_alone_without_having_decided_passes_over_what_it_may_lack(master: Path) -> None:
    """A standby that was behind: who decided then may have given out more, alone."""
    assert goes_on_alone(master) == 0
    assert not (master / RESTORED).exists(), "it has given out all numbers itself"
    step_down(master)
    assert goes_on_alone(master) == 0
    assert (master / RESTORED).is_file()


def test_it_is_not_given_to_a_box_that_is_at_work(master: Path) -> None:
    works = Store(master)
    works.claim()
    before = kept(master / TERM, Own)
    with pytest.raises(ConfigError):
        goes_on_alone(master)
    assert kept(master / TERM, Own) == before
    works.leave()
