"""What the page says of boxes that ask, and what it proposes."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from broker.contracts.enrolling import Asking, DeskSaid, LetIn, Newcomer, Updating
from office.technician.arriving.face import PHRASES, NewVersion, arriving, told
from office.technician.arriving.proposing import ROLES, lacking, proposals, role_for
from office.words import Words
from tests.broker.halls import MORNING, PLAN

pytestmark = pytest.mark.fast
SAY = Words("uk", PLAN.timezone, PHRASES)


def test_what_the_hall_lacks_is_proposed_first_unless_the_box_knows_its_role():
    assert lacking(PLAN, {}) == ("dispenser", "board", "announcer")
    assert role_for("", PLAN, {}) == "dispenser"
    assert role_for("", PLAN, {"dispenser-1": "dispenser"}) == "board"
    assert role_for("survey", PLAN, {}) == "survey"
    assert role_for("queue-master", PLAN, {}) == "dispenser"  # a page lets no second master in


def test_what_was_touched_at_the_box_goes_before_what_the_hall_lacks_and_whose_place_it_could_take():
    assert lacking(PLAN, {}) == ("dispenser", "board", "announcer")
    had = (LetIn(name="board-1", role="board", hardware="h"),)
    box = Newcomer(id="x", hardware="h", since=MORNING, known="board-1")

    def seen(role: str) -> tuple[str, str, str]:
        asking = Asking(newcomers=(replace(box, role=role),), members=had)
        (told,) = arriving(asking, PLAN, frozenset({"board-1"}), MORNING, SAY).newcomers
        return told.wants, told.role, told.instead

    assert seen("") == ("", "dispenser", "board-1")
    assert seen("info") == ("Обрано на пристрої: Довідковий термінал", "info", "")
    assert seen("board") == ("Обрано на пристрої: Табло", "board", "board-1")


def test_no_proposed_name_is_anybodys_even_of_who_was_shut_out():
    have = {"board-1": "board", "window-sign-1": "window-sign"}
    made = proposals(PLAN, have, ["board-2", *have])
    assert set(made) == set(ROLES)
    assert made["board"].name == "board-3"
    second = sorted(PLAN.windows)[1]
    assert (made["window-sign"].name, made["window-sign"].window) == (f"window-sign-{second}", second)


def test_the_silent_stand_first_among_those_who_may_be_replaced():
    asking = Asking(
        members=(
            LetIn(name="a", role="board"),
            LetIn(name="b", role="board"),
            LetIn(name="c", role="board", revoked=True),
        )
    )
    seen = arriving(asking, PLAN, frozenset({"b"}), MORNING, SAY)
    assert [name for name, _ in seen.replaceable_names] == ["b", "a"]
    assert "мовчить" in seen.replaceable_names[0][1]


def of_a_pair(**of: Any) -> Asking:
    first = (LetIn(name="queue-master", role="queue-master", revoked=True), LetIn(name="office", role="office"))
    return Asking(members=(*first, LetIn(name="standby-1", role="standby"), LetIn(name="b", role="board")), **of)


def test_the_first_machine_may_be_replaced_only_where_its_standby_decides():
    at_first = arriving(of_a_pair(), PLAN, frozenset({"queue-master"}), MORNING, SAY)
    assert [name for name, _ in at_first.replaceable_names] == ["b", "standby-1"]
    at_standby = arriving(of_a_pair(first="queue-master"), PLAN, frozenset({"queue-master"}), MORNING, SAY)
    assert [name for name, _ in at_standby.replaceable_names] == ["queue-master", "b"], "also one that was shut out"
    assert at_standby.replaceable_names[0][1] == "queue-master · Розпорядник черги · перша машина · мовчить"


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_what_it_means_to_shut_out_the_first_machine_is_said_before_it_is_done(lang: str):
    members = (LetIn(name="queue-master", role="queue-master"), LetIn(name="board-1", role="board"))
    say = Words(lang, PLAN.timezone, PHRASES)
    first, board = arriving(Asking(members=members), PLAN, frozenset(), MORNING, say).members
    assert (first.tells, board.tells) == (say("tells.revoke-queue-master"), say("tells.revoke"))
    assert say("form.instead") in first.tells


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_sealed_desk_asks_for_the_word_and_one_that_is_absent_says_why(lang: str):
    say = Words(lang, PLAN.timezone, PHRASES)
    sealed = arriving(Asking(open=False, authority="sealed"), PLAN, frozenset(), MORNING, say)
    assert (sealed.open, sealed.authority) == (False, "sealed")
    for key in ("sealed", "absent", "press.unseal", "done.unseal", "refused.wrong-word", "refused.authority-sealed"):
        assert say(key, name="")
    assert told("unseal", "", DeskSaid(id="x", outcome="refused", reason="wrong-word"), say) == say(
        "refused.wrong-word"
    )


def test_a_copied_card_and_a_shut_desk_are_told():
    box = Newcomer(id="x", hardware="h", since=MORNING, known="board-1")
    seen = arriving(
        Asking(newcomers=(box,), shut_until=MORNING + timedelta(minutes=3)), PLAN, frozenset(), MORNING, SAY
    )
    assert (seen.newcomers[0].known, seen.newcomers[0].instead) == ("board-1", "")
    dead = arriving(Asking(newcomers=(box,)), PLAN, frozenset({"board-1"}), MORNING, SAY)
    assert dead.newcomers[0].instead == "board-1"
    assert "хибних" in seen.shut
    later = arriving(Asking(shut_until=MORNING), PLAN, frozenset(), MORNING, SAY)
    assert later.shut == ""


def test_a_desk_that_nobody_has_heard_of_is_told_as_away():
    assert not arriving(None, PLAN, frozenset(), MORNING, SAY).open


@pytest.mark.parametrize(
    "reason",
    ["no-such-code", "too-many-tries", "name-taken", "own-machine", "no-such-box", "second-is-first", "first-not-here"],
)
def test_each_refusal_of_the_desk_has_words(reason: str):
    said = DeskSaid(id="x", outcome="refused", reason=reason, details={"name": "board-1", "minutes": "14"})
    assert told("accept", "board-1", said, SAY) != reason


def new_version(**of: Any) -> NewVersion:
    seen = arriving(Asking(update=Updating(version="1.2.0", **of)), PLAN, frozenset(), MORNING, SAY).update
    assert seen
    return seen


def test_a_new_version_is_offered_to_one_box_first():
    seen = new_version(state="offered", lacking=("board-1", "board-2"))
    assert (seen.firsts, seen.may_stop, seen.bad) == (("board-1", "board-2"), False, False)
    assert arriving(Asking(), PLAN, frozenset(), MORNING, SAY).update is None


def test_under_way_it_says_who_has_it_and_what_the_others_wait_for():
    seen = new_version(state="going", first="board-1", had=("board-1",), lacking=("board-2",))
    assert seen.may_stop
    assert seen.firsts == ()
    assert "Мають: board-1. Ще ні: board-2." in seen.lines
    assert len(new_version(state="going", first="board-1", quiet=True).lines) == 1, "nothing is waited for"


def test_boxes_for_whose_kind_there_is_no_bundle_are_named_with_what_to_do():
    without = {"board-2": "cherha-amd64", "info-1": "cherha-amd64", "queue-master": "cherha-riscv64"}
    seen = new_version(state="done", first="board-1", had=("board-1",), kinds=("cherha-arm64",), without=without)
    assert "Пакети є для: Raspberry Pi (arm64)." in seen.lines
    assert seen.lines[0] == "Версію 1.2.0 мають усі, для кого є пакет."
    assert [line.partition(", а")[0] for line in seen.without] == [
        "Без нової версії лишаються: board-2, info-1. Це ПК (amd64)",
        "Без нової версії лишаються: queue-master. Це cherha-riscv64",
    ]
    assert new_version(state="done").lines[0] == "Версію 1.2.0 мають усі."


def test_a_box_that_came_back_ends_it_and_a_hand_may_go_on():
    back = new_version(state="stopped", first="board-1", stopped="board-1")
    assert back.bad
    assert (back.firsts, back.may_stop) == ((), False)
    assert "board-1" in back.lines[0]
    hand = new_version(state="stopped", first="board-1", stopped="hand")
    assert not hand.bad
    assert hand.firsts == ("board-1",)
