"""The hall file from a browser's side: checked, tried, confirmed, and back by itself when nobody confirms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from broker.bus.appliance import Appliance, Outcome
from broker.bus.memory import MemoryBroker
from broker.bus.on_disk import keep, kept
from broker.contracts import commands as c
from broker.contracts.hall_check import parse
from broker.contracts.status import About, Do
from office.admin.changes import changes
from office.admin.face import PHRASES
from office.admin.trial import Trial
from office.admin.versions import LIST, Version, Versions, digest
from office.guard import MOST_OF
from office.words import Words
from tests.broker.halls import HALL_TOML, MORNING, PLAN
from tests.broker.until import until
from tests.office.admin.master import Master
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.fast

MORE = HALL_TOML.replace("recalls = 2", "recalls = 3")
GONE = HALL_TOML.replace('id = "residence"', 'id = "gone"').replace('"residence"', '"gone"')


class Room:
    """An office that may be started anew, in a hall that goes on."""

    def __init__(self, stack: ExitStack, folder: Path, text: str = HALL_TOML, **served: Any) -> None:
        self.path, self.folder = folder / "hall.toml", folder / "versions"
        self.path.write_text(text)
        self.plan, self._served = parse(text), served
        self.broker = MemoryBroker()
        self.hall = HallInMemory(self.client("queue-master-hall"), PLAN)
        self.master = Master(self.hall, self.client("queue-master"), self.path)
        stack.enter_context(delivering(self.broker))
        self.keeper = stack.enter_context(made_up_staff())
        self._stack, self._office = stack, ExitStack()
        self.again()

    def client(self, name: str) -> Any:
        return self.broker.client(name, PLAN.hall.id)

    def again(self) -> None:
        """The office is started anew."""
        self._office.close()
        self._office = self._stack.enter_context(ExitStack())
        self.address, self.live = self._office.enter_context(
            serving(
                self.plan,
                self.client,
                keeper=self.keeper,
                hall_path=self.path,
                state_dir=self.folder,
                **self._served,
            )
        )
        self.signed = self.signed_as("maria")
        until(lambda: "queue-master" in self.live.standing().machines.by_id)

    def signed_as(self, person: str) -> dict[str, str]:
        return token_of(self.keeper, person)

    def stop(self) -> None:
        self._office.close()

    def post(self, what: str, **body: Any) -> dict[str, Any]:
        answer = requests.post(
            f"{self.address}/admin/{what}?lang=en",
            data=json.dumps(body),
            headers={"content-type": "application/json", "x-cherha": "press"},
            cookies=self.signed,
            timeout=60,
        )
        assert answer.headers["content-type"] == "application/json", answer.text
        return {**answer.json(), "code": answer.status_code}

    def attempt(self, text: str) -> dict[str, Any]:
        return self.post("try", text=text, base=digest(self.path.read_text()), why="a test")

    def check(self, text: str) -> dict[str, Any]:
        return self.post("check", text=text, base=digest(HALL_TOML))

    @property
    def recalls(self) -> tuple[int, int, bool]:
        """By which the queue-master and the office work, and whether the file says the new."""
        return self.master.hall.plan.policy.recalls, self.live.hall.policy.recalls, self.path.read_text() == MORE

    def fates(self) -> list[str]:
        return [version.fate for version in Versions(self.folder / "hall").all()]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with ExitStack() as stack:
        yield Room(stack, tmp_path)


def test_every_mistake_is_told_with_its_line_and_nothing_changes(room: Room):
    wrong = HALL_TOML.replace('"2 min"', '"2 mni"', 1).replace("preference", "preferense")
    found = room.check(wrong)
    assert found["status"] == "mistakes"
    lines = wrong.split("\n")
    assert [("mni" in lines[m["line"] - 1]) or ("preferense" in lines[m["line"] - 1]) for m in found["mistakes"]]
    assert any('did you mean "preference"' in mistake["what"] for mistake in found["mistakes"])
    assert room.attempt(wrong)["status"] == "refused"
    assert room.path.read_text() == HALL_TOML
    assert not room.folder.exists() or room.fates() == []


def test_a_change_is_told_in_words_tried_at_once_and_stays_when_confirmed(room: Room):
    found = room.check(MORE)
    assert [change["words"] for change in found["changes"]] == ["Rules: recalls: was 2, becomes 3"]
    assert found["obstacles"] == []
    assert found["screens"] is False
    assert room.recalls == (2, 2, False), "a check changes nothing"
    assert room.attempt(MORE)["status"] == "done"
    assert room.recalls == (3, 3, True)
    assert room.attempt(HALL_TOML)["status"] == "refused", "one trial at a time"
    assert room.post("confirm")["status"] == "done"
    assert room.post("confirm")["status"] == "refused"
    assert room.post("take-back")["status"] == "refused"
    assert room.fates() == ["confirmed", "tried", "found"]
    assert room.recalls == (3, 3, True)
    notes = [note[:2] for note in room.keeper.audit.notes if note[0].startswith("hall-")]  # type: ignore[attr-defined]
    assert notes == [("hall-tried", "maria"), ("hall-confirmed", "maria")]


def test_the_file_before_it_comes_back_when_somebody_says_so(room: Room):
    room.attempt(MORE)
    assert room.post("take-back")["status"] == "done"
    assert room.recalls == (2, 2, False)
    assert room.fates()[0] == "taken-back"


def test_nobody_confirms_and_the_office_is_started_anew_meanwhile(room: Room):
    room.attempt(MORE)
    room.stop()
    path = room.folder / "trial.json"
    trial = kept(path, Trial)
    assert trial
    keep(path, msgspec.structs.replace(trial, until=trial.began - timedelta(seconds=1)))
    room.again()
    until(lambda: room.recalls == (2, 2, False), 30)
    until(lambda: not path.exists(), 30)
    assert Versions(room.folder / "hall").all()[0].who is None


def test_an_office_that_died_before_the_file_was_taken_leaves_the_hall_as_it_was(room: Room):
    room.stop()
    versions = Versions(room.folder / "hall")
    names = {"sha256": versions.keep(MORE), "before": versions.keep(HALL_TOML)}
    now = room.hall.now
    keep(room.folder / "trial.json", Trial(**names, began=now, until=now + timedelta(minutes=9), who="maria", why=""))
    room.path.write_text(MORE)
    room.again()
    until(lambda: room.path.read_text() == HALL_TOML, 30)
    until(lambda: not (room.folder / "trial.json").exists(), 30)


def test_a_file_that_was_written_by_hand_meanwhile_is_not_written_over(room: Room):
    room.attempt(MORE)
    own = HALL_TOML.replace("recalls = 2", "recalls = 1")
    room.path.write_text(own)
    room.post("take-back")
    assert room.path.read_text() == own
    assert not (room.folder / "trial.json").exists()


def test_a_line_in_which_people_wait_is_told_and_refused_and_they_are_still_called(room: Room):
    room.hall.do(c.TakeTicket, service="registration")
    until(lambda: any(line.waiting for line in room.live.standing().snapshot.lines), 20)  # type: ignore[union-attr]
    found = room.check(GONE)
    assert any('"residence" cannot go yet' in each["what"] for each in found["obstacles"])
    assert any(each["note"] == "1 person waits in it now." for each in found["changes"])
    refused = room.attempt(GONE)
    assert (refused["code"], "cannot go yet" in refused["message"]) == (409, True)
    assert room.path.read_text() == HALL_TOML
    assert not (room.folder / "trial.json").exists()
    room.hall.do(c.OpenWindow, window=1)
    ticket = room.hall.do(c.CallNext, window=1).ticket
    assert ticket
    assert ticket.number == "А001"


def test_what_came_in_by_the_new_file_holds_it_until_it_is_served(room: Room):
    """Going back must lose nobody either: it says why it waits, and goes on by itself."""
    new = HALL_TOML + '\n[[line]]\nid = "fresh"\nletter = "Я"\nname = { uk = "Нова", en = "Fresh" }\n'
    new += '\n[[service]]\nid = "fresh"\nline = "fresh"\nname = { uk = "Нова", en = "Fresh" }\n'
    new += '\n[[window]]\nid = 77\nzone = "hall-1"\nlines = ["fresh"]\n'
    assert room.attempt(new)["status"] == "done"
    ticket = room.hall.do(c.TakeTicket, service="fresh").ticket
    assert ticket
    back = room.post("take-back")
    assert (back["status"], '"fresh" cannot go yet' in back["message"]) == ("refused", True)
    page = requests.get(f"{room.address}/admin?lang=en", cookies=room.signed, timeout=20).text
    assert "It cannot come back yet" in page
    room.hall.do(c.CancelTicket, ticket=ticket.id)
    until(lambda: room.path.read_text() == HALL_TOML, 30)


def test_without_the_queue_master_nothing_is_tried(room: Room):
    room.master.appliance._say("lost")
    until(lambda: room.live.standing().machines.by_id["queue-master"].state == "lost", 20)
    assert "does not answer" in room.attempt(MORE)["message"]
    assert room.path.read_text() == HALL_TOML


def test_what_stands_in_the_hall_begins_anew_only_when_it_shows_the_change(room: Room):
    asked: list[str] = []
    about = About(role="board", version="1.0")
    board = Appliance(
        room.client("board-1"), id="board-1", role="board", version="1.0", about=about, zone=PLAN.timezone
    )

    def note(do: Do) -> Outcome:
        asked.append(do.what)
        return "done", "", ""

    board.can("restart", note)
    board._bus.start()
    board.ready()
    until(lambda: "board-1" in room.live.standing().machines.by_id, 20)
    until(lambda: room.live.standing().machines.by_id["board-1"].about is not None, 20)
    room.attempt(MORE)
    room.post("confirm")
    assert asked == []
    room.attempt(MORE.replace("Місце проживання", "Адреса"))
    until(lambda: asked == ["restart"], 20)


def test_two_who_change_it_at_once_do_not_undo_each_other(room: Room):
    base = digest(HALL_TOML)
    room.attempt(MORE)
    room.post("confirm")
    late = room.post("try", text=HALL_TOML.replace("recalls = 2", "recalls = 1"), base=base)
    assert "changed meanwhile" in late["message"]
    assert room.recalls == (3, 3, True)


def test_what_is_no_draft_is_turned_away(room: Room):
    assert room.post("try", text=MORE)["code"] == 400
    assert room.post("check", text="x" * 450_000, base=digest(""))["code"] == 400
    assert room.post("confirm", more=1)["code"] == 400
    too_large = requests.post(
        f"{room.address}/admin/check",
        data=b"x" * (MOST_OF["/admin/"] + 1),
        headers={"content-type": "application/json", "x-cherha": "press"},
        cookies=room.signed,
        timeout=30,
    )
    assert too_large.status_code == 413


def test_versions_are_had_again_and_nothing_else_of_the_disk(room: Room):
    room.attempt(MORE)
    for name, status in ((digest(MORE), 200), (digest("x"), 404), ("..%2f..%2fhall", 404), ("trial", 404)):
        got = requests.get(f"{room.address}/admin/version/{name}", cookies=room.signed, timeout=20)
        assert got.status_code == status
    assert requests.get(f"{room.address}/admin/hall.toml", cookies=room.signed, timeout=20).text == MORE


def test_a_line_that_a_power_cut_broke_off_hides_no_other(tmp_path: Path):
    versions = Versions(tmp_path)
    one = Version(at=MORNING, fate="found", sha256=versions.keep("one"))
    versions.note(one)
    with (tmp_path / LIST).open("ab") as file:
        file.write(b'{"at":"2026-')
    two = Version(at=MORNING, fate="tried", sha256=versions.keep("two"), who="maria")
    versions.note(two)
    assert versions.all() == [two, one]
    (tmp_path / f"{two.sha256}.toml").write_text("half")
    assert versions.text(two.sha256) is None
    assert versions.text(one.sha256) == "one"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_all_that_is_added_and_removed_is_told_in_both_languages(language: str):
    say = Words(language, PLAN.timezone, PHRASES)
    found = changes(PLAN, parse(GONE), {"residence": 5}, say)
    kinds = {change.kind for change in found}
    assert kinds == {"added", "removed", "changed"}
    assert any("5" in change.note for change in found if change.kind == "removed")
    assert changes(PLAN, parse(HALL_TOML), {}, say) == []
    renamed = parse(HALL_TOML.replace("Місце проживання", "Адреса").replace('en = "Residence"', 'en = "Address"'))
    (named,) = changes(PLAN, renamed, {}, say)
    was, now = {"uk": ("Місце проживання", "Адреса"), "en": ("Residence", "Address")}[language]
    assert was in named.words
    assert now in named.words
