"""Days in which anything happens that the queue-master allows, for hypothesis."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from broker.contracts import commands as c
from broker.contracts.errors import ContractError, Refused
from tests.broker.day import Day

WINDOWS = (1, 2, 3)
_at = st.sampled_from(WINDOWS)
_ticket = st.integers(1, 12).map(lambda n: f"А{n:03}")


def _wish(kind: type[c.Command], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(kind), st.fixed_dictionaries(fields))


steps = st.lists(
    st.one_of(
        _wish(
            c.TakeTicket,
            service=st.sampled_from(["registration", "registration", "passport-new"]),
            priority=st.sampled_from([None, None, "veteran"]),
        ),
        _wish(c.CallNext, window=_at),
        _wish(c.CallNext, window=_at),
        _wish(c.StartService, window=_at),
        _wish(c.StartService, window=_at),
        _wish(c.Finish, window=_at),
        _wish(c.Finish, window=_at),
        _wish(c.NoShow, window=_at),
        _wish(c.Hold, window=_at),
        _wish(c.Resume, window=_at, ticket=_ticket),
        _wish(c.ReturnTicket, ticket=_ticket),
        _wish(c.CancelTicket, ticket=_ticket),
        _wish(c.Transfer, window=_at, to_line=st.sampled_from(["passport", "residence"])),
        _wish(c.CallTicket, window=_at, ticket=_ticket, why=st.just("просить сісти")),
        _wish(c.SetPriority, ticket=_ticket, priority=st.sampled_from([None, "veteran"]), evidence=st.just("бачив")),
        _wish(c.OpenWindow, window=_at, operator=st.sampled_from(["o-kovalenko", "i-melnyk"])),
        _wish(c.PauseWindow, window=_at),
        _wish(c.CloseWindow, window=_at),
        st.integers(1, 900).map(lambda seconds: (None, seconds)),
    ),
    max_size=60,
)


def live(wanted: list[tuple[Any, Any]], *, to_midnight: bool) -> Day:
    """What is refused does not happen; between two wishes half a minute goes by."""
    day = Day()
    for window in WINDOWS:
        day.ask(c.OpenWindow, window=window, operator="o-kovalenko")
    for kind, fields in wanted:
        day.pass_time(seconds=fields if kind is None else 30)
        if kind is not None:
            try:
                day.ask(kind, **fields)
            except (Refused, ContractError):
                continue
    if to_midnight:
        day.now = (day.now + timedelta(days=1)).replace(hour=0, minute=0)
        day.pass_time(seconds=1)
    return day
