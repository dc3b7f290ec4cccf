"""How a touch panel's places are brought onto the screen's: a straight-line fit through nine touched points. Pure.

Places are shares of the screen's width and height, so that a calibration outlives another resolution. A fit is only
good when it explains the touches, and when it leaves every button in reach: a panel cannot say a place beyond its edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Literal, NamedTuple

from msgspec import Struct

SCATTER_MM = 5.0  # what is left of the nine errors after the fit; more is a careless finger or a broken panel
GOOD_MM = 3.0  # nobody misses a 20 mm button by that
PASS_MM = 6.0  # as for an acceptance: a finger is no stylus
REACH_MM = 8.0  # the outermost buttons stand so far from the edge
INSET_MM = 20.0  # how far the outer targets stand from it

Refusal = Literal["", "scattered", "out-of-reach", "impossible"]


class Place(NamedTuple):
    """Shares of the width, from the left, and of the height, from below."""

    x: float
    y: float


class Screen(Struct, frozen=True):
    """px of the screen, and how many of them are a millimetre."""

    width: float
    height: float
    mm: float

    def apart(self, one: Place, other: Place) -> float:
        """Millimetres between two places."""
        return hypot((one.x - other.x) * self.width, (one.y - other.y) * self.height) / self.mm

    def inset(self, mm: float) -> Place:
        """So many mm as shares of both sides."""
        return Place(mm * self.mm / self.width, mm * self.mm / self.height)


class Affine(Struct, frozen=True):
    """x' = a·x + b·y + c, y' = d·x + e·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def __call__(self, place: tuple[float, float]) -> Place:
        x, y = place
        return Place(self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f)

    def after(self, first: Affine) -> Affine:
        """`first`, and then this one."""
        return Affine(
            self.a * first.a + self.b * first.d,
            self.a * first.b + self.b * first.e,
            self.a * first.c + self.b * first.f + self.c,
            self.d * first.a + self.e * first.d,
            self.d * first.b + self.e * first.e,
            self.d * first.c + self.e * first.f + self.f,
        )

    def back(self) -> Affine | None:
        """The way back; None when places fall together."""
        det = self.a * self.e - self.b * self.d
        if abs(det) < 1e-6:  # noqa: PLR2004 - a panel of a thousandth of the screen
            return None
        return Affine(
            self.e / det,
            -self.b / det,
            (self.b * self.f - self.c * self.e) / det,
            -self.d / det,
            self.a / det,
            (self.c * self.d - self.a * self.f) / det,
        )


AS_IT_IS = Affine()
STANDING = Screen(1080.0, 1920.0, 4.03)  # a panel of 21.5", until somebody measures the real one


def targets(screen: Screen) -> tuple[Place, ...]:
    """Nine places to be touched: three rows of three from the upper left, the outer ones near the edges."""
    edge = screen.inset(INSET_MM)
    across, up = (edge.x, 0.5, 1 - edge.x), (1 - edge.y, 0.5, edge.y)
    return tuple(Place(x, y) for y in up for x in across)


def fit(seen: Sequence[tuple[float, float]], wanted: Sequence[tuple[float, float]]) -> Affine | None:
    """The map that brings `seen` nearest to `wanted` (least squares). None when the seen ones lie on a line."""
    rows = [(x, y, 1.0) for x, y in seen]
    square = [[sum(r[i] * r[j] for r in rows) for j in range(3)] for i in range(3)]
    solved = [
        _solved(square, [sum(r[i] * to[axis] for r, to in zip(rows, wanted, strict=True)) for i in range(3)])
        for axis in range(2)
    ]
    return None if None in solved else Affine(*(n for part in solved if part for n in part))


def _solved(square: list[list[float]], right: list[float]) -> list[float] | None:
    """Cramer's rule for three."""
    det = _det(square)
    if abs(det) < 1e-9:  # noqa: PLR2004 - points on a line, within what a finger can do
        return None
    return [
        _det([[right[i] if j == column else square[i][j] for j in range(3)] for i in range(3)]) / det
        for column in range(3)
    ]


def _det(m: list[list[float]]) -> float:
    return (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )


def errors(seen: Sequence[tuple[float, float]], screen: Screen, by: Affine = AS_IT_IS) -> list[float]:
    """How many mm each touch was beside its target, or would be with `by`."""
    return [screen.apart(by(place), target) for place, target in zip(seen, targets(screen), strict=True)]


def refusal(total: Affine, left: Sequence[float], screen: Screen) -> Refusal:
    """Why this calibration must not be kept, or "". `total` maps the panel itself; `left` is what it leaves of errors."""
    if max(left) > SCATTER_MM:
        return "scattered"
    back = total.back()
    if back is None:
        return "impossible"
    edge, slack = screen.inset(REACH_MM), screen.inset(0.5)
    corners = [Place(x, y) for x in (edge.x, 1 - edge.x) for y in (edge.y, 1 - edge.y)]
    reached = all(
        -slack.x <= place.x <= 1 + slack.x and -slack.y <= place.y <= 1 + slack.y for place in map(back, corners)
    )
    return "" if reached else "out-of-reach"
