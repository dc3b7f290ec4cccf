"""What each role may say and hear, as the broker's access list has it."""

import pytest

from broker.bus.topic_filter import matches
from broker.contracts.topics import TABLE, Topics
from broker.mosquitto.access import ROLES, access_list
from provisioning.subcommands import ROLES as RUN

pytestmark = pytest.mark.fast

ROOT = Topics("test-hall").root


def section(listed: str, name: str) -> list[str]:
    body = listed.split(f"user {name}\n")[1].split("\n\n", maxsplit=1)[0]
    return body.splitlines()


def test_every_role_that_can_be_run_is_in_the_table():
    assert set(RUN) <= set(ROLES)


def test_every_topic_of_the_contract_is_said_by_somebody_and_heard_by_somebody():
    for topic in TABLE:
        sample = topic.pattern.replace("<client>", "x").replace("<id>", "x").replace("<code>", "x")
        sample = sample.replace("<name>", "x")
        said = [pattern.replace("<me>", "x") for may in ROLES.values() for pattern in may.say]
        heard = [pattern.replace("<me>", "x") for may in ROLES.values() for pattern in may.hear]
        assert any(matches(pattern, sample) for pattern in said), topic
        assert any(matches(pattern, sample) for pattern in heard), topic


@pytest.mark.parametrize(
    ("topic", "speakers"),
    [
        ("event", {"queue-master"}),
        ("state/hall", {"queue-master"}),
        ("reply/x", {"queue-master"}),
        ("state/hall-file", {"queue-master"}),
        ("content/survey", {"queue-master"}),
        ("state/city", {"city"}),
        ("appliance/board-9/do", {"office"}),
        ("appliance/board-9/status", set()),
    ],
)
def test_what_the_hall_lives_on_is_said_by_one_role_alone(topic: str, speakers: set[str]):
    may = {role for role, row in ROLES.items() if any(matches(pattern, topic) for pattern in row.say)}
    assert may == speakers


def test_a_section_names_the_appliance_itself():
    listed = access_list("test-hall", {"board-1": "board"}, windows=())
    assert f"topic write {ROOT}appliance/board-1/status" in section(listed, "board-1")
    assert "<me>" not in listed


def test_the_office_speaks_for_the_windows_of_the_hall_file_and_no_others():
    lines = section(access_list("test-hall", {"office-1": "office"}, windows=(1, 7)), "office-1")
    spoken = {line.rsplit("/", 1)[1] for line in lines if line.startswith(f"topic write {ROOT}command/")}
    assert spoken == {"office-1", "window-1", "window-7"}


def test_the_brokers_own_certificate_may_say_nothing():
    assert "user" not in access_list("test-hall", {"broker": "broker"}, windows=())


@pytest.mark.parametrize(("name", "role"), [("a\nuser b", "board"), ("+", "board"), ("board-1", "bord")])
def test_what_would_break_the_list_is_no_part_of_it(name: str, role: str):
    with pytest.raises(ValueError, match=r"cannot be|is no role"):
        access_list("test-hall", {name: role}, windows=())
