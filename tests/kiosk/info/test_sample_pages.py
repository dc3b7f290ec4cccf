"""Samples that are PDF files: their pages are pictures, and a bad one takes nothing away."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.words import told
from kiosk.info.catalogue import folder, kept, sample_pages
from tests.kiosk.info.halls import DEMO, hall

pytestmark = [pytest.mark.fast, pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler-utils")]

HALL = DEMO / "hall.toml"
SAMPLE = "samples/application-benefit.png"


def a_pdf(file: Path, pages: int = 2, size: tuple[int, int] = (300, 424)) -> None:
    shades = [Image.new("L", size, 40 * n % 255) for n in range(pages)]
    shades[0].save(file, save_all=True, append_images=shades[1:])


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """The demo's catalogue, one sample of which is a PDF."""
    made = Path(shutil.copytree(DEMO / "catalogue", tmp_path / "catalogue"))
    text = (made / folder.FILE).read_text("utf-8")
    assert SAMPLE in text
    (made / folder.FILE).write_text(text.replace(SAMPLE, "samples/benefit.pdf"), "utf-8")
    a_pdf(made / "samples" / "benefit.pdf")
    return made


def load(where: Path) -> kept.Loaded:
    return kept.load(where, hall(), HALL, where.parent / "state")


def pages(loaded: kept.Loaded) -> list[Path]:
    found = [Path(each) for document in loaded.catalogue.document for each in document.pictures]
    return [each for each in found if each.is_absolute()]


def test_each_page_is_a_picture_large_enough_to_be_read_closely(where: Path):
    one, two = pages(load(where))
    assert one != two
    assert max(Image.open(one).size) == 2000
    assert pages(load(where)) == [one, two]


def test_another_file_of_the_same_name_is_drawn_anew_and_the_old_pages_are_forgotten(where: Path):
    before = pages(load(where))
    a_pdf(where / "samples" / "benefit.pdf", pages=3)
    after = pages(load(where))
    assert len(after) == 3
    assert not any(page.exists() for page in before)


def test_pages_that_were_lost_are_drawn_again(where: Path):
    before = pages(load(where))
    shutil.rmtree(where.parent / "state" / kept.PAGES)
    assert all(page.exists() for page in pages(load(where)))
    assert before


def broken(file: Path) -> None:
    file.write_bytes(b"%PDF-1.7\n" + b"garbage " * 400)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:200])


def no_pdf(file: Path) -> None:
    file.write_bytes(b"MZ" + b"\0" * 4000)


def too_many_pages(file: Path) -> None:
    a_pdf(file, pages=sample_pages.MOST_PAGES + 1, size=(20, 20))


def huge(file: Path) -> None:
    with file.open("r+b") as grown:
        grown.truncate(sample_pages.LARGEST + 1)


@pytest.mark.parametrize("spoil", [broken, cut_short, no_pdf, too_many_pages, huge])
def test_a_bad_pdf_is_a_mistake_that_names_it_and_the_last_good_catalogue_stays(
    where: Path, spoil: Callable[[Path], None]
):
    good = load(where)
    spoil(where / "samples" / "benefit.pdf")
    found = load(where)
    (mistake,) = map(told, found.mistakes)
    assert "benefit.pdf" in mistake
    assert found.catalogue == good.catalogue
    assert all(page.exists() for page in pages(found))


def test_without_poppler_it_is_said_what_to_install(where: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    assert "install poppler-utils" in told(load(where).mistakes[0])


def test_a_bundle_is_looked_through_before_it_is_taken(where: Path):
    kept.check(where)
    kept.check(where, hall(), where.parent / "state")
    broken(where / "samples" / "benefit.pdf")
    kept.check(where)  # whoever publishes it may have no poppler; the terminal draws it before it takes it
    with pytest.raises(ConfigError):
        kept.check(where, hall(), where.parent / "state")
    no_pdf(where / "samples" / "benefit.pdf")
    with pytest.raises(ConfigError, match="no PDF"):
        kept.check(where)
