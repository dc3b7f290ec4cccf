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
from tests.broker.halls import PLAN
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving

pytestmark = pytest.mark.fast

SCHEMA = schemathesis.openapi.from_dict(document())
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


@SCHEMA.parametrize()
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
        path.replace("{window}", "1").replace("{call}", "01JD").replace("{press}", "end")
        for path in document()["paths"]
    }
    asked = {
        path for method, path in ADDRESSES if method == "POST" and path.startswith(("/sign-in", "/window", "/help"))
    }
    assert asked <= described
