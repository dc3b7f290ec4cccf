"""What is exported is opened again and holds the numbers; the same report is the same file, byte for byte."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from broker.contracts.hall_check import load
from broker.visits.rows import VERSION, Day
from broker.visits.tables import Writer
from office.reports.asking import Export
from office.reports.cube import Cube
from office.reports.exporting import exported
from office.reports.exports.csv_file import BOM, safe
from office.reports.question import Question
from office.reports.samples import SampleHall
from office.reports.table import Table
from tests.office.reports.test_reckoning import MINUTE, leg

pytestmark = pytest.mark.fast

HALL = load(Path("provisioning/demo/hall.toml"))
MEASURES = ("arrivals", "wait-median", "no-show-share", "occupancy")


@pytest.fixture(scope="module")
def cube(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    folder = tmp_path_factory.mktemp("visits")
    SampleHall(HALL, 80).write(folder, date(2026, 11, 16), 7)
    made = Cube(folder, HALL)
    made.look()
    return made


def asked(*groups: str, measures: tuple[str, ...] = MEASURES) -> Question:
    return Question(measures=measures, groups=groups, since="2026-11-16", until="2026-11-22")


def file(table: Table, kind: str, language: str = "uk", title: str = "Тиждень ґанків її") -> bytes:
    return exported(table, HALL, Export(question=table.question, title=title, kind=kind, language=language))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
@pytest.mark.parametrize("group", ["day", "window"])
def test_the_same_report_is_the_same_file_byte_for_byte(cube: Cube, kind: str, group: str):
    table = cube.ask(asked(group))
    assert file(table, kind) == file(cube.ask(asked(group)), kind)


def test_a_csv_opens_in_a_ukrainian_spreadsheet_with_its_numbers_and_its_root(cube: Cube):
    table = cube.ask(asked("day"))
    text = file(table, "csv").decode()
    assert text.startswith(BOM)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))
    assert rows[0][:3] == ["День", "Прийшло", "Очікування, половина, хв"]
    assert [row[0] for row in rows[1:7]] == [f"{day}.11.2026" for day in range(16, 22)]
    for row, made in zip(rows[1:7], table.rows, strict=True):
        assert int(row[1]) == made.cells[0].value
        assert float(row[2].replace(",", ".")) == pytest.approx((made.cells[1].value or 0) / MINUTE, abs=1e-4)
    assert rows[-1][1] == table.stamp.root
    english = file(table, "csv", "en").decode().removeprefix(BOM)
    assert english.splitlines()[0].startswith("Day,Came,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_name_is_a_formula(tmp_path: Path, start: str):
    name = f"{start}cmd|' /C calc'!A0"
    assert safe(name) == f"'{name}"
    day = Day(version=VERSION, day="2026-11-23", first=1, last=9, root="ab" * 32, over=True, names=True)
    Writer(tmp_path).write(day, {"leg": [leg(1, 5, 5, operator=name)], "stretch": [], "closing": []})
    made = Cube(tmp_path, HALL)
    made.look()
    question = Question(measures=("served",), groups=("operator",), since="2026-11-23", until="2026-11-23")
    table = made.ask(question)
    written = list(csv.reader(io.StringIO(file(table, "csv").decode().removeprefix(BOM)), delimiter=";"))
    assert written[1][0] == f"'{name}"
    sheet = openpyxl.load_workbook(io.BytesIO(file(table, "xlsx"))).active
    assert sheet is not None
    cell = sheet.cell(6, 1)
    assert cell.data_type == "s"  # text, not a formula


def test_a_workbook_has_numbers_as_numbers_and_times_as_times(cube: Cube):
    table = cube.ask(asked("day"))
    book = openpyxl.load_workbook(io.BytesIO(file(table, "xlsx")))
    page, about = book.worksheets
    assert page["A1"].value == "Тиждень ґанків її"
    heads = [cell.value for cell in page[5]]
    assert heads[:3] == ["День", "Прийшло", "Очікування, половина"]
    for place, row in enumerate(table.rows, 6):
        cells = [cell.value for cell in page[place]]
        assert cells[1] == row.cells[0].value
        wait = cells[2].total_seconds() if hasattr(cells[2], "total_seconds") else _seconds(cells[2])
        assert wait == pytest.approx((row.cells[1].value or 0) / 1000, abs=1)
        assert cells[3] == pytest.approx(row.cells[2].value)
    assert page.freeze_panes == "B6"
    assert {row[0].value: row[1].value for row in about.iter_rows()}["Корінь журналу"] == table.stamp.root


def _seconds(value: object) -> float:
    return (value.hour * 60 + value.minute) * 60 + value.second  # type: ignore[attr-defined]


def test_a_pdf_holds_ukrainian_words_in_a_font_of_its_own(cube: Cube):
    table = cube.ask(asked("service", measures=MEASURES[:3]))
    reader = PdfReader(io.BytesIO(file(table, "pdf")))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Тиждень ґанків її" in text
    assert "16.11.2026 – 22.11.2026" in text
    assert table.stamp.root in text
    for row in table.rows:
        assert str(int(row.cells[0].value or 0)) in text
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    embedded = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all("/FontFile2" in one for one in embedded)
    assert len(reader.pages) >= 2


def test_a_report_without_rows_is_a_file_all_the_same(cube: Cube):
    table = cube.ask(Question(measures=("arrivals",), groups=("day",), since="2024-01-01", until="2024-01-02"))
    for kind in ("csv", "xlsx", "pdf"):
        assert len(file(table, kind)) > 50
