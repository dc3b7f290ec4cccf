"""A report as CSV that a spreadsheet opens with a double click: UTF-8 with its mark, the separators of the language.

A cell that a spreadsheet would take for a formula begins with an apostrophe: names of people and of services are words.
"""

from __future__ import annotations

import csv
import io

from office.reports.exports.sheet import Column, about, sheet
from office.reports.table import Table
from office.reports.words import ReportWords

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MINUTE = 60_000


def csv_file(table: Table, title: str, say: ReportWords) -> bytes:
    """Times in minutes, shares as parts of 1. Below the rows: what the report is, and the journal's root."""
    decimal = say("time.decimal")
    body = io.StringIO()
    write = csv.writer(body, delimiter=";" if decimal == "," else ",", lineterminator="\r\n")
    columns = sheet(table, say)
    write.writerow([safe(_head(column, say)) for column in columns])
    for row in range(len(table.rows)):
        write.writerow([_cell(column, row, decimal) for column in columns])
    write.writerow([])
    write.writerows([safe(name), safe(value)] for name, value in about(table, title, say))
    return (BOM + body.getvalue()).encode()


def safe(text: str) -> str:
    """Text that no spreadsheet reckons with."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _head(column: Column, say: ReportWords) -> str:
    return f"{column.head}, {say('export.minutes')}" if column.unit == "time" else column.head


def _cell(column: Column, row: int, decimal: str) -> str:
    value = column.values[row]
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    if column.unit == "count":
        return str(round(value))
    number = value / _MINUTE if column.unit == "time" else value
    return f"{number:.4f}".rstrip("0").rstrip(".").replace(".", decimal)
