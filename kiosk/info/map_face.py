"""The hall's map as it is drawn and told. Pure."""

from __future__ import annotations

from kiosk.info.faces import FloorFace, ListFace, MapFace, RoomMark, SpotMark, WindowMark
from kiosk.info.inputs import FindSpot, OpenMap, OpenPlaces, ShowFloor
from kiosk.info.paging import page_of
from kiosk.info.places.route import Stretch, route
from kiosk.info.places.shape import HallMap, Point, Spot
from kiosk.info.saying import Saying
from kiosk.info.visit import Map, Places, State
from kiosk.touch.faces import ButtonFace

NUMBERS, LOW_NUMBERS = 24, 12  # windows on a screen of numbers


def map_face(say: Saying, state: State, hall_map: HallMap, place: Map) -> MapFace:
    """A floor, what is looked for, and the way to it as far as it is on this floor."""
    stretches = _way(say, hall_map, place)
    floors = tuple(
        ButtonFace(say.pick(f.name), ShowFloor(f.id), kind="chosen" if f.id == place.floor else "card")
        for f in hall_map.floor
    )
    return MapFace(
        title=say.own("map.title"),
        told=_told(say, state, hall_map, place, stretches),
        picture=_floor(say, state, hall_map, place, stretches),
        floors=floors if len(floors) > 1 else (),
        tools=(
            say.button("map.find-window", OpenPlaces("windows"), kind="primary"),
            say.button("map.find-spot", OpenPlaces("spots")),
        ),
        ways=say.ways(),
    )


def places_face(say: Saying, state: State, hall_map: HallMap, place: Places) -> ListFace:
    """The windows by their numbers, or everything else by its name."""
    if place.kind == "windows":
        numbers, page, pages = page_of(sorted(hall_map.windows), place.page, LOW_NUMBERS if state.low else NUMBERS)
        rows = tuple(
            ButtonFace(str(n), OpenMap((n,)), kind="quiet", spoken=say.own("hours.window", number=n)) for n in numbers
        )
        return ListFace(say.own("places.windows"), "", rows, say.ways(page, pages), small=True)
    named = sorted((_name(say, hall_map.spot[n]), n) for n in range(len(hall_map.spot)))
    spots, page, pages = page_of(named, place.page, state.buttons)
    rows = tuple(
        ButtonFace(name, FindSpot(n), note=say.pick(hall_map.floors[hall_map.spot[n].floor].name)) for name, n in spots
    )
    return ListFace(say.own("places.spots"), "", rows, say.ways(page, pages))


def _name(say: Saying, spot: Spot) -> str:
    return say.pick(spot.name) or say.own(f"spot.{spot.kind}")


def _target(hall_map: HallMap, place: Map, here: tuple[str, Point] | None) -> tuple[str, Point] | None:
    """Where the way leads: the spot, or of several windows the first."""
    if place.spot is not None:
        spot = hall_map.spot[place.spot]
        return spot.floor, spot.at
    if place.windows and here:
        window = hall_map.windows[place.windows[0]]
        return window.floor, window.at
    return None


def _way(say: Saying, hall_map: HallMap, place: Map) -> tuple[Stretch, ...]:
    here = say.content.here
    start = (here.floor, here.at) if here else None
    target = _target(hall_map, place, start)
    return route(hall_map, start, target) if start and target else ()


def _told(say: Saying, state: State, hall_map: HallMap, place: Map, stretches: tuple[Stretch, ...]) -> str:
    told = ""
    if place.spot is not None:
        spot = hall_map.spot[place.spot]
        told = say.own("map.spot", spot=_name(say, spot), floor=say.pick(hall_map.floors[spot.floor].name))
    elif place.windows:
        floor = say.pick(hall_map.floors[hall_map.windows[place.windows[0]].floor].name)
        windows = say.windows(place.windows)
        told = say.own(
            "map.window", windows=windows[:1].upper() + windows[1:], floor=floor, zone=say.zones(place.windows)
        )
        if not state.stale and not state.windows & set(place.windows):
            told += " " + say.own("map.receives-not")
    for way in ("lift", "stairs"):
        if any(stretch.then == way for stretch in stretches):
            told += " " + say.own(f"map.by-{way}")
    return told or say.own("map.told")


def _floor(say: Saying, state: State, hall_map: HallMap, place: Map, stretches: tuple[Stretch, ...]) -> FloorFace:
    floor = hall_map.floors[place.floor]
    here = say.content.here
    return FloorFace(
        size=(floor.width, floor.height),
        walls=tuple(w.points for w in hall_map.wall if w.floor == floor.id),
        rooms=tuple(RoomMark(r.at, say.pick(r.name)) for r in hall_map.room if r.floor == floor.id),
        windows=tuple(
            WindowMark(w.at, w.id, None if state.stale else w.id in state.windows, w.id in place.windows)
            for w in hall_map.window
            if w.floor == floor.id
        ),
        spots=tuple(
            SpotMark(s.at, s.kind, say.own(f"spot.{s.kind}"), place.spot == n)
            for n, s in enumerate(hall_map.spot)
            if s.floor == floor.id
        ),
        here=here.at if here and here.floor == floor.id else None,
        here_label=say.own("map.here"),
        way=next((stretch.points for stretch in stretches if stretch.floor == floor.id), ()),
        legend=(say.own("map.open"), say.own("map.closed")),
    )
