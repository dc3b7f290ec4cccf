"""What a setting may be: each shape says what is wrong with a value that was typed, as a key with values. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from msgspec import Struct

from broker.contracts.enrolling import LONGEST_SETTING
from broker.contracts.mistakes.wrong import Said, Wrong, wrong

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
LAST_PORT = 65535
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_PIN = re.compile(r"(?:GPIO)?([0-9]|1[0-9]|2[0-7])")


class Choice(Struct, frozen=True):
    options: tuple[str, ...]

    def wrong(self, value: str, _windows: Collection[int]) -> Wrong | None:
        return None if value in self.options else wrong("settable.choice", value=value, known=", ".join(self.options))


class Number(Struct, frozen=True):
    """From `least` to `most`; `unit` is a key of the page's words."""

    least: float
    most: float
    unit: str = ""
    whole: bool = False

    def wrong(self, value: str, _windows: Collection[int]) -> Wrong | None:
        if self.whole and not _WHOLE.fullmatch(value):
            return wrong("settable.whole", value=value)
        if not _NUMBER.fullmatch(value):
            return wrong("settable.number", value=value)
        if not self.least <= float(value) <= self.most:
            return wrong("settable.range", value=value, least=f"{self.least:g}", most=f"{self.most:g}")
        return None


class Flag(Choice, frozen=True):
    """Yes or no, as a settings file has them."""

    options: tuple[str, ...] = ("true", "false")


class Text(Struct, frozen=True):
    """Of the form `form`, where it has one; `how` says how it is written, `examples` are offered."""

    how: Said = ""
    form: str = ""
    examples: tuple[str, ...] = ()
    longest: int = LONGEST_SETTING

    def wrong(self, value: str, _windows: Collection[int]) -> Wrong | None:
        if len(value) > self.longest:
            return wrong("settable.long", letters=len(value), most=self.longest)
        if self.form and not re.fullmatch(self.form, value, re.ASCII):
            return wrong("settable.not-so", value=value, how=self.how)
        return None


class Printer(Struct, frozen=True):
    """A way to a printer. `spare`: the role goes on without one."""

    spare: bool = False
    examples: tuple[str, ...] = ("usb", "net:192.168.10.50", "serial:/dev/ttyUSB0")

    def wrong(self, value: str, _windows: Collection[int]) -> Wrong | None:
        if value == "none":
            return None if self.spare else wrong("settable.printer-needed")
        if re.fullmatch(r"usb(:[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}(:[A-Za-z0-9_.-]+|@\d+-[\d.]+)?)?", value, re.ASCII):
            return None
        if re.fullmatch(r"serial:/dev/[A-Za-z0-9_/.-]+(:[1-9]\d{2,6})?", value, re.ASCII) and ".." not in value:
            return None
        if re.fullmatch(r"file:/dev/(cherha/printer-[A-Za-z0-9_/.-]+|usb/lp\d)", value, re.ASCII) and ".." not in value:
            return None
        if found := re.fullmatch(r"net:[A-Za-z0-9][A-Za-z0-9.-]*(?::(\d{1,5}))?", value, re.ASCII):
            return (
                None if found[1] is None or 0 < int(found[1]) <= LAST_PORT else wrong("settable.port", value=found[1])
            )
        return wrong("settable.printer", value=value)


class Pin(Struct, frozen=True):
    """One pin of the machine, by its number."""

    def wrong(self, value: str, _windows: Collection[int]) -> Wrong | None:
        return None if _PIN.fullmatch(value) else wrong("settable.pin", value=value)


class Wires(Struct, frozen=True):
    """Which of `names` is at which pin: "help=22 ramp=23". `needs`: the one without which the role does not begin."""

    names: tuple[str, ...]
    needs: str = ""

    def wrong(self, value: str, _windows: Collection[int]) -> Wrong | None:
        parts = [part.partition("=") for part in value.split()]
        for name, _, pin in parts:
            if name not in self.names:
                return wrong("settable.wire", value=name, known=", ".join(self.names))
            if not _PIN.fullmatch(pin):
                return wrong("settable.pin", value=f"{name}={pin}")
        names = [name for name, _, _ in parts]
        pins = [pin.removeprefix("GPIO") for _, _, pin in parts]
        if again := _twice(names) or _twice(pins):
            return wrong("settable.twice", value=again)
        if self.needs and self.needs not in names:
            return wrong("settable.wire-needed", name=self.needs)
        return None


class Window(Struct, frozen=True):
    """A window of this hall; a role that stands at one does not begin without."""

    def wrong(self, value: str, windows: Collection[int]) -> Wrong | None:
        if _WHOLE.fullmatch(value) and str(int(value)) == value and int(value) in windows:
            return None
        return wrong("settable.window", value=value, known=", ".join(map(str, sorted(windows))))


Shape = Choice | Number | Flag | Text | Printer | Pin | Wires | Window


def _twice(names: Sequence[str]) -> str:
    return next((one for one, other in pairwise(sorted(names)) if one == other), "")
