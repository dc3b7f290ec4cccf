"""Services as rows of texts, for tables that people keep in spreadsheets. Pure.

A row is a service; lists stand in one cell, parted by semicolons; words of a language have a column of their own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_origin

import msgspec

from broker.contracts.fields import Text
from broker.contracts.hall_shape import nearest
from broker.contracts.mistakes.wrong import NotSo, Told, wrong
from kiosk.info.catalogue.shape import Service

LANGUAGES = ("uk", "en")
_FIELDS = msgspec.structs.fields(Service)
_LISTS = tuple(f.name for f in _FIELDS if get_origin(f.type) is tuple)
_TEXTS = tuple(f.name for f in _FIELDS if f.type == Text)
_NUMBERS: dict[str, Callable[[str], float]] = {"cost": float, "days": int}

COLUMNS = tuple(
    column for f in _FIELDS for column in ([f"{f.name}_{each}" for each in LANGUAGES] if f.name in _TEXTS else [f.name])
)
_PART = re.compile(r"\s*;\s*")


def written(services: Iterable[Service]) -> str:
    """The services as a CSV file, with a header."""
    out = io.StringIO()
    lines = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    lines.writeheader()
    for service in services:
        lines.writerow(dict(_cells(service)))
    return out.getvalue()


def read(name: str, text: str) -> tuple[list[tuple[int, Service]], list[Told]]:
    """The services of a CSV file, each with its line, and its mistakes, each at its line.

    A cell that is missing is empty; commas or semicolons between cells are both understood.
    """
    header = text.split("\n", 1)[0]
    sheet = csv.reader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    found: list[tuple[int, Service]] = []
    columns = [each.strip() for each in next(sheet, [])]
    mistakes = [
        Told(f"{name}:1: ", wrong("csv.unknown", name=each, near=nearest(each, COLUMNS)))
        for each in columns
        if each not in COLUMNS
    ]
    mistakes += [
        Told(f"{name}:1: ", wrong("csv.missing", name=each)) for each in ("local_no", "name_uk") if each not in columns
    ]
    if mistakes:
        return [], mistakes
    for cells in sheet:
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(columns, cells, strict=False))
        try:
            found.append((sheet.line_num, msgspec.convert(dict(_values(row)), Service)))
        except NotSo as error:
            mistakes.append(Told(f"{name}:{sheet.line_num}: ", error.what))
        except msgspec.ValidationError as error:
            mistakes.append(Told(f"{name}:{sheet.line_num}: ", str(error)))
    return found, mistakes


def _cells(service: Service) -> Iterator[tuple[str, str]]:
    for field in _FIELDS:
        value = getattr(service, field.name)
        if field.name in _TEXTS:
            for language in LANGUAGES:
                yield f"{field.name}_{language}", value.get(language, "")
        elif field.name in _LISTS:
            yield field.name, "; ".join(value)
        else:
            yield field.name, "" if value is None else str(value)


def _values(row: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for field in _FIELDS:
        if field.name in _TEXTS:
            words = {each: row.get(f"{field.name}_{each}", "") for each in LANGUAGES}
            if said := {language: text for language, text in words.items() if text.strip()}:
                yield field.name, said
            continue
        cell = row.get(field.name, "").strip()
        if field.name in _LISTS:
            yield field.name, [each for each in _PART.split(cell) if each]
        elif field.name in _NUMBERS:
            if cell:
                yield field.name, _number(field.name, cell)
        elif cell:
            yield field.name, cell


def _number(name: str, cell: str) -> float:
    try:
        return _NUMBERS[name](cell.replace(",", ".").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        raise NotSo(wrong("csv.number", name=name, cell=cell)) from None
