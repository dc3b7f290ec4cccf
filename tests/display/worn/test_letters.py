"""What a worn card says before its picture can be read on a console that has no Ukrainian letters of its own."""

import ctypes
import fcntl
import gzip
import os
import struct
from pathlib import Path

import pytest

from display.worn.face import text
from display.worn.letters import give, letters

pytestmark = pytest.mark.fast
FONT, CLEAR, SIGNS = 0x4B72, 0x4B68, 0x4B67
ALPHABET = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"


def test_every_sign_of_the_words_has_a_letter_of_its_own():
    known = dict(letters().signs)
    said = set(text()) - {"\n"} | set(ALPHABET + ALPHABET.lower())
    assert {sign for sign in said if ord(sign) not in known} == set()
    assert all(any(letters().shapes[known[ord(sign)]]) for sign in said - {" "})
    shapes = [letters().shapes[known[ord(sign)]] for sign in ALPHABET]
    assert len(set(shapes)) == len(ALPHABET)


def test_the_kernel_is_given_the_letters_and_then_which_sign_has_which(monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[int, bytes]] = []

    def ioctl(_terminal: int, what: int, told: bytes) -> None:
        if what == FONT:
            op, _, width, height, count, at = struct.unpack("@IIIIIP", told)
            assert (op, width, height, count) == (0, 8, 16, 256)
            told = ctypes.string_at(at, 32 * count)
        elif what == SIGNS:
            count, at = struct.unpack("@HP", told)
            told = ctypes.string_at(at, 4 * count)
        asked.append((what, told))

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    give(0, letters())
    assert [what for what, _ in asked] == [FONT, CLEAR, SIGNS]
    shapes, _, pairs = (told for _, told in asked)
    known = dict(struct.iter_unpack("@HH", pairs))
    letter = known[ord("Ї")]
    assert shapes[32 * letter : 32 * letter + 16] == letters().shapes[letter]
    assert not any(shapes[32 * letter + 16 : 32 * letter + 32])


def test_what_is_no_console_is_left_alone(tmp_path: Path):
    (tmp_path / "pipe").touch()
    with (tmp_path / "pipe").open() as file, pytest.raises(OSError, match=os.strerror(25)):
        give(file.fileno(), letters())


def test_a_file_that_is_none_of_letters_is_said(tmp_path: Path):
    (tmp_path / "x.psf.gz").write_bytes(gzip.compress(b"\x00" * 64))
    with pytest.raises(ValueError, match="no PSF"):
        letters(tmp_path / "x.psf.gz")
