"""A press becomes the command that the contract has, and nothing else becomes one."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts import commands as c
from broker.contracts.errors import ContractError
from broker.contracts.snapshot import WindowView
from office.console import ACTIONS
from office.more_actions import AUTOMATIC, MORE
from office.orders import PRESSES, order, still_meant

pytestmark = pytest.mark.fast

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_press_is_a_command_of_its_own_window_with_the_pages_id():
    assert order(5, {"type": "call-next", "id": "01JD"}, AT) == c.CallNext(id="01JD", at=AT, window=5)


def test_a_transfer_carries_where_to_and_how():
    press = {"type": "transfer", "id": "1", "to_line": "passport", "keep_seniority": False}
    assert order(3, press, AT) == c.Transfer(id="1", at=AT, window=3, to_line="passport", keep_seniority=False)


def test_every_button_has_its_press():
    dialogs = {"finish-with": "finish", AUTOMATIC: "open-window"}
    more = {dialogs.get(more.type, more.type) for more in MORE}
    assert {action.type for action in ACTIONS} | more | {"resume"} == set(PRESSES)


def test_keys_are_each_of_one_button():
    keys = [action.key for action in ACTIONS] + [more.key for more in MORE]
    assert len(keys) == len(set(keys))


def test_a_press_carries_who_pressed_and_help_is_called_to_the_window():
    assert order(5, {"type": "call-for-help", "id": "1"}, AT, "olena") == c.CallForHelp(
        id="1", at=AT, place="window-5", why="operator", staff="olena"
    )
    opened = order(5, {"type": "open-window", "id": "1", "automatic": False}, AT, "olena")
    assert opened == c.OpenWindow(id="1", at=AT, window=5, automatic=False, operator="olena", staff="olena")
    noted = order(5, {"type": "note-ticket", "id": "1", "ticket": "А001", "text": "чекає"}, AT)
    assert noted == c.NoteTicket(id="1", at=AT, ticket="А001", text="чекає")


def test_nobody_says_by_hand_who_pressed():
    for field in ("staff", "operator", "window", "expires"):
        with pytest.raises(ContractError) as wrong:
            order(5, {"type": "open-window", "id": "1", field: "maria"}, AT, "olena")
        assert wrong.value.field == f"$.{field}"


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        (None, True),
        ({"state": "serving", "ticket": "А001"}, True),
        ({"state": "calling", "ticket": "А001"}, False),
        ({"state": "serving", "ticket": "А002"}, False),
        ({"state": "serving", "ticket": ""}, False),
    ],
)
def test_a_press_that_was_kept_is_meant_only_while_the_window_stands_as_it_was_seen(seen: Any, *, meant: bool):
    view = WindowView(id=5, zone="hall-1", state="serving", ticket="А001", since=None)
    press = {"type": "finish", "id": "1"} | ({"seen": seen} if seen else {})
    assert still_meant(press, view) is meant
    assert order(5, press, AT) == c.Finish(id="1", at=AT, window=5)


def test_what_was_seen_is_said_in_words_that_are_known():
    view = WindowView(id=5, zone="hall-1", state="free", ticket=None, since=None)
    for seen in ([], {"state": "free"}, {"state": "free", "ticket": "", "more": 1}, "free"):
        with pytest.raises(ContractError):
            still_meant({"type": "finish", "id": "1", "seen": seen}, view)


@pytest.mark.parametrize(
    ("press", "field"),
    [
        ([], "$"),
        (None, "$"),
        ({"id": "1"}, "$.type"),
        ({"type": "take-ticket", "id": "1", "service": "x"}, "$.type"),
        ({"type": ["call-next"], "id": "1"}, "$.type"),
        ({"type": "call-next", "id": "1", "window": 7}, "$.window"),
        ({"type": "call-next", "id": "1", "expires": "2027-01-01T00:00:00Z"}, "$.expires"),
        ({"type": "call-next"}, "$.id"),
        ({"type": "call-next", "id": "пів"}, "$.id"),
        ({"type": "transfer", "id": "1", "to_window": "two"}, "$.to_window"),
        ({"type": "resume", "id": "1"}, "$.ticket"),
    ],
)
def test_a_wrong_press_names_its_field(press: Any, field: str):
    with pytest.raises(ContractError) as wrong:
        order(5, press, AT)
    assert wrong.value.field == field


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_whatever_comes_is_a_command_or_a_contract_error(press: Any):
    for sent in (press, {"type": "finish", "id": press}, {"type": "transfer", "id": "1", "to_service": press}):
        with suppress(ContractError):
            order(5, sent, AT)
