"""Every setting that can be set from the desk, with its shape, and those of each role. Tables. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from broker.contracts.mistakes.wrong import wrong
from broker.settable.shapes import Choice, Flag, Number, Pin, Printer, Shape, Text, Window, Wires

_NAME = r"(-[a-z0-9-]{1,30})?"  # the rest of a bundle's name
KIOSK_WIRES = ("help", "ramp", "speech", "plug", "up", "down", "left", "right", "ok")
BOX_WIRES = ("next", "recall", "no-show", "finish", "help", "free", "calling", "serving", "offline")
LAYOUTS = ("standard", "calls", "media", "zone")  # shipped; others come as bundles of the hall

SHAPES: Mapping[str, Shape] = {
    "place": Text(longest=80),
    "window": Window(),
    "printer": Printer(),
    "paper": Choice(("58", "80")),
    "roll": Number(5, 500, "m"),
    "paper_low": Number(0, 5000, "slips", whole=True),
    "printer_counts": Flag(),
    "panel": Number(5, 100, "in"),
    "screen_bottom": Number(0, 2500, "mm"),
    "diagonal": Number(5, 200, "in"),
    "layout": Text(wrong("settable.layout"), rf"{'|'.join(LAYOUTS)}|layout{_NAME}", ("layout", *LAYOUTS)),
    "theme": Choice(("light", "dark", "high-contrast")),
    "arrow": Choice(("down", "up", "left", "right", "none")),
    "sign": Text(
        wrong("settable.sign"),
        r"screen|max7219(:[0-9]\.[0-9])?(:turned)?",
        ("screen", "max7219", "max7219:0.1", "max7219:0.0:turned"),
    ),
    "display": Text(
        wrong("settable.display"),
        r"none|oled(:(ssd1306|ssd1309|sh1106))?(:(32|64))?(:0x(0[89a-f]|[1-6][0-9a-f]|7[0-7]))?",
        ("none", "oled", "oled:sh1106", "oled:ssd1306:32"),
    ),
    "pins": Wires(KIOSK_WIRES),
    "presence": Pin(),
    "dark_after": Number(0, 1440, "min"),
    "screen_power": Choice(("dpms cec", "dpms", "cec", "none")),
    "survey": Text(wrong("settable.survey"), rf"survey{_NAME}", ("survey",)),
    "playlist": Text(wrong("settable.playlist"), rf"playlist{_NAME}", ("playlist",)),
    "volume": Number(0, 1),
    "duck": Number(0, 1),
    "sound": Choice(("player", "silent")),
    "voice": Choice(("best", "recordings", "piper", "rhvoice", "clips", "espeak", "chime")),
    "headset": Text(
        wrong("settable.headset"),
        r"silent|(alsa|pipewire):[A-Za-z0-9_.:,=@/-]+",
        ("alsa:plughw:CARD=Device", "alsa:default", "pipewire:headset"),
    ),
    "headset_dba": Number(40, 120, "dba"),
    "strike_guard": Number(0, 5, "s"),
    "window_size": Text(wrong("settable.window-size"), r"[1-9]\d{2,3}x[1-9]\d{2,3}", ("1080x1920", "1920x1080")),
}

_TOUCHED = (
    "panel", "screen_bottom", "dark_after", "strike_guard", "headset", "headset_dba", "voice", "pins", "window_size",
)  # fmt: skip
_SCREEN = ("dark_after", "screen_power", "presence", "window_size")

OF_ROLE: Mapping[str, tuple[str, ...]] = {
    "dispenser": ("place", "printer", "paper", "roll", "paper_low", "printer_counts", *_TOUCHED),
    "info": ("place", "printer", "paper", *_TOUCHED),
    "survey": ("place", "window", "survey", "playlist", "volume", *_TOUCHED),
    "board": ("place", "diagonal", "layout", "playlist", "volume", "duck", *_SCREEN),
    "window-sign": ("place", "window", "theme", "arrow", "sign", *_SCREEN),
    "announcer": ("place", "sound", "voice"),
    "buttons": ("window", "pins", "display"),
    "standby": ("place",),
    "witness": ("place",),
}
# Without these the role does not begin: there is no value of its own to fall back on.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "survey": ("window",),
    "window-sign": ("window",),
    "buttons": ("window", "pins"),
}  # fmt: skip
# A pin, a lamp, a display on wires: a machine without pins ends with them.
WIRED = ("pins", "presence")

_OF_ITS_OWN: Mapping[tuple[str, str], Shape] = {
    ("info", "printer"): Printer(spare=True, examples=("usb", "net:192.168.10.50", "serial:/dev/ttyUSB0", "none")),
    ("buttons", "pins"): Wires(BOX_WIRES, needs="next"),
}


def shape_of(role: str, name: str) -> Shape:
    """KeyError where the role has no such setting."""
    if name not in OF_ROLE.get(role, ()):
        raise KeyError(name)
    return _OF_ITS_OWN.get((role, name), SHAPES[name])
