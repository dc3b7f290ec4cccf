"""Samples that are PDF files, as pictures: a page each, made when a catalogue is taken in and kept by what they are of.

Poppler draws them in a process of its own with an end to its time and memory: a file that is broken, or made to do harm,
is a mistake of the catalogue and nothing else.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.words import told
from broker.contracts.mistakes.wrong import Said, Told, wrong
from kiosk.info.catalogue.shape import Catalogue, Document

PDF = ".pdf"
LARGEST = 20 * 1024 * 1024  # bytes
MOST_PAGES = 20
_LONG_SIDE = 2000  # px: whatever size its paper says it has
_SECONDS, _MEMORY = 30, 1024**3
_LIMITS = ("prlimit", f"--cpu={_SECONDS}", f"--as={_MEMORY}")


def mistakes(folder: Path) -> Iterator[Told]:
    """What can be told of the files without drawing them."""
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() != PDF or not file.is_file():
            continue
        if file.stat().st_size > LARGEST:
            yield Told(f"{file}: ", wrong("pdf.large", most=LARGEST // 1024**2))
            continue
        with file.open("rb") as inside:
            if b"%PDF-" not in inside.read(1024):
                yield Told(f"{file}: ", wrong("pdf.none"))


def with_pages(catalogue: Catalogue, folder: Path, kept: Path) -> Catalogue:
    """The catalogue with the pages of each PDF, drawn below `kept`, in its place. ConfigError with every mistake."""
    mistakes: list[Told | Said] = []

    def drawn(picture: str) -> Iterator[str]:
        if not picture.lower().endswith(PDF):
            yield picture
            return
        try:
            yield from (str(page) for page in _pages(folder / picture, kept))
        except ConfigError as error:
            mistakes.extend(error.told)

    def seen(document: Document) -> Document:
        return replace(document, pictures=tuple(page for each in document.pictures for page in drawn(each)))

    found = replace(catalogue, document=tuple(seen(each) for each in catalogue.document))
    if mistakes:
        raise ConfigError(list({told(each): each for each in mistakes}.values()))
    return found


def sweep(catalogue: Catalogue, kept: Path) -> None:
    """Forget the pages that the catalogue does not show."""
    used = {Path(each).parent for document in catalogue.document for each in document.pictures}
    for folder in kept.glob("*") if kept.is_dir() else ():
        if folder.resolve() not in used:
            shutil.rmtree(folder, ignore_errors=True)


def are_there(catalogue: Catalogue) -> bool:
    """Whether every page that was drawn is on the disk still."""
    pages = (Path(each) for document in catalogue.document for each in document.pictures)
    return all(page.is_file() for page in pages if page.is_absolute())


def _pages(file: Path, kept: Path) -> list[Path]:
    kept.mkdir(parents=True, exist_ok=True)
    place = kept.resolve() / hashlib.sha256(file.read_bytes()).hexdigest()[:32]
    if not place.is_dir():
        with tempfile.TemporaryDirectory(dir=kept) as fresh:
            _draw(file, Path(fresh) / "pages")
            (Path(fresh) / "pages").rename(place)  # all of them or none
    return sorted(place.glob("*.png"))


def _draw(file: Path, into: Path) -> None:
    """ConfigError when it cannot be drawn, or is too much."""
    into.mkdir()
    limits = _LIMITS if shutil.which(_LIMITS[0]) else ()
    command = (
        "pdftoppm",
        "-png",
        "-scale-to",
        str(_LONG_SIDE),
        "-l",
        str(MOST_PAGES + 1),
        str(file),
        str(into / "page"),
    )
    try:
        done = subprocess.run([*limits, *command], capture_output=True, timeout=_SECONDS * 2, check=False)  # noqa: S603 - a fixed command and a file that was checked
    except FileNotFoundError:
        raise ConfigError([Told(f"{file}: ", wrong("pdf.no-reader"))]) from None
    except subprocess.TimeoutExpired:
        raise ConfigError([Told(f"{file}: ", wrong("pdf.slow"))]) from None
    pages = sorted(into.glob("*.png"))
    if done.returncode or not pages:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200]
        raise ConfigError([Told(f"{file}: ", wrong("pdf.unreadable", why=said or wrong("pdf.no-page")))])
    if len(pages) > MOST_PAGES:
        raise ConfigError([Told(f"{file}: ", wrong("pdf.pages", most=MOST_PAGES))])
    for number, page in enumerate(pages):
        page.rename(into / f"{number:02}.png")
