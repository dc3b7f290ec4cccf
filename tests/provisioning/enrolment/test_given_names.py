"""A name is one box's from the moment it is given, also before that box has come for its certificate."""

import secrets

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from broker.contracts.errors import Refused
from provisioning.authority import certificates
from provisioning.authority.certificates import new_key
from provisioning.enrolment.code import digest, new_code
from provisioning.enrolment.desk import Ask, seal
from provisioning.enrolment.register import LASTS
from tests.provisioning.enrolment.standing import Hall

pytestmark = pytest.mark.fast


def ask(hall: Hall, hardware: str) -> str:
    """A box that asks and does not come back; its code."""
    key, code = new_key(), new_code(secrets.choice)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    request, told = certificates.request(key, hardware).public_bytes(Encoding.PEM).decode(), digest(code, public)
    hall.desk.ask(Ask("dispenser", told, request, seal(hall.register.token, request, told)), "127.0.0.1")
    return code


def test_a_name_is_given_before_its_box_has_come_for_it(hall: Hall):
    first, second = ask(hall, "box-17"), ask(hall, "box-18")
    hall.accept(first, "dispenser-1", "dispenser")
    with pytest.raises(Refused, match="name-taken"):
        hall.accept(second, "dispenser-1", "dispenser")
    hall.steady += LASTS
    hall.accept(ask(hall, "box-18"), "dispenser-1", "dispenser")


def test_who_was_accepted_and_has_not_come_yet_can_be_shut_out(hall: Hall):
    code = ask(hall, "box-17")
    (waiting,) = hall.register.waiting(hall.steady)
    hall.accept(code, "dispenser-1", "dispenser")
    hall.desk.shut_out("dispenser-1")
    assert hall.desk.asked(waiting.id).state == "unknown"
    assert "dispenser-1" not in hall.desk.authority.names
    with pytest.raises(Refused, match="name-free"):
        hall.desk.shut_out("dispenser-1")


def test_who_is_shut_out_in_the_middle_of_fetching_fetches_nothing_more(hall: Hall):
    code = ask(hall, "box-17")
    (waiting,) = hall.register.waiting(hall.steady)
    hall.accept(code, "dispenser-1", "dispenser")
    assert hall.desk.asked(waiting.id).state == "let-in"
    hall.desk.shut_out("dispenser-1")
    assert hall.desk.asked(waiting.id).state == "unknown"


def test_who_takes_the_place_of_one_that_has_not_come_yet_has_it_alone(hall: Hall):
    codes = [ask(hall, "box-17"), ask(hall, "box-18")]
    ids = [each.id for each in hall.register.waiting(hall.steady)]
    hall.accept(codes[0], "dispenser-1", "dispenser")
    hall.accept(codes[1], "dispenser-1", "dispenser", instead=True)
    assert [hall.desk.asked(each).state for each in ids] == ["unknown", "let-in"]
