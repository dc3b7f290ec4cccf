"""Who may change the staff list, what is wrong with what was typed, and what the page makes of it."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts.staff_pins import drawn, easy
from office.doors.person import ROLES, Person, Role, Staff
from office.doors.sessions import Session, Whereabouts
from office.doors.staff_list import as_toml
from office.doors.staff_rules import mistakes
from office.staff.checking import of_card, of_code, of_name, of_pin, of_roles
from office.staff.face import PHRASES, crew, role_words
from office.staff.naming import code_for
from office.staff.pasted import MOST, read_list
from office.staff.rights import managers, manages, shuts_out
from office.words import Words
from tests.broker.halls import MORNING, PLAN

pytestmark = pytest.mark.fast

WORDS = Words("uk", PLAN.timezone, PHRASES)


def one(identity: str, *roles: Role, pin: str = "$argon2id$", card: str = "") -> Person:
    return Person(id=identity, name=identity.title(), roles=roles, pin=pin, card=card)


def of(*people: Person) -> Staff:
    return Staff(person=people)


MARIA, OLHA = one("maria", "manager"), one("olha", "manager", "operator")
TARAS, OLENA = one("taras", "technician"), one("olena", "operator")


def test_a_manager_manages_and_a_technician_only_while_there_is_none():
    assert managers(of(MARIA, OLHA, TARAS, OLENA)) == (MARIA, OLHA)
    assert managers(of(TARAS, OLENA)) == (TARAS,)
    assert not manages(of(MARIA, TARAS), TARAS)
    assert not manages(of(OLENA), OLENA)
    assert not manages(of(MARIA), None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (of(MARIA, OLENA), of(OLENA)),
        (of(MARIA, TARAS), of(TARAS)),
        (of(MARIA, TARAS), of(one("maria", "operator"), TARAS)),
        (of(MARIA, OLHA), of(one("maria", "manager", pin=""))),
        (of(TARAS, OLENA), of(OLENA)),
        (of(TARAS), of(TARAS, one("new", "manager", pin=""))),
    ],
)
def test_nobody_can_be_left_without_whoever_manages_the_staff(before: Staff, after: Staff):
    assert shuts_out(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (of(MARIA, OLHA), of(OLHA)),
        (of(MARIA, OLHA), of(one("maria", "operator"), OLHA)),
        (of(TARAS), of(one("taras", "manager"))),
        (of(TARAS), of(TARAS, MARIA)),
        (of(MARIA), of(one("maria", "manager", pin="", card="c"))),
    ],
)
def test_what_leaves_somebody_who_manages_may_be_done(before: Staff, after: Staff):
    assert not shuts_out(before, after)


def test_all_that_is_wrong_is_told_at_once():
    staff = of(MARIA, OLENA)
    found = [*of_name("OLENA", ["Olena"]), *of_code("maria", staff), *of_roles(("boss",)), *of_pin("12")]
    assert [each.field for each in found] == ["name", "person", "roles", "pin"]
    for each in found:
        assert "{" not in WORDS(each.key, **each.slots)


@pytest.mark.parametrize("name", ["", "x" * 61, "Оле\u200fна", "a\x00b"])
def test_a_name_that_nobody_could_read_is_none(name: str):
    assert list(of_name(name, ()))


@pytest.mark.parametrize("pin", ["", "123", "1234567890123", "12a4", "１２３４", "1111", "4321", "9090", "2345678901"])
def test_a_pin_that_is_none_or_the_first_that_is_tried_is_refused(pin: str):
    assert list(of_pin(pin))


def test_a_card_read_in_another_layout_is_told():
    assert list(of_card("04Ф2"))
    assert not list(of_card("04A2")) + list(of_card(""))


@given(st.integers())
def test_a_drawn_pin_is_never_easy(seed: int):
    pin = drawn(random.Random(seed).randrange)
    assert len(pin) == 6
    assert not easy(pin)
    assert not list(of_pin(pin))


@given(st.text(max_size=80), st.integers(0, 5))
def test_a_code_of_any_name_is_one_that_the_list_may_have_and_nobody_has(name: str, before: int):
    people: tuple[Person, ...] = ()
    for number in range(before + 1):
        code = code_for(name, {person.id for person in people})
        people = (*people, Person(id=code, name=f"{number}", roles=("operator",)))
    raw = {"person": [{"id": each.id, "name": each.name, "roles": list(each.roles)} for each in people]}
    assert mistakes(raw) == [], as_toml(Staff(person=people))


LIST = """Ім'я; Ролі; Вікно
Олена Коваль; оператор; 1
Петро Гнатюк\tрецепція, Operator
# хто ще прийде
Олена Ковальчук
"""


def test_a_list_is_read_as_people_write_it():
    people, wrong = read_list(LIST, of(MARIA), role_words(PLAN.timezone), PLAN.windows)
    assert wrong == ()
    assert [(each.line, each.name, each.code, each.roles, each.window) for each in people] == [
        (2, "Олена Коваль", "olena-k", ("operator",), 1),
        (3, "Петро Гнатюк", "petro-h", ("reception", "operator"), 0),
        (5, "Олена Ковальчук", "olena-k-2", ("operator",), 0),
    ]


def test_every_mistake_of_a_list_is_told_at_once_at_its_line():
    text = "Maria\n; оператор\nПетро; опиратор; 999\nПетро; boss\nІра; оператор; 1; ще"
    _, wrong = read_list(text, of(MARIA), role_words(PLAN.timezone), PLAN.windows)
    told = [(each.line, WORDS(each.key, **each.slots)) for each in wrong]
    assert [line for line, _ in told] == [1, 2, 3, 3, 4, 4, 5]
    assert "Може, «оператор»?" in told[2][1]
    assert "Є: оператор, рецепція" in told[5][1]


def test_an_empty_list_and_one_of_too_many_are_told():
    assert read_list("\n# \n", of(), {}, ())[1]
    many = "\n".join(f"Людина {n}" for n in range(MOST + 1))
    assert [each.key for each in read_list(many, of(), {}, ())[1]] == ["mistake.list-long"]


def test_the_page_tells_who_is_where_and_whom_it_lets_change():
    now = MORNING
    wall = now.timestamp()
    session = Session(key="k", person="olena", window=3, began=wall - 7200)
    where = {
        "maria": Whereabouts((), None, 0.0),
        "olena": Whereabouts((Session(key="p", person="olena", window=None, began=wall), session), wall, 0.0),
        "taras": Whereabouts((), (now - timedelta(days=2)).timestamp(), 45.0),
    }
    seen = crew(of(MARIA, OLENA, TARAS), where, {"10.0.0.5": 29.0}, me="maria", now=now, words=WORDS)
    assert [member.id for member in seen.members] == ["taras", "olena", "maria"], "who is shut out, who is in, the rest"
    shut, inside, me = seen.members
    assert "1 хв" in shut.shut
    assert shut.told.startswith("востаннє: ")
    assert "." in shut.told, "with the day, which was another"
    assert (inside.where, inside.place) == ("in", "вікно 3")
    assert (me.me, me.last, seen.may, seen.instead) == (True, True, True, False)
    assert not crew(of(MARIA, OLENA, TARAS), where, {}, me="taras", now=now, words=WORDS).may
    stands_in = crew(of(OLENA, TARAS), where, {}, me="taras", now=now, words=WORDS)
    assert (stands_in.may, stands_in.instead) == (True, True)


def test_each_role_is_known_by_its_words_in_both_languages():
    known = role_words(PLAN.timezone)
    assert set(known.values()) == set(ROLES)
    assert known["керівниця"] == known["manager"] == "manager"
