"""A report on paper: its picture, its table, and on each page the root of the journal that it stands on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableCellFillMode
from fpdf.fonts import FontFace

from display import look
from office.reports.exports.paper_picture import draw
from office.reports.pictures.shapes import Picture
from office.reports.shown import shown
from office.reports.table import Table
from office.reports.words import ReportWords

FONTS = Path(look.__path__[0]) / "fonts"
_GREY, _INK, _EDGE, _STRIPE = (74, 88, 104), (20, 32, 46), (207, 215, 224), (243, 246, 250)
_WIDE = 6  # columns, from which on the sheet lies on its side


class _Sheet(FPDF):
    stamp = ""

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("noto", size=7)
        self.set_text_color(*_GREY)
        self.cell(0, 5, self.stamp)
        self.set_x(-30)
        self.cell(20, 5, f"{self.page_no()} / {{nb}}", align="R")


def pdf(table: Table, title: str, say: ReportWords, picture: Picture | None = None) -> bytes:
    many = len(table.question.groups) + len(table.question.measures)
    page = _Sheet(orientation="landscape" if many > _WIDE else "portrait", format="A4")
    # The moment of a report is that of its days, or the same report would be another file every second.
    page.set_creation_date(datetime.fromisoformat(table.question.until).replace(tzinfo=UTC))
    page.set_title(title)
    page.set_author(say.of(say.hall.hall.name))
    page.set_lang(say.language)
    page.add_font("noto", "", FONTS / "NotoSans-Regular.ttf")
    page.add_font("noto", "B", FONTS / "NotoSans-Bold.ttf")
    page.set_margin(14)
    page.set_auto_page_break(auto=True, margin=16)
    page.stamp = say("export.stamp", seq=table.stamp.seq, root=table.stamp.root)
    page.add_page()
    _head(page, table, title, say)
    if picture is not None:
        draw(page, picture)
    _rows(page, table, say)
    return bytes(page.output())


def _head(page: FPDF, table: Table, title: str, say: ReportWords) -> None:
    question = table.question
    page.set_text_color(*_GREY)
    page.set_font("noto", size=9)
    page.cell(0, 5, say.of(say.hall.hall.name), new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(*_INK)
    page.set_font("noto", "B", 16)
    page.multi_cell(0, 8, title, new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(*_GREY)
    page.set_font("noto", size=9)
    parts = [f"{say.date('day', question.since)} – {say.date('day', question.until)}"]
    for group, values in sorted(question.filters.items()):
        parts.append(f"{say.group(group)}: {', '.join(say.key(group, value) for value in values)}")
    page.multi_cell(0, 5, " · ".join(parts), new_x="LMARGIN", new_y="NEXT")
    page.ln(3)
    page.set_text_color(*_INK)


def _rows(page: FPDF, table: Table, say: ReportWords) -> None:
    seen = shown(table, "", say)
    page.set_font("noto", size=8)
    page.set_draw_color(*_EDGE)
    aligned = ["LEFT"] * seen.names + ["RIGHT"] * (len(seen.heads) - seen.names)
    widths = [3] * seen.names + [2] * (len(seen.heads) - seen.names)
    head = FontFace(emphasis="B", color=_GREY, fill_color=(227, 238, 250))
    with page.table(
        text_align=tuple(aligned),
        col_widths=tuple(widths),
        headings_style=head,
        borders_layout="HORIZONTAL_LINES",
        cell_fill_color=_STRIPE,
        cell_fill_mode=TableCellFillMode.ROWS,
        line_height=4.6,
        padding=0.8,
    ) as rows:
        rows.row(list(seen.heads))
        for row in seen.rows:
            rows.row(list(row))
    if not seen.rows:
        page.cell(0, 8, say("empty"))
