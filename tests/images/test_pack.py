"""What is handed over with a card. The programs that compress and map it are played; what is told of them is real."""

import hashlib
import json
from pathlib import Path

import pytest

from provisioning.image import build
from provisioning.image.target import ARM64

pytestmark = pytest.mark.fast


def packs(words: list[str | Path]) -> str:
    source, made = (Path(words[-1]), Path(words[3])) if words[0] == "bmaptool" else (Path(words[-3]), Path(words[-1]))
    made.write_bytes(b"of " + source.read_bytes())
    return ""


@pytest.mark.parametrize(
    ("folder", "address"),
    [("https://cards.example/3/", "https://cards.example/3/card.img.zst"), ("", "file://{here}/card.img.zst")],
)
def test_imager_fetches_the_card_from_where_it_is_told_and_every_file_has_its_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, address: str
):
    monkeypatch.setattr(build, "run", packs)
    card = tmp_path / "card.img"
    card.write_bytes(b"a card")
    build.pack(card, ("Черга", "one card"), ARM64, lambda _: None, folder=folder)
    (told,) = json.loads((tmp_path / build.IMAGER).read_text())["os_list"]
    assert told["url"] == address.format(here=tmp_path)
    packed = (tmp_path / "card.img.zst").read_bytes()
    assert told["image_download_sha256"] == hashlib.sha256(packed).hexdigest()
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / build.SUMS).read_text().splitlines())
    files = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in tmp_path.iterdir()}
    assert sums == {name: told for name, told in files.items() if name != build.SUMS}
    assert {"card.img", "card.img.bmap", "card.img.zst", build.IMAGER} <= set(sums)
