"""A report as a workbook: numbers as numbers, times as times, a chart where there is one group, and where it is from."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from office.reports.exports.sheet import Column, about, sheet
from office.reports.table import Table
from office.reports.words import ReportWords

_DAY_MS = 86_400_000
_FORMATS = {
    "text": {},
    "count": {"num_format": "#,##0"},
    "time": {"num_format": "[h]:mm:ss"},
    "share": {"num_format": "0.0%"},
    "number": {"num_format": "0.0"},
    "hours": {"num_format": "0.0"},
    "grade": {"num_format": "0.00"},
}
_FIRST = 4  # the row of the heads
_WIDEST, _NARROWEST = 44, 11


def xlsx(table: Table, title: str, say: ReportWords) -> bytes:
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The moment of a report is that of its days, or the same report would be another file every second.
    book.set_properties(
        {
            "title": title,
            "author": say.of(say.hall.hall.name),
            "comments": table.stamp.root,
            "created": datetime.fromisoformat(table.question.until),
        }
    )
    formats = {unit: book.add_format({"valign": "top", **form}) for unit, form in _FORMATS.items()}
    page = book.add_worksheet(say("export.sheet"))
    columns = sheet(table, say)
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 15}))
    for place, (name, words) in enumerate(about(table, title, say)[1:3], 1):
        page.write_string(place, 0, f"{name}: {words}", book.add_format({"font_color": "#4A5868"}))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bg_color": "#E3EEFA"})
    for place, column in enumerate(columns):
        page.write_string(_FIRST, place, column.head, head)
        _column(page, place, column, formats[column.unit])
    page.freeze_panes(_FIRST + 1, len(table.question.groups))
    if table.rows:
        page.autofilter(_FIRST, 0, _FIRST + len(table.rows), len(columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_FIRST)
    page.set_footer(f"&L&8{table.stamp.root}&R&8&P / &N")
    _chart(book, page, table, columns, title)
    sheet_about = book.add_worksheet(say("export.about"))
    sheet_about.set_column(0, 0, 24)
    sheet_about.set_column(1, 1, 80)
    for place, (name, words) in enumerate(about(table, title, say)):
        sheet_about.write_string(place, 0, name)
        sheet_about.write_string(place, 1, words)
    book.close()
    return body.getvalue()


def _column(page: Worksheet, place: int, column: Column, form: Format) -> None:
    longest = max([len(column.head) // 2, *(len(v) for v in column.values if isinstance(v, str))], default=0)
    page.set_column(place, place, min(_WIDEST, max(_NARROWEST, longest + 2)))
    for row, value in enumerate(column.values, _FIRST + 1):
        if isinstance(value, str):
            page.write_string(row, place, value, form)
        elif value is not None:
            page.write_number(row, place, value / _DAY_MS if column.unit == "time" else value, form)


def _chart(book: xlsxwriter.Workbook, page: Worksheet, table: Table, columns: tuple[Column, ...], title: str) -> None:
    if len(table.question.groups) != 1 or not 1 < len(table.rows) <= 400:  # noqa: PLR2004 - more is no picture
        return
    chart = book.add_chart({"type": "column"})
    last = _FIRST + len(table.rows)
    name = page.get_name()
    chart.add_series(
        {
            "name": [name, _FIRST, 1],
            "categories": [name, _FIRST + 1, 0, last, 0],
            "values": [name, _FIRST + 1, 1, last, 1],
            "fill": {"color": "#0B57A4"},
            "gap": 60,
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": 320})
    page.insert_chart(last + 2, 0, chart)
    assert columns
