"""The pages' own interface does what its description says, and nothing that is sent to it brings it down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from broker.bus.memory import MemoryBroker
from office import papers
from office.api import document
from office.doors.door import COOKIE
from office.doors.doorkeeper import Doorkeeper
from office.doors.staff_list import read_staff, write_staff
from office.doors.tries import Tries
from office.doors.who_may import who_may
from tests.broker.halls import HALL_TOML, PLAN
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import DEMO, made_up_staff, serving

pytestmark = pytest.mark.fast

SCHEMA = schemathesis.openapi.from_dict(document())
BY_ROLE = "^/(pin|staff|technician|admin|reception|manager)"
ROLES = SCHEMA.include(path_regex=BY_ROLE)
REST = SCHEMA.exclude(path_regex=BY_ROLE)
DESCRIBED = ("/sign-in", "/window", "/help", "/pin", "/staff", "/reception", "/manager", "/technician", "/admin")
UNREAD = (405, 411, 413, 415, 421)  # it has not come so far as to a page
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def office() -> Iterator[tuple[str, Doorkeeper]]:
    broker = MemoryBroker()
    with ExitStack() as stack:
        HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
        stack.enter_context(delivering(broker))
        keeper = stack.enter_context(made_up_staff())
        address, _ = stack.enter_context(serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper))
        yield address, keeper


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Doorkeeper]]:
    """An office on a machine that has the hall's files. No appliance is there: whoever asks one waits in vain, and not long."""
    folder, broker = tmp_path_factory.mktemp("files"), MemoryBroker()
    (folder / "hall.toml").write_text(HALL_TOML, "utf-8")
    with ExitStack() as stack:
        patience = stack.enter_context(pytest.MonkeyPatch.context())
        for module in ("technician.pages", "technician.sheets.pages", "technician.arriving.pages"):
            patience.setattr(f"office.{module}.PATIENCE", 0.05)
        HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
        stack.enter_context(delivering(broker))
        keeper = stack.enter_context(made_up_staff())
        more = {"hall_path": folder / "hall.toml", "state_dir": folder / "versions", "content": folder / "content"}
        address, _ = stack.enter_context(
            serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper, **more)
        )
        yield address, keeper


@REST.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_is_answered_as_described(case: Case, office: tuple[str, Doorkeeper]):
    address, keeper = office
    person = keeper.staff.of("all-roles")
    assert person
    token, signed = keeper.let_in(person, None)
    case.headers = {"x-cherha": "press", "accept": "application/json"}
    case.cookies = {COOKIE: token}
    try:
        case.call_and_validate(base_url=address, checks=CHECKS, timeout=20)
    finally:
        keeper._sessions.end(signed.session)


def test_the_description_is_fresh():
    assert papers.PAPER.read_text("utf-8") == papers.text(), "run: ./cherha contract"


def test_every_post_of_the_staffs_own_pages_is_described():
    from tests.office.doors.test_every_route import ADDRESSES  # noqa: PLC0415 - told where it is used

    described = {
        path.replace("{name}", "1")
        .replace("{window}", "1")
        .replace("{call}", "01JD")
        .replace("{press}", "end")
        .replace("{report}", "1")
        for path in document()["paths"]
    }
    asked = {path for method, path in ADDRESSES if method == "POST" and path.startswith(DESCRIBED)}
    assert asked <= described


@ROLES.parametrize()
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_role_or_nobody_sends_is_answered_as_described(case: Case, changing: tuple[str, Doorkeeper]):
    """And the table of roles holds whatever the body is: nobody who is not in is told more than that."""
    address, keeper = changing
    write_staff(keeper._folder, read_staff(DEMO))  # as it was: some of it removes people
    keeper._tries = Tries()
    roles = who_may(case.path) or frozenset()
    case.headers = {"x-cherha": "press", "accept": "application/json"}
    described = CHECKS[1:]  # 504 is: no appliance is there that could answer; 500 is not
    for person in ("maria", "taras", None):
        known = keeper.staff.of(person) if person else None
        token, signed = keeper.let_in(known, None) if known else ("", None)
        case.cookies = {COOKIE: token} if known else {}
        answer = case.call_and_validate(base_url=address, checks=described, timeout=30)
        if answer.status_code not in UNREAD:
            assert (answer.status_code == 401) == (known is None)
            assert (answer.status_code == 403) == (known is not None and not roles & set(known.roles))
        if signed:
            keeper._sessions.end(signed.session)
