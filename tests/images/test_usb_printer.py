"""A printer on USB, as QEMU asks it: with the packets of usbredir."""

import struct
from collections.abc import Iterator

import pytest

from provisioning.image.usb_printer import INTO, OUT, PRODUCT, SERIAL, VENDOR, UsbPrinter

pytestmark = pytest.mark.fast

HELLO, CONNECT, FACES, ENDS, CANCEL, CONTROL, BULK = 0, 1, 4, 5, 21, 100, 101
DONE, CANCELLED, STALLED = 0, 1, 4
LONG = struct.Struct("<IIQ")


class Qemu:
    """Its end of the line; `printed`: what came to the printer."""

    def __init__(self) -> None:
        self.printed = b""
        self.device = UsbPrinter(self._print)
        greeting = self.device.greeting()
        assert struct.unpack_from("<III", greeting) == (HELLO, 68, 0)
        able = struct.unpack_from("<I", greeting, 12 + 64)[0]
        hello = struct.pack("<III", HELLO, 68, 0) + b"qemu".ljust(64, b"\0") + struct.pack("<I", able)
        self.presented = dict(self.heard(self.device.take(hello)))

    def _print(self, data: bytes) -> None:
        self.printed += data

    def heard(self, told: bytes) -> Iterator[tuple[int, bytes]]:
        while told:
            kind, length, self.id = LONG.unpack_from(told)
            yield kind, told[LONG.size : LONG.size + length]
            told = told[LONG.size + length :]

    def asked(self, kind: int, number: int, body: bytes = b"") -> list[tuple[int, bytes]]:
        return list(self.heard(self.device.take(LONG.pack(kind, len(body), number) + body)))

    def descriptor(self, kind: int, which: int = 0, length: int = 255) -> tuple[int, bytes]:
        body = struct.pack("<BBBBHHH", 0x80, 6, 0x80, 0, kind << 8 | which, 0, length)
        ((_, told),) = self.asked(CONTROL, 1, body)
        return told[3], told[10:]


def moving(end: int, length: int, data: bytes = b"") -> bytes:
    return struct.pack("<BBHIH", end, DONE, length & 0xFFFF, 0, length >> 16) + data


def test_it_is_a_printer_with_two_ends():
    qemu = Qemu()
    assert list(qemu.presented) == [FACES, ENDS, CONNECT], "a machine wants to know what it has before it is there"
    faces, ends = qemu.presented[FACES], qemu.presented[ENDS]
    assert len(faces) == 4 + 4 * 32
    assert (faces[36], faces[68], faces[100]) == (7, 1, 2)
    assert [place for place in range(32) if ends[place] == 2] == [OUT, 16 + (INTO & 0x0F)]
    assert struct.unpack_from("<HH", qemu.presented[CONNECT], 4) == (VENDOR, PRODUCT)


def test_it_says_who_it_is_and_only_as_much_as_was_asked():
    qemu = Qemu()
    assert qemu.descriptor(1)[1][:2] == bytes((18, 1))
    state, whole = qemu.descriptor(2)
    assert (state, len(whole)) == (DONE, struct.unpack_from("<H", whole, 2)[0])
    assert qemu.descriptor(2, length=9)[1] == whole[:9]
    assert qemu.descriptor(3, 3)[1][2:].decode("utf-16-le") == SERIAL
    assert qemu.descriptor(6)[0] == STALLED, "there is no other speed"


def test_what_is_sent_is_printed_though_it_comes_in_pieces():
    qemu = Qemu()
    job = bytes(70_000)
    packet = LONG.pack(BULK, 10 + len(job), 7) + moving(OUT, len(job), job)
    assert qemu.device.take(packet[:30]) == b""
    assert qemu.printed == b""
    ((kind, body),) = qemu.heard(qemu.device.take(packet[30:]))
    assert (kind, qemu.id, body) == (BULK, 7, moving(OUT, len(job)))
    assert qemu.printed == job


def test_what_the_printer_says_waits_for_the_question_and_the_question_for_it():
    qemu = Qemu()
    assert qemu.device.say(b"\x12\x13") == b""
    assert qemu.asked(BULK, 1, moving(INTO, 1)) == [(BULK, moving(INTO, 1, b"\x12"))]
    assert qemu.asked(BULK, 2, moving(INTO, 64)) == [(BULK, moving(INTO, 1, b"\x13"))]
    assert qemu.asked(BULK, 3, moving(INTO, 64)) == []
    assert list(qemu.heard(qemu.device.say(b"\x16"))) == [(BULK, moving(INTO, 1, b"\x16"))]
    assert qemu.id == 3


def test_whoever_waits_no_longer_is_told_so_and_loses_nothing():
    qemu = Qemu()
    assert qemu.asked(BULK, 1, moving(INTO, 64)) == []
    assert qemu.asked(BULK, 2, moving(INTO, 64)) == []
    ((kind, body),) = qemu.asked(CANCEL, 1)
    assert (kind, qemu.id, body[1]) == (BULK, 1, CANCELLED)
    assert list(qemu.heard(qemu.device.say(b"\x12"))) == [(BULK, moving(INTO, 1, b"\x12"))]
    assert qemu.id == 2
    assert qemu.asked(CANCEL, 2) == [], "it was answered"
