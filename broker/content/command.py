"""`cherha content check|list|add`: the bundles of a hall, for the technician who makes them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from broker.bus.settings import Settings
from broker.content.bundle import look_into, pack
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.wrong import Told, wrong


def main(arguments: list[str]) -> int:
    """0: done; 1: there are mistakes; 2: words that do not fit."""
    given = _parser().parse_args(arguments)
    if given.what == "check":
        return max([_check(Path(each)) for each in given.bundle], default=0)
    folder = Path(given.folder or Settings.read().content or "")
    if not (given.folder or Settings.read().content) or not folder.is_dir():
        sys.stderr.write("which folder? name it in CHERHA_CONTENT, or with --folder\n")
        return 2
    return _list(folder) if given.what == "list" else _add(Path(given.bundle), folder, given.name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cherha content", description="Surveys, playlists, catalogues: content bundles."
    )
    what = parser.add_subparsers(dest="what", required=True)
    check = what.add_parser("check", help="tell every mistake of bundles: folders or zip files")
    check.add_argument("bundle", nargs="+", metavar="BUNDLE")
    listing = what.add_parser("list", help="what is in the folder that the queue-master publishes")
    add = what.add_parser(
        "add", help="check a bundle and put it into that folder; the appliances fetch it by themselves"
    )
    add.add_argument("bundle", metavar="BUNDLE", help="a folder or a zip file, called as the content is")
    add.add_argument("--name", help="what it is called, if not as its file")
    for part in (listing, add):
        part.add_argument("--folder", help="the folder (else: CHERHA_CONTENT)")
    return parser


def _check(source: Path, name: str = "") -> int:
    try:
        version = _looked(source, name or _name(source))
    except ConfigError as wrong:
        sys.stdout.write(f"{wrong}\n")
        return 1
    sys.stdout.write(f"{source}: no mistakes; version {version}\n")
    return 0


def _looked(source: Path, name: str) -> str:
    if not source.exists():
        raise ConfigError([Told(f"{source}: ", wrong("os.missing"))])
    with TemporaryDirectory(prefix="cherha-content-") as place:
        packed = Path(place) / "bundle.zip"
        pack(source, packed)
        return look_into(name, packed)


def _list(folder: Path) -> int:
    names = sorted(p for p in folder.iterdir() if (p.is_dir() or p.suffix == ".zip") and not p.name.startswith("."))
    return max([_check(path) for path in names], default=0)


def _add(source: Path, folder: Path, name: str | None) -> int:
    wanted = name or _name(source)
    if wrong := _check(source, wanted):
        return wrong
    # Packed beside it and renamed: the queue-master never sees half a file.
    fresh = folder / f".{wanted}.new"
    pack(source, fresh)
    fresh.replace(folder / f"{wanted}.zip")
    sys.stdout.write(f"{folder / wanted}.zip: the queue-master publishes it within seconds\n")
    if (folder / wanted).is_dir():
        sys.stdout.write(f"{folder / wanted} goes before it: move that folder away\n")
        return 1
    return 0


def _name(source: Path) -> str:
    return source.stem if source.suffix == ".zip" else source.resolve().name
