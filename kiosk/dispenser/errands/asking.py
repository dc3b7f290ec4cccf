"""Wishes as commands. Pure."""

from __future__ import annotations

from datetime import datetime

from broker.contracts.commands import CheckIn, Command, IsReady, WhereAmI
from kiosk.dispenser.errands.wanted import AskReady, AskWhere, SendCheckIn, Wish


def command_of(wish: Wish, at: datetime) -> Command:
    match wish:
        case SendCheckIn(id=each, booking=booking):
            return CheckIn(id=each, at=at, booking=booking)
        case AskWhere(id=each, ticket=ticket):
            return WhereAmI(id=each, at=at, ticket=ticket)
        case AskReady(id=each, case=case):
            return IsReady(id=each, at=at, case=case)
