"""The last good catalogue and map, checked and ready to be read in milliseconds.

A catalogue of seven hundred services takes longer to check than a visitor should look at a black screen; and one that
has been broken since must not take the good one away.
"""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.bus.content_versions import Versions
from broker.bus.release import release
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.wrong import Said, Told
from kiosk.info.catalogue import folder as catalogue_folder
from kiosk.info.catalogue import sample_pages
from kiosk.info.catalogue.shape import Catalogue, Head
from kiosk.info.places import folder as places_folder
from kiosk.info.places.shape import HallMap

log = logging.getLogger(__name__)

FILE = "catalogue.json"
PAGES = "sample-pages"  # below the state: what was drawn of samples that are PDF
KIND, CONTENT = "catalogue", "content"  # the bundle that brings one over the bus, and where below the state it lies


class Good(msgspec.Struct, frozen=True, kw_only=True):
    """`made_of`: the digest of all that it was made of."""

    made_of: str
    catalogue: Catalogue
    map: HallMap | None = None
    folder: str = ""


class Loaded(Struct, frozen=True):
    """`mistakes`: why it is not what is in the folder now, but what was good there last."""

    catalogue: Catalogue
    map: HallMap | None
    folder: str
    mistakes: tuple[Told | Said, ...] = ()


def load(folder: Path, hall: HallFile, hall_file: Path, state_dir: Path) -> Loaded:
    """What is in `folder`, or the last of it that was good; nothing at all only where nothing ever was."""
    kept = _kept(state_dir / FILE)
    made_of = _digest(folder, hall_file)
    if kept is not None and kept.made_of == made_of and sample_pages.are_there(kept.catalogue):
        return Loaded(kept.catalogue, kept.map, kept.folder)
    try:
        catalogue, hall_map = _read(folder, hall)
        catalogue = sample_pages.with_pages(catalogue, folder, state_dir / PAGES)
    except ConfigError as error:
        if kept is None:
            return Loaded(Catalogue(catalogue=Head(version="", updated="")), None, str(folder), tuple(error.told))
        return Loaded(kept.catalogue, kept.map, kept.folder, tuple(error.told))
    good = Good(made_of=made_of, catalogue=catalogue, map=hall_map, folder=str(folder.resolve()))
    _keep(state_dir / FILE, good)
    sample_pages.sweep(good.catalogue, state_dir / PAGES)
    return Loaded(good.catalogue, good.map, good.folder)


def newest(shipped: Path, state_dir: Path) -> Path:
    """The folder of the catalogue to be shown: what came over the bus, else what the settings name."""
    if not (state_dir / CONTENT / KIND).is_dir():
        return shipped
    return Versions(state_dir / CONTENT / KIND, release()).path or shipped


def check(folder: Path, hall: HallFile | None = None, state_dir: Path | None = None) -> None:
    """ConfigError with every mistake of a folder; without a hall, whatever its hall is like.

    `state_dir`: of the terminal that is going to show it. Its samples are drawn here, so that nobody waits for them later.
    """
    catalogue, _ = _read(folder, hall)
    if state_dir is not None:
        sample_pages.with_pages(catalogue, folder, state_dir / PAGES)


def _read(folder: Path, hall: HallFile | None) -> tuple[Catalogue, HallMap | None]:
    """Both files. ConfigError with the mistakes of both."""
    mistakes: list[Told | Said] = list(sample_pages.mistakes(folder))
    catalogue, hall_map = None, None
    try:
        catalogue = catalogue_folder.load(folder, hall)
    except ConfigError as error:
        mistakes += error.told
    try:
        hall_map = places_folder.load(folder, hall)
    except ConfigError as error:
        mistakes += error.told
    if catalogue is None or mistakes:
        raise ConfigError(mistakes)
    return catalogue, hall_map


def _digest(folder: Path, hall_file: Path) -> str:
    """Of the files' bytes, of the names of the pictures, and of what is drawn."""
    digest = hashlib.sha256(str(folder.resolve()).encode())
    for file in (folder / catalogue_folder.FILE, folder / places_folder.FILE, hall_file):
        try:
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        except OSError:
            digest.update(b"-")
    for picture in sorted(catalogue_folder.pictures_in(folder)):
        digest.update(picture.encode())
        if picture.lower().endswith(sample_pages.PDF):
            drawn_of = (folder / picture).stat()
            digest.update(f" {drawn_of.st_size} {drawn_of.st_mtime_ns}".encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _kept(file: Path) -> Good | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Good)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("the last good catalogue cannot be read: %s", error)
        return None


def _keep(file: Path, good: Good) -> None:
    """Whole or not at all. A disk that does not take it costs the next start some time, and no more."""
    fresh = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as out:
            out.write(msgspec.json.encode(good))
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    except OSError as error:
        log.warning("the catalogue could not be kept: %s", error)
