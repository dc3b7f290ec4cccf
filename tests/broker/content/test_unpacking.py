"""A bundle that came over the network is unpacked inside its folder, within its limits, or not at all."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.bus.unpacking import ContentFault, Limits, unpack
from tests.broker.content.bundles import zipped

pytestmark = pytest.mark.fast

SMALL = Limits(packed=10_000, unpacked=50_000, files=20, depth=3)


def entry(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x")
    info.filename = name
    info.external_attr = mode << 16
    return info


def bundle_of(*entries: zipfile.ZipInfo) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for each in entries:
            bundle.writestr(each, "words")
    return packed.getvalue()


def unpacked(body: bytes, place: Path, limits: Limits = SMALL) -> Path:
    archive = place / "bundle.zip"
    archive.write_bytes(body)
    folder = place / "deep" / "folder"
    folder.parent.mkdir()
    unpack(archive, folder, limits)
    return folder


def test_files_come_out_as_they_went_in(tmp_path: Path):
    folder = unpacked(zipped({"a.txt": "а", "pictures/b.txt": "б"}), tmp_path)
    assert {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*.txt")} == {
        "a.txt": "а",
        "pictures/b.txt": "б",
    }


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt",
        "a/../../out.txt",
        "/etc/out.txt",
        "..\\out.txt",
        "c:/out.txt",
        "a/b/c/d.txt",
        "new\nline",
        " a",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(name: str, tmp_path: Path):
    with pytest.raises(ContentFault, match="strange-name"):
        unpacked(bundle_of(entry("fine.txt"), entry(name)), tmp_path)
    assert not list(tmp_path.rglob("*.txt"))


def test_a_link_is_refused(tmp_path: Path):
    with pytest.raises(ContentFault, match="strange-name"):
        unpacked(bundle_of(entry("link", 0o120777)), tmp_path)


def test_two_files_of_one_name_are_refused_in_small_and_capital_letters_too(tmp_path: Path):
    with pytest.raises(ContentFault, match="twice"):
        unpacked(bundle_of(entry("Words.txt"), entry("words.txt")), tmp_path)


def test_a_bomb_is_not_unpacked_beyond_the_limit(tmp_path: Path):
    with pytest.raises(ContentFault, match="too-large"):
        unpacked(zipped({"bomb": "0" * 60_000}), tmp_path)


def test_a_bomb_that_lies_about_its_size_is_not_either(tmp_path: Path):
    body = bytearray(zipped({"bomb": "0" * 5_000_000}))
    central = body.rindex(b"PK\x01\x02")
    body[central + 24 : central + 28] = (10).to_bytes(4, "little")  # what it says it unpacks to
    with pytest.raises(ContentFault):
        unpacked(bytes(body), tmp_path)
    assert sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()) < len(body) + SMALL.unpacked


def test_more_files_than_allowed_are_refused(tmp_path: Path):
    with pytest.raises(ContentFault, match="too-many-files"):
        unpacked(zipped({str(n): "" for n in range(21)}), tmp_path)


WHOLE = zipped({"a.txt": "words " * 200, "b.txt": "more"})


@given(at=st.integers(0, len(WHOLE) - 1), bite=st.binary(min_size=1, max_size=8), cut=st.booleans())
def test_a_damaged_bundle_is_a_fault_or_is_whole_after_all(at: int, bite: bytes, *, cut: bool):
    body = WHOLE[:at] if cut else WHOLE[:at] + bite + WHOLE[at + len(bite) :]
    with TemporaryDirectory() as place:
        try:
            folder = unpacked(body, Path(place))
        except ContentFault:
            return  # any other failure fails the test
        texts = {p.read_text("utf-8") for p in folder.iterdir()}
        assert texts <= {"words " * 200, "more"}


@given(st.text(min_size=1, max_size=30))
def test_no_name_at_all_leaves_the_folder(name: str):
    with TemporaryDirectory() as place:
        try:
            folder = unpacked(bundle_of(entry(name)), Path(place))
        except ContentFault:
            folder = Path(place) / "deep" / "folder"
        outside = [p for p in Path(place).rglob("*") if p.is_file() and folder not in p.parents]
        assert [p.name for p in outside] == ["bundle.zip"]
