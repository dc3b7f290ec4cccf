import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from broker.contracts.hall_file import Package, Service
from kiosk.dispenser.menu import Group, Menu, pages, same_page
from kiosk.touch.reader import BUTTONS, LARGE_BUTTONS, LOW_BUTTONS
from tests.kiosk.dispenser.halls import hall

pytestmark = pytest.mark.fast


def test_a_group_of_many_is_a_group_and_a_group_of_one_is_its_service():
    first, second = Menu.of(hall()).home
    assert isinstance(first, Group)
    assert isinstance(second, Service)
    assert second.id == "plot"


def test_services_that_must_be_booked_are_not_offered():
    assert "wedding" not in Menu.of(hall()).services


def test_a_package_stands_in_its_group_before_the_single_services():
    moving = Package(id="moving", name={"uk": "Переїзд"}, legs=("residence-1", "plot"), menu=("residence",))
    menu = Menu.of(structs.replace(hall(), package=(moving,)))
    group = menu.home[0]
    assert isinstance(group, Group)
    assert [service.id for service in group.services][:2] == ["moving", "residence-0"]
    assert menu.services["moving"].line == "residence", "it is closed when its first line is"


def test_a_hall_without_priorities_and_needs_asks_nothing():
    assert Menu.of(hall()).asks_about_visitor
    assert not Menu.of(hall(plain=True)).asks_about_visitor


_SIZES = st.sampled_from([BUTTONS, LOW_BUTTONS, LARGE_BUTTONS])


@given(st.lists(st.integers(), max_size=60), _SIZES)
def test_every_entry_is_on_exactly_one_page_and_no_page_has_more_buttons_than_fit(entries: list[int], size: int):
    cut = pages(entries, size)
    assert [e for page in cut for e in page] == entries
    for page in cut[:-1]:
        assert len(page) + 1 <= size  # and «more»
    assert len(cut[-1]) <= size
    assert not entries or all(cut)


@given(st.integers(1, 60), st.integers(0, 20), _SIZES, _SIZES)
def test_larger_letters_keep_what_stood_first_on_the_screen(many: int, page: int, before: int, after: int):
    entries = list(range(many))
    cut = pages(entries, before)
    page = min(page, len(cut) - 1)
    now = pages(entries, after)
    assert cut[page][0] in now[min(same_page(page, before, after), len(now) - 1)]
