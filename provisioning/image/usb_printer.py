"""A ticket printer on USB as a virtual PC hears it: what QEMU asks of a device that is not there, and its answers. Pure.

usbredir 0.7, https://gitlab.freedesktop.org/spice/usbredir, docs/usb-redirection-protocol.md; the device is one of USB's
class 7 (Device Class Definition for Printing Devices 1.1) with end points that many real printers have.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

INTO, OUT = 0x81, 0x03
VENDOR, PRODUCT, SERIAL = 0x04B8, 0x0E15, "CHERHA1"
_FULL_SPEED, _PACKET, _ENDS = 1, 64, 32
_HELLO, _CONNECT, _RESET, _FACES, _ENDPOINTS = 0, 1, 3, 4, 5
_SET_CONFIGURATION, _GET_CONFIGURATION, _CONFIGURATION = 6, 7, 8
_SET_ALTERNATE, _GET_ALTERNATE, _ALTERNATE = 9, 10, 11
_CANCEL, _CONTROL, _BULK = 21, 100, 101
# What we can, by its bit: a device's version is told, the size of its packets too; ids and lengths are long ones.
_ABLE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6
_DONE, _CANCELLED, _STALLED = 0, 1, 4
_FIRST_HEAD, _HEAD = struct.Struct("<III"), struct.Struct("<IIQ")
_CONTROL_HEAD, _BULK_HEAD = struct.Struct("<BBBBHHH"), struct.Struct("<BBHIH")
_GIVES_TO_HOST, _OWN, _GET_DESCRIPTOR = 0x80, 0x60, 6
_DEVICE = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x200, 0, 0, 0, _PACKET, VENDOR, PRODUCT, 0x100, 1, 2, 3, 1)
_CONFIGURED = b"".join(
    (
        struct.pack("<BBHBBBBB", 9, 2, 32, 1, 1, 0, 0xC0, 1),
        struct.pack("<BBBBBBBBB", 9, 4, 0, 0, 2, 7, 1, 2, 0),
        *(struct.pack("<BBBBHB", 7, 5, end, 2, _PACKET, 0) for end in (OUT, INTO)),
    )
)
_STRINGS = {1: "Cherha", 2: "Receipt printer", 3: SERIAL}
_NAME = b"MFG:Cherha;CMD:ESC/POS;MDL:Receipt printer;CLS:PRINTER;"
_READY = 0x18  # no error, selected, paper there


class _Asked(NamedTuple):
    """A place for what the printer says: `length` bytes at most."""

    id: int
    length: int


class UsbPrinter:
    """Between QEMU and whoever prints: `heard` gets what was sent to the printer.

    All methods return what QEMU is to be told.
    """

    def __init__(self, heard: Callable[[bytes], object]) -> None:
        self._heard = heard
        self._coming = b""
        self._greeted = False
        self._asked: deque[_Asked] = deque()
        self._says = b""

    def greeting(self) -> bytes:
        version = b"cherha".ljust(64, b"\0")
        return _FIRST_HEAD.pack(_HELLO, len(version) + 4, 0) + version + struct.pack("<I", _ABLE)

    def take(self, data: bytes) -> bytes:
        self._coming += data
        told = b""
        while (packet := self._packet()) is not None:
            told += self._answer(*packet)
        return told

    def say(self, data: bytes) -> bytes:
        """What the printer says: it waits until it is asked for."""
        self._says += data
        return self._said()

    def _packet(self) -> tuple[int, int, bytes] | None:
        """Kind, id and body of the first whole one that has come."""
        head = _HEAD if self._greeted else _FIRST_HEAD
        if len(self._coming) < head.size:
            return None
        kind, length, name = head.unpack_from(self._coming)
        end = head.size + length
        if len(self._coming) < end:
            return None
        body, self._coming = self._coming[head.size : end], self._coming[end:]
        return kind, name, body

    def _answer(self, kind: int, name: int, body: bytes) -> bytes:
        does = {_HELLO: self._met, _CONTROL: self._controlled, _BULK: self._moved, _CANCEL: self._cancelled}
        if kind in does:
            return does[kind](name, body)
        if kind == _RESET:
            self._asked.clear()
        if kind in (_SET_CONFIGURATION, _GET_CONFIGURATION):
            return _packed(_CONFIGURATION, name, bytes((_DONE, 1)))
        if kind in (_SET_ALTERNATE, _GET_ALTERNATE):
            return _packed(_ALTERNATE, name, bytes((_DONE, body[0], 0)))
        return b""

    def _met(self, _name: int, _body: bytes) -> bytes:
        self._greeted = True
        return self._presented()

    def _presented(self) -> bytes:
        """What it has, and then that it is there."""
        first = bytes((1,)).ljust(_ENDS, b"\0")  # one interface, and 31 empty places
        kinds = bytearray(b"\xff" * _ENDS)
        sizes = [0] * _ENDS
        for end, is_bulk in ((0x00, False), (0x80, False), (OUT, True), (INTO, True)):
            kinds[_place(end)] = 2 if is_bulk else 0
            sizes[_place(end)] = _PACKET
        none = bytes(_ENDS)
        faces = struct.pack("<I", 1) + none + first.replace(b"\1", b"\7") + first + first.replace(b"\1", b"\2")
        ends = bytes(kinds) + none + none + struct.pack(f"<{_ENDS}H", *sizes)
        itself = struct.pack("<BBBBHHH", _FULL_SPEED, 0, 0, 0, VENDOR, PRODUCT, 0x100)
        return _packed(_FACES, 0, faces) + _packed(_ENDPOINTS, 0, ends) + _packed(_CONNECT, 0, itself)

    def _controlled(self, name: int, body: bytes) -> bytes:
        end, request, kind, _, value, index, length = _CONTROL_HEAD.unpack_from(body)
        told = _told(kind, request, value) if kind & _GIVES_TO_HOST else b""
        state = _STALLED if told is None else _DONE
        told = (told or b"")[:length]
        size = len(told) if kind & _GIVES_TO_HOST else length
        return _packed(_CONTROL, name, _CONTROL_HEAD.pack(end, request, kind, state, value, index, size) + told)

    def _moved(self, name: int, body: bytes) -> bytes:
        end, _, low, _, high = _BULK_HEAD.unpack_from(body)
        length = high << 16 | low
        if end == INTO:
            self._asked.append(_Asked(name, length))
            return self._said()
        self._heard(body[_BULK_HEAD.size :])
        return _bulk(name, end, _DONE, length)

    def _said(self) -> bytes:
        told = b""
        while self._says and self._asked:
            asked = self._asked.popleft()
            part, self._says = self._says[: asked.length], self._says[asked.length :]
            told += _bulk(asked.id, INTO, _DONE, len(part), part)
        return told

    def _cancelled(self, name: int, _body: bytes) -> bytes:
        """Whoever asked waits no more; what was done already is told already."""
        asked = next((each for each in self._asked if each.id == name), None)
        if asked is None:
            return b""
        self._asked.remove(asked)
        return _bulk(name, INTO, _CANCELLED, 0)


def _told(kind: int, request: int, value: int) -> bytes | None:
    """What a device says of itself; None: it does not know what is asked."""
    if kind & _OWN:
        return {0: struct.pack(">H", len(_NAME) + 2) + _NAME, 1: bytes((_READY,))}.get(request)
    if request != _GET_DESCRIPTOR:
        return bytes(2)
    what, which = value >> 8, value & 0xFF
    if what == 3:  # noqa: PLR2004 - a string: which languages there are, or one in the only one
        text = struct.pack("<H", 0x409) if which == 0 else _STRINGS.get(which, "").encode("utf-16-le")
        return bytes((len(text) + 2, 3)) + text
    return {1: _DEVICE, 2: _CONFIGURED}.get(what)


def _place(end: int) -> int:
    return (end & 0x80) >> 3 | end & 0x0F


def _bulk(name: int, end: int, state: int, length: int, data: bytes = b"") -> bytes:
    return _packed(_BULK, name, _BULK_HEAD.pack(end, state, length & 0xFFFF, 0, length >> 16) + data)


def _packed(kind: int, name: int, body: bytes) -> bytes:
    return _HEAD.pack(kind, len(body), name) + body
