"""Nobody is believed beyond the own role: which commands are whose, and what becomes of all others."""

import ast
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from broker.contracts import commands as c
from broker.contracts.commands import AnyCommand
from broker.contracts.errors import Refused
from broker.contracts.ids import ulid
from broker.contracts.numbers import written
from broker.contracts.speakers import ANY, AT_WINDOW, MAY, ROLES, WHO
from broker.mosquitto import access
from broker.mosquitto.speaking import Speakers, speakers
from broker.queuemaster.deciding import find_ticket
from broker.queuemaster.entitled import need_entitled
from broker.queuemaster.hall import decide, evolve
from office.orders import PRESSES as AT_CONSOLES
from office.reception.orders import PRESSES as AT_RECEPTION
from tests.broker.day import Day

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]
ALL = {kind.__name__: kind for kind in typing.get_args(AnyCommand)}
BY_TAG = {str(kind.__struct_config__.tag): kind for kind in ALL.values()}
ASKED_BY_ANY = {kind for kind, who in WHO if ANY in who}
TOUCHED = ("kiosk/touch", "kiosk/service_menu")
PROGRAMS = {
    "dispenser": ("kiosk/dispenser", *TOUCHED),
    "info": ("kiosk/info", *TOUCHED),
    "survey": ("kiosk/survey", *TOUCHED),
    "buttons": ("office/button_box",),
    "announcer": ("announcer",),
}
NAMES = {
    "office-1": "office",
    "dispenser-1": "dispenser",
    "dispenser-2": "dispenser",
    "survey-1": "survey",
    "info-1": "info",
    "announcer-1": "announcer",
    "buttons-1": "buttons",
    "board-1": "board",
    "city-1": "city",
    "site-1": "site",
}

OWN = {"buttons-1": 2}


def known(own: Mapping[str, int] = OWN, **more: str) -> Speakers:
    found = speakers(access.access_list("test-hall", NAMES | more, (1, 2, 3), own=own))
    assert found
    return found


def wish(day: Day, kind: type[c.Command], **fields: Any) -> c.Command:
    return kind(id=ulid(77, bytes(10)), at=day.now, **fields)


def why(client: str, kind: type[c.Command], day: Day | None = None, **fields: Any) -> str:
    """The reason of the refusal; "" for none."""
    day = day or Day()
    try:
        need_entitled(day.hall, wish(day, kind, **fields), client, known())
    except Refused as refusal:
        return refusal.reason
    return ""


def sent(folders: Iterable[str]) -> set[type[c.Command]]:
    """The commands that the code of these folders takes from the contract."""
    found = set()
    for folder in folders:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("broker.contracts.commands"):
                    found |= {ALL[name.name] for name in node.names if name.name in ALL}
    return found


def test_every_command_is_somebodys() -> None:
    assert set().union(AT_WINDOW, *MAY.values()) == set(ALL.values())


@pytest.mark.parametrize("role", PROGRAMS)
def test_a_role_may_ask_what_its_program_asks_and_nothing_else(role: str) -> None:
    assert MAY[role] - ASKED_BY_ANY == sent(PROGRAMS[role]) - ASKED_BY_ANY
    assert sent(PROGRAMS[role]) <= MAY[role]


def test_the_pages_of_the_staff_may_ask_what_their_buttons_say() -> None:
    assert {BY_TAG[tag] for tag in AT_CONSOLES} <= AT_WINDOW
    assert {BY_TAG[tag] for tag in AT_RECEPTION} <= MAY["office"]
    own = ("office/doors", "office/phone", "office/reception")
    assert sent(own) <= MAY["office"]
    assert {c.Book, c.ListSlots} <= MAY["site"]


def test_who_may_ask_is_who_has_a_topic_to_ask_on() -> None:
    asking = {role for role, may in access.ROLES.items() if "command/<me>" in may.say}
    assert set(ROLES) == asking


@pytest.mark.parametrize(
    "client", ["dispenser-1", "survey-1", "info-1", "announcer-1", "city-1", "site-1", "buttons-1"]
)
def test_no_box_commands_the_hall_or_a_window(client: str) -> None:
    assert why(client, c.SuspendHall, why="air-raid") == "not-entitled"
    assert why(client, c.CallTicket, window=2, ticket="A001", why="acquaintance") == "not-entitled"
    assert why(client, c.Announce, text="go home") == "not-entitled"
    assert why(client, c.LeaseNumbers, lines=()) == ("" if client == "dispenser-1" else "not-entitled")


def test_only_the_office_says_who_has_signed_in() -> None:
    assert why("dispenser-1", c.TakeTicket, service="passport-new") == ""
    assert why("dispenser-1", c.TakeTicket, service="passport-new", staff="olena") == "not-entitled"
    assert why("buttons-1", c.CallNext, window=2, staff="olena") == "not-entitled"
    assert why("window-3", c.CallNext, window=3, staff="olena") == ""
    assert why("office-1", c.SuspendHall, why="air-raid", staff="olena") == ""


def test_a_window_and_its_button_box_speak_for_it_alone() -> None:
    assert why("window-3", c.CallNext, window=3) == ""
    assert why("window-3", c.CallNext, window=1) == "not-own-window"
    assert why("buttons-1", c.CallNext, window=2) == ""
    assert why("buttons-1", c.CallNext, window=3) == "not-own-window"
    assert why("window-3", c.SuspendHall, why="air-raid") == "not-entitled"


def test_a_tablet_answers_for_its_window_alone() -> None:
    day, answer = Day(), {"ticket": "A001", "survey": "visit", "version": "1", "run": "r", "answers": {}}
    tablets = known(own={"survey-1": 2})
    need_entitled(day.hall, wish(day, c.AnswerSurvey, window=2, **answer), "survey-1", tablets)
    with pytest.raises(Refused, match="not-own-window"):
        need_entitled(day.hall, wish(day, c.AnswerSurvey, window=3, **answer), "survey-1", tablets)
    need_entitled(day.hall, wish(day, c.AnswerSurvey, window=3, **answer), "survey-1", known(own={}))


def test_a_button_box_whose_window_nobody_told_speaks_for_the_one_that_it_names() -> None:
    day = Day()
    need_entitled(day.hall, wish(day, c.CallNext, window=3), "buttons-1", known(own={}))


@pytest.mark.parametrize("client", ["dispenser-9", "window-9", "board-1", "standby-1"])
def test_who_is_not_in_the_list_with_a_topic_is_a_stranger(client: str) -> None:
    assert why(client, c.EventsSince, seq=0) == "unknown-client"


def test_help_is_called_to_where_one_is() -> None:
    day = Day()
    assert why("dispenser-1", c.CallForHelp, place="dispenser-1") == ""
    assert why("dispenser-1", c.CallForHelp, place="dispenser-2") == "not-entitled"
    assert why("window-3", c.CallForHelp, place="window-3", staff="olena") == ""
    assert why("office-1", c.CallForHelp, place="ramp") == ""
    day.ask(c.CallForHelp, place="dispenser-2")
    (call,) = day.hall.memory.helps
    assert why("dispenser-1", c.EndHelp, day, help=call) == "not-entitled"
    assert why("dispenser-2", c.EndHelp, day, help=call) == ""
    assert why("office-1", c.EndHelp, day, help=call) == ""


def test_a_dispenser_takes_back_what_it_gave_out_and_nothing_else() -> None:
    day = Day()
    ticket = find_ticket(day.hall, day.take())
    ticket.by = "dispenser-1"
    assert why("dispenser-1", c.CancelTicket, day, ticket=ticket.id) == ""
    assert why("dispenser-2", c.CancelTicket, day, ticket=ticket.number) == "not-entitled"
    assert why("dispenser-2", c.CancelTicket, day, ticket="Z999") == "", "that is answered as ever"
    assert why("office-1", c.CancelTicket, day, ticket=ticket.id) == ""


def leased(day: Day, by: str) -> dict[str, Any]:
    """A slip that `by` printed alone."""
    decided = decide(day.hall, wish(day, c.LeaseNumbers, lines=("passport",)), day.now, by)
    for fact in decided.events:
        evolve(day.hall, fact)
    (view,) = decided.leases or ()
    number = written(view.letter, view.last)
    return {"service": "passport-new", "lease": view.lease, "number": number, "issued_at": day.now}


def test_a_block_of_numbers_is_of_the_dispenser_that_leased_it() -> None:
    day = Day()
    slip = leased(day, "dispenser-1")
    assert why("dispenser-2", c.TakeTicket, day, **slip) == "not-entitled"
    assert why("dispenser-1", c.TakeTicket, day, **slip) == "", "so may the box that takes its place: it has its name"


def test_slips_of_a_name_that_nobody_has_any_more_come_in() -> None:
    """The box was let in anew, and is called otherwise."""
    day = Day()
    assert why("dispenser-2", c.TakeTicket, day, **leased(day, "dispenser-9")) == ""


def test_numbers_that_nobody_leased_are_nobodys() -> None:
    """Those that may have been given out in a part of the journal that was lost."""
    day = Day()
    assert why("dispenser-1", c.TakeTicket, day, **leased(day, "queue-master")) == "not-entitled"


def test_a_ticket_remembers_who_gave_it_out() -> None:
    day = Day()
    ticket = find_ticket(day.hall, day.take())
    issued = next(event for event in day.heard if type(event).__name__ == "TicketIssued")
    assert ticket.by == issued.by


def test_an_old_box_with_a_windows_name_does_not_take_the_windows_page_away() -> None:
    day, both = Day(), known(**{"window-3": "buttons"})
    need_entitled(day.hall, wish(day, c.Transfer, window=3, to_line="l", staff="olena"), "window-3", both)
    need_entitled(day.hall, wish(day, c.CallNext, window=3), "window-3", both)


def test_whoever_speaks_in_all_names_is_believed_in_those_that_nobody_has() -> None:
    people = {"people": access.May(say=("command/+",))}
    found = speakers(access.access_list("test-hall", {**NAMES, "crowd": "people"}, (1, 2), people))
    assert found
    day = Day()
    need_entitled(day.hall, wish(day, c.CallNext, window=3), "demo-window-3", found)
    with pytest.raises(Refused, match="not-entitled"):
        need_entitled(day.hall, wish(day, c.CallNext, window=3), "dispenser-1", found)


def test_a_list_that_was_not_made_here_says_nothing_of_roles() -> None:
    assert speakers("user dispenser-1\ntopic write cherha/1/test-hall/command/dispenser-1\n") is None
