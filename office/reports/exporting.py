"""A table as the file that was asked for."""

from __future__ import annotations

from broker.contracts.hall_file import HallFile
from office.reports.asking import Export
from office.reports.exports.csv_file import csv_file
from office.reports.picturing import picture_of
from office.reports.table import Table
from office.reports.words import ReportWords
from office.words import Words

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def exported(table: Table, hall: HallFile, wish: Export) -> bytes:
    """ValueError for a kind that there is not."""
    say = ReportWords(Words(wish.language, hall.timezone), hall)
    match wish.kind:
        case "csv":
            return csv_file(table, wish.title, say)
        case "xlsx":
            from office.reports.exports.xlsx import xlsx  # noqa: PLC0415 - each library is loaded when it is asked for

            return xlsx(table, wish.title, say)
        case "pdf":
            from office.reports.exports.pdf import pdf  # noqa: PLC0415

            return pdf(table, wish.title, say, picture_of(table, wish.title, say, 760.0))
    raise ValueError(f"no export {wish.kind}")
