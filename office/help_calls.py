"""Who calls for a person, and where: what the alarm of the hall page shows, and what its buttons send. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from broker.contracts.commands import AcknowledgeHelp, Command, EndHelp
from broker.contracts.snapshot import HelpView
from office.standing import Standing
from office.words import Words

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")  # as in the contract
PRESSES: dict[str, type[AcknowledgeHelp | EndHelp]] = {"acknowledge": AcknowledgeHelp, "end": EndHelp}


@dataclass(frozen=True, slots=True)
class HelpRow:
    """`alarm`: nobody is on the way. `press`: what its button does, and `label` says so."""

    id: str
    place: str
    state: str
    since: datetime
    alarm: bool
    press: str
    label: str


def help_rows(standing: Standing, say: Words) -> tuple[HelpRow, ...]:
    """The open calls, those that nobody has taken first."""
    calls = standing.snapshot.help if standing.snapshot else ()
    return tuple(_row(standing, call, say) for call in sorted(calls, key=lambda c: (c.state != "called", c.since)))


def answer(help_id: str, press: str, command_id: str, at: datetime, staff: str | None = None) -> Command | None:
    """The command of a button that `staff` has pressed; None when there is no such button, or `help_id` names no call."""
    kind = PRESSES.get(press)
    if kind is None or not _ID.fullmatch(help_id):
        return None
    return kind(id=command_id, at=at, help=help_id, staff=staff)


def _row(standing: Standing, call: HelpView, say: Words) -> HelpRow:
    alarm = call.state == "called"
    state = say("help.coming")
    if alarm:
        state = say("help.again", times=call.escalated) if call.escalated else say("help.called")
    return HelpRow(
        id=call.id,
        place=_place(standing, call.place, say),
        state=state,
        since=call.since,
        alarm=alarm,
        press="acknowledge" if alarm else "end",
        label=say("help.acknowledge" if alarm else "help.end"),
    )


def _place(standing: Standing, place: str, say: Words) -> str:
    machine = standing.machines.by_id.get(place)
    if machine and machine.role:
        return f"{say.named('role', machine.role)} · {place}"
    number = place.removeprefix("window-")
    if number != place and number.isdigit():
        return say("page.window", window=number)
    return say("help.ramp") if place == "ramp" else place
