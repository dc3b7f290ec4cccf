"""`cherha catalogue check|import|export`: a catalogue looked at, and exchanged with spreadsheets and other programs."""

from __future__ import annotations

import argparse
import json
import os
from datetime import datetime
from pathlib import Path

import msgspec

from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import read as read_text
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.wrong import Told, wrong
from kiosk.info.catalogue import columns, cpsv, folder, toml_text
from kiosk.info.catalogue.check import parse
from kiosk.info.catalogue.merging import merged
from kiosk.info.catalogue.shape import Catalogue, Head
from kiosk.info.places import folder as places

_WORDS = {
    "check": "every mistake of a catalogue folder at once",
    "import": "take a CSV of services, or a whole catalogue as JSON, into the folder; nothing changes if it has mistakes",
    "export": "write the services as CSV, the whole catalogue as JSON, or as CPSV-AP (JSON-LD)",
}


def main(arguments: list[str]) -> int:
    """0: done. ConfigError with every mistake."""
    given = _parser().parse_args(arguments)
    settings = Settings.read(**({"hall": given.hall} if given.hall else {}))
    hall = settings.hall_file() if given.hall or settings.hall.is_file() else None
    where: Path = given.folder or settings.catalogue
    if given.what == "check":
        found = folder.load(where, hall)
        hall_map = places.load(where, hall)
        marked = len(hall_map.windows) if hall_map else 0
        said = f"services: {len(found.service)}, documents: {len(found.document)}, windows on the map: {marked}"
        print(f"{where}: no mistakes; {said}")  # noqa: T201
    elif given.what == "import":
        take_in(given.file, where, hall)
        print(f"{where / folder.FILE}: written")  # noqa: T201
    else:
        give_out(where, given.file, hall, as_cpsv=given.cpsv)
        print(f"{given.file}: written")  # noqa: T201
    return 0


def take_in(file: Path, where: Path, hall: HallFile | None) -> None:
    """Services, or a catalogue, into the catalogue of a folder. ConfigError with every mistake; then it stays as it is."""
    there = folder.load(where, hall) if (where / folder.FILE).is_file() else _empty()
    if file.suffix.lower() == ".csv":
        rows, mistakes = columns.read(str(file), read_text(file))
        numbers: dict[str, int] = {}
        for line, service in rows:
            if service.local_no in numbers:
                again = wrong("catalogue.number-again", number=service.local_no, line=numbers[service.local_no])
                mistakes.append(Told(f"{file}:{line}: ", again))
            numbers.setdefault(service.local_no, line)
        if mistakes:
            raise ConfigError(mistakes)
        catalogue = merged(there, (service for _, service in rows))
    elif file.suffix.lower() == ".json":
        try:
            catalogue = msgspec.json.decode(file.read_bytes(), type=Catalogue)
        except msgspec.MsgspecError as error:
            raise ConfigError([f"{file}: {error}"]) from None
    else:
        raise ConfigError([Told(f"{file}: ", wrong("catalogue.ending"))])
    text = toml_text.written(catalogue)
    # Checked as it will be read, under the name of what was given.
    parse(text, f"{file} → {folder.FILE}", folder.pictures_in(where) if where.is_dir() else (), hall)
    where.mkdir(parents=True, exist_ok=True)
    fresh = where / f"{folder.FILE}.new"
    with fresh.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(where / folder.FILE)


def give_out(where: Path, file: Path, hall: HallFile | None, *, as_cpsv: bool) -> None:
    """The catalogue of a folder as a file of the kind that its name tells. ConfigError with every mistake."""
    catalogue = folder.load(where, hall)
    if as_cpsv:
        if hall is None:
            raise ConfigError([wrong("catalogue.whose")])
        body = json.dumps(cpsv.exported(catalogue, hall), ensure_ascii=False, indent=2)
    elif file.suffix.lower() == ".csv":
        body = columns.written(catalogue.service)
    elif file.suffix.lower() == ".json":
        body = msgspec.json.format(msgspec.json.encode(catalogue), indent=2).decode()
    else:
        raise ConfigError([Told(f"{file}: ", wrong("catalogue.ending"))])
    file.write_text(body, encoding="utf-8")


def _empty() -> Catalogue:
    today = datetime.now().astimezone().date().isoformat()
    return Catalogue(catalogue=Head(version=today, updated=today))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cherha catalogue")
    parser.add_argument("--hall", type=Path, help="the hall whose services, lines and windows it names")
    kinds = parser.add_subparsers(dest="what", required=True)
    check = kinds.add_parser("check", help=_WORDS["check"])
    check.add_argument("folder", type=Path, nargs="?")
    take = kinds.add_parser("import", help=_WORDS["import"])
    take.add_argument("file", type=Path)
    take.add_argument("folder", type=Path, nargs="?")
    give = kinds.add_parser("export", help=_WORDS["export"])
    give.add_argument("file", type=Path)
    give.add_argument("folder", type=Path, nargs="?")
    give.add_argument("--cpsv", action="store_true", help="as CPSV-AP 3 in JSON-LD, whatever the file is called")
    return parser
