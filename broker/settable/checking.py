"""Whether what a technician wishes to set at a box would do: every mistake at once, by the name of its setting."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from broker.bus.settings import Settings, printer_of
from broker.contracts.enrolling import LONGEST_SETTING
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.wrong import Said, Told, wrong
from broker.settable.kinds import NEEDED, OF_ROLE, shape_of
from broker.settable.shapes import Flag, Number, Text

Value = str | int | float | bool


def typed(role: str, values: Mapping[str, str]) -> dict[str, str]:
    """As it is meant: without spaces around, a decimal comma as a point."""
    return {name: _meant(role, name, value) for name, value in values.items()}


def mistakes(role: str, values: Mapping[str, str], windows: Collection[int]) -> dict[str, Said]:
    """What is wrong, by name; none: the role will begin with them. "" is the role's own value. `windows`: of the hall."""
    found: dict[str, Said] = {}
    for name, value in values.items():
        said = _mistake(role, name, value, windows)
        if said is not None:
            found[name] = said
    return found


def of_file(role: str, name: str, value: str) -> Value:
    """As a settings file has it: numbers and truths without quotes. A text of digits is a text: "2" is a place."""
    shape = shape_of(role, name)
    if isinstance(shape, Flag):
        return value == "true"
    if isinstance(shape, Number) or (value.isdecimal() and not isinstance(shape, Text)):
        return float(value) if "." in value else int(value)
    return value


def own(role: str, name: str) -> str:
    """What holds where nothing is set; "": nothing, or the box finds it out."""
    if name in NEEDED.get(role, ()) or (role, name) == ("info", "printer"):  # that looks what hangs on its cable
        return ""
    value = {name: getattr(Settings(), name), **printer_of(role)}[name]
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _mistake(role: str, name: str, value: str, windows: Collection[int]) -> Said | None:
    if name not in OF_ROLE.get(role, ()):
        return wrong("settable.not-here", name=name[:40])
    if not value:
        return wrong("settable.needed") if name in NEEDED.get(role, ()) else None
    if len(value) > LONGEST_SETTING:
        return wrong("settable.long", letters=len(value), most=LONGEST_SETTING)
    if not value.isprintable():
        return wrong("settable.unprintable")
    return shape_of(role, name).wrong(value, windows) or _by_the_role(role, name, value)


def _by_the_role(role: str, name: str, value: str) -> Said | None:
    """The class that a role reads its file with has the last word."""
    try:
        Settings.read(None, {}, **{name: of_file(role, name, value)})
    except ConfigError as error:
        first = error.told[0]
        return first.what if isinstance(first, Told) else first
    return None


def _meant(role: str, name: str, value: str) -> str:
    meant = value.strip()
    if name in OF_ROLE.get(role, ()) and isinstance(shape_of(role, name), Number):
        return meant.replace(",", ".", 1)
    return meant
