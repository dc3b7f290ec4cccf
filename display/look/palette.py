"""Colours by what they are for. Every ink that is ever put on a ground is listed in `PAIRS` and held to a contrast.

A palette is picked once, before the first screen is made; kv files read `look.palette.<token>`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, structs

Colour = tuple[float, float, float, float]


def colour(code: str) -> Colour:
    """ "#1d4ed8" -> red, green, blue, alpha from 0 to 1, as Kivy wants them."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, 1.0


class Palette(Struct, frozen=True):
    """One set of tokens. `on_x` is the ink on the ground `x`; `quiet` is ink of lesser weight on ground and card."""

    ground: Colour
    card: Colour
    rule: Colour  # thin lines between things; no text, and nothing hangs on seeing them
    edge: Colour  # the frame of what can be touched
    ink: Colour
    quiet: Colour
    accent: Colour
    on_accent: Colour
    pressed: Colour  # an accent under a finger
    call: Colour  # the newest call
    on_call: Colour
    flash: Colour  # the other phase of a blinking call; the ink stays
    warning: Colour
    on_warning: Colour
    stop: Colour
    on_stop: Colour
    bar: Colour  # the strip with the hall's name and the clock
    on_bar: Colour
    focus: Colour  # the ring around what the keys are at, within a second ring of `on_focus`
    on_focus: Colour


LIGHT = Palette(
    ground=colour("#eef2f7"),
    card=colour("#ffffff"),
    rule=colour("#c3ccd8"),
    edge=colour("#74819a"),
    ink=colour("#10192b"),
    quiet=colour("#48566a"),
    accent=colour("#0b4fa0"),
    on_accent=colour("#ffffff"),
    pressed=colour("#083a78"),
    call=colour("#0b4fa0"),
    on_call=colour("#ffffff"),
    flash=colour("#06346c"),
    warning=colour("#ffd54a"),
    on_warning=colour("#241c00"),
    stop=colour("#a3161c"),
    on_stop=colour("#ffffff"),
    bar=colour("#10213d"),
    on_bar=colour("#ffffff"),
    focus=colour("#ffb300"),
    on_focus=colour("#10192b"),
)

HIGH_CONTRAST = Palette(
    ground=colour("#000000"),
    card=colour("#000000"),
    rule=colour("#ffffff"),
    edge=colour("#ffffff"),
    ink=colour("#ffffff"),
    quiet=colour("#ffffff"),
    accent=colour("#ffe600"),
    on_accent=colour("#000000"),
    pressed=colour("#ffffff"),
    call=colour("#ffe600"),
    on_call=colour("#000000"),
    flash=colour("#ffffff"),
    warning=colour("#ffe600"),
    on_warning=colour("#000000"),
    stop=colour("#ffffff"),
    on_stop=colour("#000000"),
    bar=colour("#000000"),
    on_bar=colour("#ffffff"),
    focus=colour("#00e5ff"),
    on_focus=colour("#000000"),
)

# For a hall that is dark by day, or a board beside a film: little light, and still every ink 4.5:1.
DARK = Palette(
    ground=colour("#0b1220"),
    card=colour("#16233a"),
    rule=colour("#7c8aa3"),
    edge=colour("#8b99b3"),
    ink=colour("#f4f7fb"),
    quiet=colour("#b9c5d6"),
    accent=colour("#7db8ff"),
    on_accent=colour("#06162d"),
    pressed=colour("#a9d0ff"),
    call=colour("#ffd54a"),
    on_call=colour("#1a1400"),
    flash=colour("#fff1bf"),
    warning=colour("#ffb300"),
    on_warning=colour("#241c00"),
    stop=colour("#b3161d"),
    on_stop=colour("#ffffff"),
    bar=colour("#050a14"),
    on_bar=colour("#ffffff"),
    focus=colour("#00e5ff"),
    on_focus=colour("#06162d"),
)

PALETTES = {"light": LIGHT, "dark": DARK, "high-contrast": HIGH_CONTRAST}
TOKENS = Palette.__struct_fields__

# (ink, ground): the only combinations that screens use.
PAIRS = (
    ("ink", "ground"),
    ("ink", "card"),
    ("quiet", "ground"),
    ("quiet", "card"),
    ("accent", "ground"),
    ("accent", "card"),
    ("on_accent", "accent"),
    ("on_accent", "pressed"),
    ("on_call", "call"),
    ("on_call", "flash"),
    ("on_warning", "warning"),
    ("on_stop", "stop"),
    ("on_bar", "bar"),
)

# (frame, what it stands on): the outlines without which nobody would see that there is something to touch.
EDGES = (
    ("edge", "ground"),
    ("edge", "card"),
    ("accent", "ground"),
    ("accent", "card"),
    ("rule", "bar"),
    ("accent", "bar"),
)


def repainted(palette: Palette, codes: Mapping[str, str]) -> Palette:
    """`palette` with other colours for some tokens, as {"call": "#0b4fa0"}."""
    return structs.replace(palette, **{token: colour(code) for token, code in codes.items()})


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(of: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in of[:3])  # noqa: PLR2004 - sRGB
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
