"""Hours, pages, codes and slips: what is read, photographed and taken home."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.info.card_slip import card_slip
from kiosk.info.frame import frame
from kiosk.info.hours_words import told, week
from kiosk.info.paging import Block, cut, room
from kiosk.info.samples import STATES
from kiosk.info.saying import Saying
from kiosk.info.take_away import MOST, codes
from kiosk.touch.aloud.items import items
from kiosk.touch.faces import buttons
from tests.kiosk.info.halls import NOW, words

pytestmark = pytest.mark.fast

DAYS = ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Нд", "Свята")


@pytest.mark.parametrize(
    ("hours", "lines"),
    [
        ("Mo-Fr 08:00-19:00; Sa 08:00-16:00", ("Пн–Пт 08:00–19:00", "Сб 08:00–16:00", "Нд вихідний")),
        (
            "Mo,We,Fr 08:00-18:00; Tu,Th 08:00-20:00; Sa 09:00-16:00",
            ("Пн, Ср, Пт 08:00–18:00", "Вт, Чт 08:00–20:00", "Сб 09:00–16:00", "Нд вихідний"),
        ),
        ("24/7", ("завжди",)),
        ("08:00-12:00, 13:00-17:00; Su off", ("Пн–Сб 08:00–12:00, 13:00–17:00", "Нд вихідний")),
        ("Sa-Mo 10:00-14:00", ("Пн, Сб, Нд 10:00–14:00", "Вт–Пт вихідний")),
        ("Mo-Su 08:00-18:00; PH off", ("Пн–Нд 08:00–18:00", "Свята вихідний")),
        (
            "Mo-Fr 08:00-18:00; Sa, PH 09:00-13:00",
            ("Пн–Пт 08:00–18:00", "Сб 09:00–13:00", "Нд вихідний", "Свята 09:00–13:00"),
        ),
        ("Mo[1] 10:00-12:00", ("Mo[1] 10:00-12:00",)),
    ],
)
def test_hours_are_said_as_people_write_them(hours: str, lines: tuple[str, ...]):
    assert told(hours, DAYS, round_the_clock="завжди", off="вихідний") == lines


@given(st.text(alphabet="MoTuWeThFrSaSuPH0123456789:-,; of", max_size=40))
def test_hours_that_are_none_break_nothing(hours: str):
    assert week(hours) is None or len(week(hours) or ()) in (7, 8)


blocks = st.lists(
    st.builds(
        Block, st.sampled_from(["heading", "text", "point", "notice"]), st.text("абв ґ.", min_size=1, max_size=900)
    ),
    max_size=12,
)


@given(blocks, st.booleans(), st.booleans(), st.booleans(), st.sampled_from([1.0, 2.0]))
def test_pages_lose_no_word_and_end_with_no_heading(found, wide, low, beside, text):  # noqa: ANN001
    pages = cut(found, room(wide=wide, low=low, text=text, beside=beside))
    assert "".join(b.words for page in pages for b in page).replace(" ", "") == "".join(b.words for b in found).replace(
        " ", ""
    )
    kinds = [[block.kind for block in page] for page in pages]
    assert all(page[-1] != "heading" or set(page) == {"heading"} for page in kinds[:-1])
    assert all(pages) or pages == ((),)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_code_is_an_address_where_the_catalogue_has_one_and_else_the_essentials_in_codes_that_telephones_read(
    language: str,
):
    given = words()
    catalogue = given.content.catalogue
    assert codes(Saying(given, language), catalogue.services["01-01/01"]) == (
        "https://lotsman.example.org/p/01-01%2F01",
    )
    head = msgspec.structs.replace(catalogue.catalogue, base_url="")
    content = replace(given.content, catalogue=msgspec.structs.replace(catalogue, catalogue=head))
    say = Saying(replace(given, content=content), language)
    for service in catalogue.service:
        found = codes(say, service)
        assert all(0 < len(text.encode()) <= MOST for text in found)
        assert say.pick(service.name) in found[0]
        assert "0 800 000 000" in found[-1]


@given(st.text(max_size=4000), st.text("абвгґ", max_size=2000))
def test_no_card_is_too_long_for_codes(papers: str, name: str):
    given = words()
    catalogue = given.content.catalogue
    head = msgspec.structs.replace(catalogue.catalogue, base_url="")
    content = replace(given.content, catalogue=msgspec.structs.replace(catalogue, catalogue=head))
    service = msgspec.structs.replace(catalogue.service[0], papers={"uk": papers}, name={"uk": name or "x"})
    found = codes(Saying(replace(given, content=content), "uk"), service)
    assert all(len(text.encode()) <= MOST for text in found)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_printed_card_says_what_to_bring_what_it_costs_and_where_to_go(language: str):
    say = Saying(words(), language)
    slip = card_slip(say, "01-01/01", NOW)
    assert slip.language == language
    assert slip.qr.startswith("https://")
    text = "\n".join(line.text for line in slip.lines)
    service = say.content.catalogue.services["01-01/01"]
    for part in (say.pick(service.name), say.pick(service.fee), say.pick(service.term), "3–6, 9, 10, 20"):
        assert part in text
    assert len(slip.texts("prepare")) == len(service.documents)


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_screen_can_be_heard_its_title_first_and_no_button_left_out(name: str, language: str):
    given = words()
    state = replace(STATES[name](given.content, NOW), language=language)
    shown = frame(state, given)
    heard = items(shown)
    assert heard
    if shown.question is None:
        assert heard[0].words == shown.face.title
        assert [item.button for item in heard if item.part == "face" and item.button] == list(buttons(shown.face))
        assert not {item.words for item in heard} & {"open", "closed", "plain", "heading", "point"}
