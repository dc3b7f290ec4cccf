"""The way from here to there: the shortest along the ways of the map, by lift rather than by stairs. Pure."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from itertools import combinations, pairwise
from math import dist

from msgspec import Struct

from kiosk.info.places.shape import HallMap, Point

Spot = tuple[str, Point]  # a floor's id, and a point on it

# What changing floors costs, in metres of walking. Whoever can take the stairs can take a lift; not the other way round.
_LIFT, _STAIRS = 5.0, 200.0


class Stretch(Struct, frozen=True):
    """A part of a way on one floor. `then`: how it goes on to the next floor, or "" at its end."""

    floor: str
    points: tuple[Point, ...]
    then: str = ""


def route(hall_map: HallMap, start: Spot, end: Spot) -> tuple[Stretch, ...]:
    """The way from `start` to `end`, a stretch a floor. () when the map has no way between them."""
    graph, kinds = _graph(hall_map)
    first, last = _nearest(graph, start), _nearest(graph, end)
    if first is None or last is None:
        return ()
    walked = _shortest(graph, first, last)
    if not walked:
        return ()
    return _stretches([start, *walked, end], kinds)


def _graph(hall_map: HallMap) -> tuple[dict[Spot, dict[Spot, float]], dict[Spot, str]]:
    graph: dict[Spot, dict[Spot, float]] = defaultdict(dict)

    def join(one: Spot, other: Spot, cost: float) -> None:
        graph[one][other] = graph[other][one] = min(cost, graph[one].get(other, cost))

    for way in hall_map.way:
        for a, b in pairwise(way.points):
            join((way.floor, a), (way.floor, b), dist(a, b))
    landings: dict[str, list[Spot]] = defaultdict(list)
    kinds: dict[Spot, str] = {}
    for spot in hall_map.spot:
        at = (spot.floor, spot.at)
        near = _nearest({node: {} for node in graph if node not in kinds}, at) if spot.joins else None
        if near is not None:
            join(at, near, dist(spot.at, near[1]))
            landings[spot.joins].append(at)
            kinds[at] = spot.kind
    for spots in landings.values():
        for one, other in combinations(spots, 2):
            join(one, other, _LIFT if kinds[one] == "lift" else _STAIRS)
    return graph, kinds


def _nearest(graph: dict[Spot, dict[Spot, float]], spot: Spot) -> Spot | None:
    floor, at = spot
    return min((node for node in graph if node[0] == floor), key=lambda node: (dist(node[1], at), node), default=None)


def _shortest(graph: dict[Spot, dict[Spot, float]], start: Spot, end: Spot) -> list[Spot]:
    before: dict[Spot, Spot | None] = {}
    waiting: list[tuple[float, Spot, Spot | None]] = [(0.0, start, None)]
    while waiting:
        cost, node, came_from = heappop(waiting)
        if node in before:
            continue
        before[node] = came_from
        if node == end:
            found: list[Spot] = []
            step: Spot | None = node
            while step is not None:
                found.append(step)
                step = before[step]
            return found[::-1]
        for other, further in graph[node].items():
            if other not in before:
                heappush(waiting, (cost + further, other, node))
    return []


def _stretches(walked: list[Spot], kinds: dict[Spot, str]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    points: list[Point] = []
    for here, after in [*pairwise(walked), (walked[-1], None)]:
        if not points or points[-1] != here[1]:
            points.append(here[1])
        if after is None or after[0] != here[0]:
            found.append(Stretch(here[0], tuple(points), kinds.get(here, "") if after else ""))
            points = []
    return tuple(found)
