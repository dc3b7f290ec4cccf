"""Where the words of a slip stand."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.hall_file import HallFile
from broker.contracts.replies import TicketView
from kiosk.dispenser.slips.ticket_slip import slip_for
from kiosk.printing.layout import WIDTHS, Extent, Layout, lay_out
from kiosk.printing.slip import Slip, SlipLine
from kiosk.printing.wrapping import SMALLEST, fit
from tests.kiosk.printing.halls import HALL, any_hall, any_ticket, ticket

pytestmark = pytest.mark.fast

MODULES = 25
papers = st.sampled_from(sorted(WIDTHS))


def ruler(text: str, face: str, size: int) -> Extent:
    """A face whose letters are all six tenths as wide as high: wider than Noto's."""
    return Extent(round(len(text) * size * 0.6), round(size * 0.75), round(size * 0.2))


def width(text: str, size: int) -> int:
    return round(len(text) * size * 0.6)


def words_of(layout: Layout) -> list[str]:
    return [word for run in layout.words for word in re.split(r"[ \n]", run.text)]


def words_said(slip: Slip) -> set[str]:
    return {
        word for line in slip.lines for text in (line.text, line.label) for word in re.split(r"[ \n]", text) if word
    }


@settings(max_examples=40, deadline=None)
@given(any_ticket, any_hall, papers, st.booleans())
def test_nothing_leaves_the_paper(ticket: TicketView, hall: HallFile, paper: int, large: bool) -> None:  # noqa: FBT001
    layout = lay_out(slip_for(ticket, hall, "uk", large=large), paper, MODULES, ruler)
    assert layout.width == WIDTHS[paper]
    for run in layout.words:
        assert run.x >= 0
        assert run.x + run.width <= layout.width
        assert run.y < layout.height
    for box in (*layout.bars, layout.qr):
        assert 0 <= box.x <= box.x + box.width <= layout.width
        assert 0 <= box.y <= box.y + box.height <= layout.height


@settings(max_examples=40, deadline=None)
@given(any_ticket, any_hall, papers, st.booleans())
def test_no_word_is_broken(ticket: TicketView, hall: HallFile, paper: int, large: bool) -> None:  # noqa: FBT001
    slip = slip_for(ticket, hall, "uk", large=large)
    printed = [word for word in words_of(lay_out(slip, paper, MODULES, ruler)) if not word.endswith("…")]
    assert set(printed) <= words_said(slip)


@settings(max_examples=40, deadline=None)
@given(any_ticket, any_hall, papers, st.booleans())
def test_no_line_lies_on_another(ticket: TicketView, hall: HallFile, paper: int, large: bool) -> None:  # noqa: FBT001
    layout = lay_out(slip_for(ticket, hall, "uk", large=large), paper, MODULES, ruler)
    for i, one in enumerate(layout.words):
        for other in layout.words[i + 1 :]:
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            apart = abs(one.y - other.y) >= min(one.size, other.size) * 0.75
            assert beside or apart, (one, other)


@pytest.mark.parametrize("paper", sorted(WIDTHS))
@pytest.mark.parametrize("language", ["uk", "en"])
def test_an_ordinary_slip_says_every_word_in_full(paper: int, language: str) -> None:
    slip = slip_for(ticket(priority="veteran"), HALL, language)
    assert set(words_of(lay_out(slip, paper, MODULES, ruler))) >= words_said(slip)


@pytest.mark.parametrize("paper", sorted(WIDTHS))
@pytest.mark.parametrize("modules", [21, 25, 29, 33])
def test_the_code_is_at_least_two_centimetres_and_has_its_quiet_zone(paper: int, modules: int) -> None:
    layout = lay_out(slip_for(ticket(), HALL, "uk"), paper, modules, ruler)
    assert layout.module * modules >= 160
    assert layout.qr.width == layout.qr.height == layout.module * (modules + 8)
    for run in layout.words:
        beside = run.x >= layout.qr.x + layout.qr.width or run.x + run.width <= layout.qr.x
        assert beside or run.y <= layout.qr.y


@pytest.mark.parametrize(("paper", "least"), [(58, 40), (80, 60)])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_large_slip_says_the_same_and_is_smaller_only_where_a_word_would_not_fit(
    paper: int, least: int, language: str
) -> None:
    """EN 301 549, 5.1.4: 0.7° at half a metre are 69 dots."""
    slip = slip_for(ticket(), HALL, language, large=True)
    usual = lay_out(slip_for(ticket(), HALL, language), paper, MODULES, ruler)
    large = lay_out(slip, paper, MODULES, ruler)
    assert sorted(words_of(usual)) == sorted(words_of(large))
    lesser = {word for line in slip.lines if line.role in ("hall", "address", "issued") for word in line.text.split()}
    small = [run for run in large.words if run.size < least and not set(run.text.split()) <= lesser]
    assert small == []
    assert any(run.size >= 69 for run in large.words)
    assert large.height < 5 * usual.height


def test_a_number_and_its_unit_stay_together() -> None:
    for paper in WIDTHS:
        runs = [run.text for run in lay_out(slip_for(ticket(), HALL, "uk"), paper, MODULES, ruler).words]
        assert sum("2\u00a0хв" in run for run in runs) == 1


@given(st.lists(st.text("абвг", min_size=1, max_size=12), min_size=1, max_size=30), st.integers(150, 560))
def test_a_text_that_fits_keeps_all_its_words_in_order(words: list[str], room: int) -> None:
    size, lines = fit(" ".join(words), 36, room, 8, width)
    if size > SMALLEST:
        assert " ".join(lines).split(" ") == words
    assert all(width(line, size) <= room for line in lines)
    assert len(lines) <= 8


def test_a_title_does_not_end_in_a_lonely_word() -> None:
    assert fit("один два три чотири", 10, 100, 4, width).lines == ["один два", "три чотири"]


@pytest.mark.parametrize("paper", sorted(WIDTHS))
def test_a_card_may_have_no_code_and_much_text(paper: int) -> None:
    card = Slip("uk", (SlipLine("service", "Паспорт"), SlipLine("text", "слово " * 60), SlipLine("rule", "Дрібне")))
    layout = lay_out(card, paper, 0, ruler)
    assert layout.qr.width == 0
    assert set(words_of(layout)) == words_said(card)
    assert max(run.y for run in layout.words) < layout.height < max(run.y for run in layout.words) + 80
