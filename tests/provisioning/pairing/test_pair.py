"""When each box learns what of standby and witness."""

import pytest

from provisioning.pairing.pair import Moment, Pair, Stands, Told, forsakes, knows, merged, pair, told

pytestmark = pytest.mark.fast

BOTH = Pair(master="queue-master", standby="standby-1", witness="witness-1", address="10.0.0.3")
ALONE = Pair(master="queue-master")
QUIET = Moment(well=("standby-1", "witness-1"), idle=True)
PAIRED = Stands(standby="standby-1", witness="witness-1", beside="10.0.0.3")
GONE = Told(settings={"standby": "", "witness": ""}, now=True)


def master(stands: Stands, hall: Pair, moment: Moment) -> Told:
    return told(stands, "queue-master", "queue-master", hall, moment)


def test_the_queue_master_learns_of_its_voters_once_both_are_well_and_nobody_waits():
    lines = {"standby": "standby-1", "witness": "witness-1", "second_broker": "10.0.0.3"}
    learnt = Told(settings=lines, now=True)
    assert master(Stands(), BOTH, QUIET) == learnt
    for seen in ((), ("standby-1",), ("witness-1",)):
        assert master(Stands(), BOTH, Moment(well=seen, idle=True)) == Told()
    assert master(Stands(), BOTH, Moment(well=QUIET.well)) == Told()
    assert master(PAIRED, BOTH, Moment(idle=True)) == Told(), "a voter that is away later is waited for"


def test_a_standby_without_a_witness_is_followed_already():
    hall = Pair(master="queue-master", standby="standby-1", address="10.0.0.3")
    assert master(Stands(beside="10.0.0.3"), hall, QUIET).settings == {"standby": "standby-1", "witness": ""}


def test_a_standby_that_has_another_address_now_is_still_the_same():
    moved = Stands(standby="standby-1", witness="witness-1", beside="10.0.0.9")
    told = master(moved, BOTH, Moment())
    assert told == Told(settings={"second_broker": "10.0.0.3"})
    assert not forsakes(moved, told)


def test_a_voter_is_well_when_its_process_has_what_it_needs():
    assert knows(Stands(witness="witness-1"), "standby-1", BOTH)
    assert not knows(Stands(witness="witness-1", stale=True), "standby-1", BOTH)
    assert not knows(Stands(), "standby-1", BOTH)
    assert knows(Stands(beside="10.0.0.3"), "witness-1", BOTH)
    assert not knows(Stands(beside="10.0.0.9"), "witness-1", BOTH)


def test_standby_and_witness_begin_anew_at_once_and_screens_once_the_hall_is_closed():
    standby = told(Stands(), "standby-1", "standby", BOTH, Moment())
    assert standby == Told(settings={"standby": "queue-master", "witness": "witness-1"}, now=True)
    assert told(Stands(), "witness-1", "witness", BOTH, Moment()) == Told(beside="10.0.0.3", now=True)
    assert told(Stands(), "board-1", "board", BOTH, QUIET) == Told(beside="10.0.0.3")
    assert told(Stands(), "board-1", "board", BOTH, Moment(shut=True)).now
    assert told(Stands(), "standby-2", "standby", BOTH, Moment()) == Told(), "one of two"


def test_a_standby_that_is_let_in_no_more_is_forgotten_once_that_is_safe():
    hall = Pair(master="queue-master", witness="witness-1")
    assert master(PAIRED, hall, QUIET) == Told(), "it may be an heir yet, and the witness may elect it"
    written = Stands(standby="standby-1", witness="witness-1", beside="10.0.0.3", alone=True)
    assert master(written, hall, QUIET) == GONE
    assert master(PAIRED, ALONE, Moment(dumb=True)) == GONE, "a queue-master that waits for both answers nobody"
    assert forsakes(PAIRED, GONE)
    assert not forsakes(written, GONE)


def test_a_witness_that_is_gone_is_one_until_another_is_there():
    hall = Pair(master="queue-master", standby="standby-1", address="10.0.0.3")
    assert master(PAIRED, hall, QUIET) == Told()
    assert told(PAIRED, "standby-1", "standby", hall, Moment()).settings["witness"] == "witness-1"
    another = Pair(master="queue-master", standby="standby-1", witness="witness-2", address="10.0.0.3")
    changed = master(PAIRED, another, Moment(well=("standby-1", "witness-2"), idle=True))
    assert changed.settings == {"standby": "standby-1", "witness": "witness-2"}
    assert not forsakes(PAIRED, changed)


def test_a_standby_whose_first_machine_was_shut_out_still_hands_on_what_it_has():
    left = Pair(standby="standby-1", witness="witness-1", address="10.0.0.3")
    stands = Stands(standby="queue-master", witness="witness-1")
    assert told(stands, "standby-1", "standby", left, Moment()).settings["standby"] == "queue-master"


def test_of_two_standbys_the_first_stays():
    members = [("queue-master", "queue-master"), ("standby-2", "standby"), ("standby-1", "standby")]
    assert pair(members, "10.0.0.3").standby == "standby-2"


def test_the_first_broker_stays_and_other_lines_too():
    settings = {"broker_host": "10.0.0.2 10.0.0.8", "place": "вхід", "window": 3}
    told = Told(beside="10.0.0.3")
    assert merged(settings, told) == {**settings, "broker_host": "10.0.0.2 10.0.0.3"}
    assert merged(settings, Told(beside="")) == {**settings, "broker_host": "10.0.0.2"}
    assert merged(settings, Told()) == settings
    assert merged({}, told) == {"broker_host": "127.0.0.1 10.0.0.3"}
    assert merged({}, Told(beside="")) == {}
    assert merged({"standby": "a", "witness": "b", "x": ""}, GONE) == {"x": ""}
