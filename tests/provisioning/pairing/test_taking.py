"""A technician sets something at the desk, and the box takes it: in order, whole, and never to its harm."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from broker.contracts.errors import Refused
from provisioning.enrolment.desk import LIST
from provisioning.enrolment.door import NoDesk
from provisioning.pairing.marks import DUE, PROVING, WAITS
from provisioning.pairing.taking import Taken, Taking
from tests.provisioning.pairing.halls import Hall
from tests.provisioning.pairing.wishing import ask, at_box, looks, marks, wish

pytestmark = pytest.mark.fast


def test_narrow_paper_is_set_and_the_role_begins_with_it_when_nobody_is_here(hall: Hall) -> None:
    hall.let_in("dispenser-1", "dispenser", place="зал 1")
    ask(hall, "dispenser-1")
    assert at_box(hall, "dispenser-1").has == {"place": "зал 1", "printer": "usb"}
    wish(hall, "dispenser-1", paper="58", printer="net:10.0.0.5", panel="32")
    assert at_box(hall, "dispenser-1").waits == ("panel", "paper", "printer")
    assert ask(hall, "dispenser-1") == ["panel", "paper", "printer"]
    written = hall.settings("dispenser-1")
    assert (written["paper"], written["printer"], written["panel"]) == (58, "net:10.0.0.5", 32)
    assert written["appliance"] == "dispenser-1", "who it is stays"
    assert marks(hall, "dispenser-1") == {WAITS, PROVING}, "visitors are here"
    assert ask(hall, "dispenser-1") == []
    known = at_box(hall, "dispenser-1")
    assert (known.waits, known.taken, known.stands) == ((), hall.now, False)
    hall.quiet()
    ask(hall, "dispenser-1")
    assert DUE in marks(hall, "dispenser-1")
    looks(hall, "dispenser-1", "stands")
    ask(hall, "dispenser-1")
    assert at_box(hall, "dispenser-1").stands
    wish(hall, "dispenser-1", panel="")
    ask(hall, "dispenser-1")
    assert "panel" not in hall.settings("dispenser-1"), "its own value again"


def test_at_once_it_begins_anew_though_visitors_are_here(hall: Hall) -> None:
    hall.let_in("board-1", "board")
    ask(hall, "board-1")
    wish(hall, "board-1", diagonal="55", at_once=True)
    ask(hall, "board-1")
    assert DUE in marks(hall, "board-1")


def test_while_a_new_version_is_on_trial_nothing_is_taken_and_the_page_says_so(hall: Hall) -> None:
    """A role that settings keep from being ready would have the new version given up for it."""
    hall.let_in("board-1", "board")
    ask(hall, "board-1")
    before = hall.settings("board-1")
    wish(hall, "board-1", diagonal="55", at_once=True)
    hall.new_root(well="A")
    assert ask(hall, "board-1") == []
    assert (hall.settings("board-1"), marks(hall, "board-1")) == (before, set())
    known = at_box(hall, "board-1")
    assert (known.waits, known.on_trial) == (("diagonal",), True)
    hall.new_root(well="AB")
    assert ask(hall, "board-1") == ["diagonal"]
    ask(hall, "board-1")
    known = at_box(hall, "board-1")
    assert (known.waits, known.on_trial) == ((), False)


@pytest.mark.parametrize("well", ["", "B"], ids=["nothing-to-go-back-to", "no-longer-on-trial"])
def test_a_root_that_is_not_given_up_takes_settings_however_ill_its_roles_are(hall: Hall, well: str) -> None:
    """It may be these settings that make them well."""
    hall.let_in("board-1", "board")
    wish(hall, "board-1", diagonal="55")
    hall.new_root(well=well)
    assert ask(hall, "board-1") == ["diagonal"]


def test_what_a_box_told_before_does_not_undo_what_was_set_since(hall: Hall) -> None:
    """It was off for a week; two technicians changed it meanwhile, each with their eyes open."""
    hall.let_in("dispenser-1", "dispenser", place="зал 1")
    ask(hall, "dispenser-1")
    wish(hall, "dispenser-1", paper="58")
    with pytest.raises(Refused) as refused:
        wish(hall, "dispenser-1", paper="", place="зал 2", seen={"place": "зал 1"})
    assert (refused.value.reason, refused.value.details["names"]) == ("set-meanwhile", "paper")
    wish(hall, "dispenser-1", place="зал 2")
    hall.now += timedelta(days=7)
    told = msgspec.json.encode({"paper": 80, "place": "зал 1"})
    for also in ({}, {"wish.took": 0}):  # an older version does not say what it took, and takes nothing
        body = msgspec.json.encode({**msgspec.json.decode(told), **also})
        said = hall.door(hall.root / "dispenser-1/identities/dispenser").settings(body)
        assert bool(said.wish) is bool(also)
        assert at_box(hall, "dispenser-1").has["place"] == "зал 2"
        assert at_box(hall, "dispenser-1").has["paper"] == "58"
    assert ask(hall, "dispenser-1") == ["paper", "place"]
    ask(hall, "dispenser-1")
    assert at_box(hall, "dispenser-1").waits == ()


def test_an_edit_by_hand_still_counts_and_is_told(hall: Hall) -> None:
    hall.let_in("board-1", "board")
    wish(hall, "board-1", diagonal="55")
    ask(hall, "board-1")
    ask(hall, "board-1")
    (file,) = (hall.root / "board-1/roles").glob("[!.]*.toml")
    file.write_text(file.read_text().replace("diagonal = 55", "diagonal = 65\nvolume = 0.5"))
    assert ask(hall, "board-1") == []
    assert at_box(hall, "board-1").has == {"diagonal": "65", "volume": "0.5"}
    looks_fell = hall.machine("board-1").marks / f"board{PROVING}"
    assert not looks_fell.exists(), "what somebody wrote there is theirs, and is not taken back"


def test_a_box_that_takes_the_place_begins_with_what_was_wished_for_the_dead_one(hall: Hall) -> None:
    hall.let_in("dispenser-1", "dispenser", printer="usb:04b8:0e15:OLD1")
    ask(hall, "dispenser-1")
    wish(hall, "dispenser-1", printer="usb", paper="58")
    box = hall.box(hall.root / "second", hardware="box-18")
    hall.accept(box.code, "dispenser-1", "dispenser", instead=True)
    box.done()
    assert (box.settings["printer"], box.settings["paper"]) == ("usb", "58")
    assert at_box(hall, "dispenser-1").waits == ()


def test_another_window_is_heard_when_the_tablet_has_it_and_not_before(hall: Hall) -> None:
    hall.let_in("survey-5", "survey", window=5)
    ask(hall, "survey-5")
    listed = hall.folder / "broker" / LIST
    speaks_for = "# survey, window {}\nuser survey-5\n"
    wish(hall, "survey-5", window="6")
    assert speaks_for.format(5) in listed.read_text(), "until it knows"
    assert ask(hall, "survey-5") == ["window"]
    assert speaks_for.format(6) in listed.read_text()
    assert DUE in marks(hall, "survey-5"), "its old window refuses it"
    (file,) = (hall.root / "survey-5/roles").glob("[!.]*.toml")
    file.write_text(file.read_text().replace("window = 6", "window = 3"))
    ask(hall, "survey-5")
    assert at_box(hall, "survey-5").has["window"] == "6", "by itself a tablet has no other"
    assert speaks_for.format(6) in listed.read_text()


def test_a_box_that_would_not_begin_leaves_it_as_it_was_and_says_so(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its hall file has no such window yet, and a PC has no pins."""
    hall.let_in("survey-5", "survey", window=5)
    ask(hall, "survey-5")
    monkeypatch.setattr("provisioning.pairing.taking.pins", lambda: False)
    monkeypatch.setattr("provisioning.pairing.taking.load", lambda _file: SimpleNamespace(windows=(5,)))
    wish(hall, "survey-5", window="6", place="біля входу", pins="help=22")
    before = hall.settings("survey-5")
    assert ask(hall, "survey-5") == []
    assert hall.settings("survey-5") == before
    ask(hall, "survey-5")
    known = at_box(hall, "survey-5")
    assert (known.unfit, known.fell, known.has["window"]) == (("pins", "window"), False, "5")
    assert hall.register.windows["survey-5"] == 5, "it is heard where it stands"


def test_a_role_that_does_not_stand_with_it_gets_its_old_settings_back(hall: Hall) -> None:
    hall.let_in("dispenser-1", "dispenser")
    ask(hall, "dispenser-1")
    before = hall.settings("dispenser-1")
    wish(hall, "dispenser-1", printer="net:10.0.0.5", at_once=True)
    ask(hall, "dispenser-1")
    looks(hall, "dispenser-1", "fell")
    assert ask(hall, "dispenser-1") == ["printer"]
    assert hall.settings("dispenser-1") == before
    assert DUE in marks(hall, "dispenser-1")
    ask(hall, "dispenser-1")
    known = at_box(hall, "dispenser-1")
    assert (known.unfit, known.fell, known.waits, known.has["printer"]) == (("printer",), True, (), "usb")
    wish(hall, "dispenser-1")  # a technician has seen it
    ask(hall, "dispenser-1")
    ask(hall, "dispenser-1")
    assert at_box(hall, "dispenser-1").unfit == ()


@pytest.mark.parametrize("written", range(8))
def test_the_power_may_go_at_each_write_and_the_wish_is_done_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """Before the write number `written` of the box; then the machine starts anew, and its marks are gone."""
    hall.let_in("dispenser-1", "dispenser")
    ask(hall, "dispenser-1")
    before = hall.settings("dispenser-1")
    wish(hall, "dispenser-1", paper="58", roll="60")
    mine, real = hall.root / "dispenser-1", Path.replace
    left = [written]

    def cut(self: Path, target: Path) -> Path:
        if mine in self.parents:
            left[0] -= 1
            if left[0] < 0:
                raise InterruptedError
        return real(self, target)

    with monkeypatch.context() as power:
        power.setattr(Path, "replace", cut)
        for _ in range(2):
            try:
                ask(hall, "dispenser-1")
            except InterruptedError:
                break
    whole = tomllib.loads((mine / "roles/dispenser.toml").read_text())
    assert whole in (before, {**before, "paper": 58, "roll": 60}), "the old settings or the new, never half"
    for mark in hall.machine("dispenser-1").marks.glob("*"):
        mark.unlink()
    for _ in range(3):
        ask(hall, "dispenser-1")
    assert hall.settings("dispenser-1") == {**before, "paper": 58, "roll": 60}
    known = at_box(hall, "dispenser-1")
    assert (known.waits, known.unfit) == ((), ())
    looks(hall, "dispenser-1", "fell")
    ask(hall, "dispenser-1")
    assert hall.settings("dispenser-1") == before, "what was before is known through it all"


def test_power_that_went_after_the_last_write_but_one_leaves_no_role_down_while_the_desk_is_away(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.let_in("dispenser-1", "dispenser")
    ask(hall, "dispenser-1")
    before = hall.settings("dispenser-1")
    wish(hall, "dispenser-1", printer="net:10.0.0.5")
    with monkeypatch.context() as power:
        real = Taking._keep

        def cut(self: Taking, taken: Taken) -> None:
            if taken.trying == 0:
                raise InterruptedError
            real(self, taken)

        power.setattr(Taking, "_keep", cut)
        with pytest.raises(InterruptedError):
            ask(hall, "dispenser-1")
    assert hall.settings("dispenser-1") != before
    for mark in hall.machine("dispenser-1").marks.glob("*"):
        mark.unlink()
    hall.server.stop()
    for seen in ("fell", ""):
        with pytest.raises(NoDesk):
            ask(hall, "dispenser-1")
        if seen:
            looks(hall, "dispenser-1", seen)
    assert hall.settings("dispenser-1") == before


def test_a_desk_of_an_old_backup_does_not_bring_an_old_wish_back(hall: Hall) -> None:
    hall.let_in("board-1", "board")
    ask(hall, "board-1")
    wish(hall, "board-1", diagonal="50")
    book = (hall.authority / "requests.json").read_bytes()
    ask(hall, "board-1")
    wish(hall, "board-1", diagonal="65")
    ask(hall, "board-1")
    (hall.authority / "requests.json").write_bytes(book)
    assert ask(hall, "board-1") == []
    known = at_box(hall, "board-1")
    assert (known.has["diagonal"], known.passed) == ("65", ("diagonal",)), "a person is told"
    wish(hall, "board-1", diagonal="43")
    assert ask(hall, "board-1") == ["diagonal"]


def test_a_wish_after_the_desks_book_was_lost_is_done_though_its_clock_is_behind(hall: Hall) -> None:
    """What the boxes took last is lost with the book, and numbers by such a clock are lower."""
    hall.let_in("board-1", "board")
    wish(hall, "board-1", diagonal="50")
    ask(hall, "board-1")
    ask(hall, "board-1")
    (hall.authority / "requests.json").unlink()
    hall.now -= timedelta(days=400)
    wish(hall, "board-1", diagonal="65")
    assert ask(hall, "board-1") == ["diagonal"]
    assert hall.settings("board-1")["diagonal"] == 65
    ask(hall, "board-1")
    assert at_box(hall, "board-1").waits == ()


def test_a_wish_older_than_what_a_box_has_is_not_done_and_the_page_says_so(hall: Hall) -> None:
    """The desk goes on from an old backup, and its clock is behind."""
    hall.let_in("board-1", "board")
    ask(hall, "board-1")
    book = (hall.authority / "requests.json").read_bytes()
    wish(hall, "board-1", diagonal="50")
    ask(hall, "board-1")
    (hall.authority / "requests.json").write_bytes(book)
    hall.now -= timedelta(days=400)
    wish(hall, "board-1", diagonal="65")
    assert ask(hall, "board-1") == []
    known = at_box(hall, "board-1")
    assert (known.passed, known.waits, known.has["diagonal"]) == (("diagonal",), (), "50")
    wish(hall, "board-1", diagonal="65")
    assert at_box(hall, "board-1").passed == ()
    assert ask(hall, "board-1") == ["diagonal"]
