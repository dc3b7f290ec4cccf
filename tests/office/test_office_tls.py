"""The office over TLS, as a process: with a certificate of the hall's own authority, to those who know the authority."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from office.doors.door import SECURE_COOKIE
from provisioning.authority.authority import CERTIFICATE, HALL, KEY, Authority
from tests.broker.until import until
from tests.office.test_office_process import Place

pytestmark = pytest.mark.wire

NAME = "localhost"


@pytest.fixture
def place(tmp_path: Path, broker_port: int) -> Iterator[Place]:
    with ExitStack() as stack:
        place = Place(tmp_path, broker_port, stack)
        papers = tmp_path / "papers"
        at = datetime.now(UTC)
        Authority(tmp_path / "authority", "test-hall", at).equip(papers, "office", "office", at, serves=NAME)
        place.browser.trust_env = False  # a machine's own list of authorities would win over what is said here
        place.browser.verify = str(papers / HALL)
        place.start("queue-master")
        place.start(
            "office",
            CHERHA_OFFICE_CERTIFICATE=str(papers / CERTIFICATE),
            CHERHA_OFFICE_KEY=str(papers / KEY),
            CHERHA_OFFICE_NAMES=NAME,
        )
        yield place


def test_a_visit_over_tls_and_a_session_that_no_plain_connection_carries(place: Place):
    address = place.office()
    assert address.startswith(f"https://{NAME}:")
    number = place.take_ticket()
    assert place.press("open-window")["status"] == "done"
    assert place.press("call-next")["number"] == number
    until(lambda: place.sees(number))
    (session,) = (cookie for cookie in place.browser.cookies if cookie.name == SECURE_COOKIE)
    assert session.secure
    with place.browser.get(f"{address}/window/3/events", stream=True, timeout=20) as stream:
        assert next(line for line in stream.iter_lines() if line) == b"event: view"


def test_strangers_to_the_authority_see_it_is_not_theirs_and_plain_words_get_no_page(place: Place):
    address = place.office()
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(address, timeout=20)
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(address.replace("https", "http"), timeout=20)
    papers = ssl.create_default_context(cafile=str(place.browser.verify))
    port = int(address.rpartition(":")[2])
    with socket.create_connection((NAME, port), 20) as plain, papers.wrap_socket(plain, server_hostname=NAME) as call:
        assert call.version() == "TLSv1.3"
