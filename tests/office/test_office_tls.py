"""The office over TLS, as a process: with a certificate of the hall's own authority, to those who know the authority."""

from __future__ import annotations

import socket
import ssl
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from cryptography import x509

from broker.contracts.errors import Refused
from office.doors.door import SECURE_COOKIE
from provisioning.authority.authority import Authority
from provisioning.enrolment.office_page import PORT, open_pages
from tests.broker.until import until
from tests.office.test_office_process import Place

pytestmark = pytest.mark.wire


@pytest.fixture(params=["localhost", "127.0.0.1"])
def place(request: pytest.FixtureRequest, tmp_path: Path, broker_port: int) -> Iterator[Place]:
    """`cherha enrol page` has been asked for it, under a name or an address."""
    with ExitStack() as stack:
        place = Place(tmp_path, broker_port, stack)
        roles = tmp_path / "roles"
        roles.mkdir()
        (roles / "office.toml").write_text('appliance = "office-1"\n', "utf-8")
        at = datetime.now(UTC)
        trusted = open_pages(Authority(tmp_path / "authority", "test-hall", at), tmp_path, request.param, at)
        asked = tomllib.loads((roles / "office.toml").read_text("utf-8"))
        assert (asked["appliance"], asked["office_host"], asked["office_port"]) == ("office-1", "0.0.0.0", PORT)
        place.browser.trust_env = False  # a machine's own list of authorities would win over what is said here
        place.browser.verify = str(trusted)
        place.start("queue-master")
        told = {
            f"CHERHA_{key.upper()}": str(asked[key]) for key in ("office_names", "office_certificate", "office_key")
        }
        place.start("office", **told)
        yield place


def test_a_visit_over_tls_and_a_session_that_no_plain_connection_carries(place: Place):
    address = place.office()
    assert address.startswith(("https://localhost:", "https://127.0.0.1:"))
    number = place.take_ticket()
    assert place.press("open-window")["status"] == "done"
    assert place.press("call-next")["number"] == number
    until(lambda: place.sees(number))
    (session,) = (cookie for cookie in place.browser.cookies if cookie.name == SECURE_COOKIE)
    assert session.secure
    with place.browser.get(f"{address}/window/3/events", stream=True, timeout=20) as stream:
        assert next(line for line in stream.iter_lines() if line) == b"event: view"


def serial(address: str, trusted: str) -> int:
    """Of the certificate that a browser is shown there."""
    name, port = address.removeprefix("https://").split(":")
    papers = ssl.create_default_context(cafile=trusted)
    with (
        socket.create_connection((name, int(port)), 20) as plain,
        papers.wrap_socket(plain, server_hostname=name) as call,
    ):
        shown = call.getpeercert(binary_form=True)
        assert shown
        return x509.load_der_x509_certificate(shown).serial_number


def test_a_renewed_certificate_is_shown_while_people_work(place: Place):
    address, trusted = place.office(), str(place.browser.verify)
    number = place.take_ticket()
    before = serial(address, trusted)
    authority = Authority(Path(trusted).parents[1] / "authority")
    with place.browser.get(f"{address}/window/3/events", stream=True, timeout=30) as stream:
        lines = stream.iter_lines()
        assert next(line for line in lines if line) == b"event: view"
        authority.renew_here(Path(trusted).parent, datetime.now(UTC))
        until(lambda: serial(address, trusted) != before)
        assert place.press("open-window")["status"] == "done"
        assert place.press("call-next")["number"] == number
        assert next(line for line in lines if number.encode() in line), "and nobody's page was cut off"


def test_strangers_to_the_authority_see_it_is_not_theirs_and_plain_words_get_no_page(place: Place):
    address = place.office()
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(address, timeout=20)
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(address.replace("https", "http"), timeout=20)
    papers = ssl.create_default_context(cafile=str(place.browser.verify))
    name, port = address.removeprefix("https://").split(":")
    with (
        socket.create_connection((name, int(port)), 20) as plain,
        papers.wrap_socket(plain, server_hostname=name) as call,
    ):
        assert call.version() == "TLSv1.3"


def test_a_machine_without_an_office_is_told_what_comes_first(tmp_path: Path):
    at = datetime.now(UTC)
    with pytest.raises(Refused, match="no-office"):
        open_pages(Authority(tmp_path / "authority", "test-hall", at), tmp_path, "192.168.1.10", at)
