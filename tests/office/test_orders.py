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
from office.console import ACTIONS
from office.orders import PRESSES, order

pytestmark = pytest.mark.fast

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_press_is_a_command_of_its_own_window_with_the_pages_id():
    assert order(5, {"type": "call-next", "id": "01JD"}, AT) == c.CallNext(id="01JD", at=AT, window=5)


def test_a_transfer_carries_where_to_and_how():
    press = {"type": "transfer", "id": "1", "to_line": "passport", "keep_seniority": False}
    assert order(3, press, AT) == c.Transfer(id="1", at=AT, window=3, to_line="passport", keep_seniority=False)


def test_every_button_has_its_press():
    assert {action.type for action in ACTIONS} | {"resume"} == set(PRESSES)


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
