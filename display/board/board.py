"""The board on the screen: takes a view and changes only what is different from the last one.

A software renderer needs some 80 ms for a frame; what can be saved besides is the letters. Rows keep their call and
move, so that a new call costs the letters of one row, not of eight.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from display.board.banners import Banner
from display.board.call_rows import CallRows, Rooms
from display.board.foreseen import next_numbers, one_fewer
from display.board.layout import BannerPlace, Place, Wants, place, side
from display.board.layouts.load import STANDARD, load
from display.board.layouts.shape import Layout
from display.board.reading import LINE_LETTERS, Screen
from display.board.rows import most_asked, most_wanted, turns
from display.board.strips import ArrowStrip, CodeStrip, LineStrip, NoticeStrip, Strip
from display.board.view import CallRow, LineRow, NoticeRow, View
from display.board.words import NO_BREAK
from display.board.zones import ArrowRow
from display.look.fit_label import common_size
from display.look.name_plate import NamePlate
from display.look.palette import LIGHT, Palette
from display.look.two_languages import Words

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

NOWHERE = place(load(STANDARD), Screen(1, 1), Wants())
CLEAR = (0, 0, 0, 0)
TALLEST = 1.5  # times as high as wide: words that everybody must read have an upright screen to themselves
ROOM_FOR_TWO = 0.055  # of the shorter side: the height of a line's row from which on it is named in two languages


class Board(Widget):
    """The whole screen. `show` a view; `flash` says which calls are in their other colour just now.

    `media`: any widget; it is given the layout's media area, or no place at all where the layout has none. `calling`:
    a call is new; the media area is smaller meanwhile, and whoever fills it keeps quiet.
    """

    look = ObjectProperty(LIGHT)
    place = ObjectProperty(NOWHERE, rebind=True)  # kv reads what is inside it
    media = ObjectProperty(None, allownone=True)
    calling = BooleanProperty(False)
    unit = NumericProperty(1)
    edge = NumericProperty(0)
    clock_width = NumericProperty(0)
    hall = StringProperty("")
    clock = StringProperty("")
    date = StringProperty("")
    ticket = StringProperty("")
    window = StringProperty("")
    desk = StringProperty("")  # the same, in a row
    waiting = StringProperty("")
    when = StringProperty("")
    turn = StringProperty("")  # which part of the lines stands there, as "1/3"
    strip = StringProperty("")
    hot_line = StringProperty("")
    stale = BooleanProperty(False)
    has_calls = BooleanProperty(False)
    has_zones = BooleanProperty(True)
    telling = ObjectProperty(NOWHERE.banner, rebind=True)  # the middle of the banner, in which its words stand together
    banner_loud = BooleanProperty(False)
    banner_title = StringProperty("")
    banner_more = StringProperty("")
    banner_second = StringProperty("")
    banner_ground = ColorProperty(CLEAR)
    banner_ink = ColorProperty(LIGHT.ink)

    def __init__(
        self, look: Palette = LIGHT, layout: Layout | None = None, inches: float = 43.0, **kwargs: Any
    ) -> None:
        super().__init__(look=look, **kwargs)
        self._layout, self._inches = layout or load(STANDARD), inches
        self._view: View | None = None
        self._calls = CallRows(self, look)
        self._lines: list[LineStrip] = []
        self._notices: list[NoticeStrip] = []
        self._arrows: list[ArrowStrip] = []
        self._code: CodeStrip | None = None
        self._turn = 0
        self.bind(size=self._resized, media=self._has_media)
        self._resized()

    @property
    def _screen(self) -> Screen:
        return Screen(int(self.width), int(self.height), self._inches)

    @property
    def has_room_for_media(self) -> bool:
        """Whether the layout gives them an area, on this screen."""
        upright = side(self._screen)
        return any(area.shows == "media" for area in self._layout.areas(upright))

    @property
    def shown(self) -> View | None:
        """What is on the screen, or will be with the next frame."""
        return self._view

    @property
    def rows(self) -> tuple[CallRow, ...]:
        """The calls that have a row."""
        return most_wanted(self._view.calls, len(self.place.calls)) if self._view else ()

    def show(self, view: View) -> bool:
        """Draw `view` in the next frame. False when it is what the screen shows already."""
        if view == self._view:
            return False
        before, self._view = self._view, view
        self.hall, self.clock, self.date = view.hall, view.clock, view.date
        self.ticket, self.window = view.ticket.both, view.window.both
        self.waiting, self.when = view.waiting.both, view.when.first
        self.strip, self.hot_line, self.stale = view.strip, view.hot_line, view.stale
        self.has_calls = bool(view.calls)
        self.has_zones = any(call.zone for call in view.calls)
        # The zone stands below it, where there are several.
        both = "\n".join(filter(None, (view.window.first, view.window.second)))
        self.desk = view.window.both.replace(" ", NO_BREAK) if self.has_zones else both
        if before is None or view.banner != before.banner:
            self._show_banner(view.banner)
        moved = self._arrange(view)
        if moved or before is None or view.notices != before.notices:
            self._show_notices(view.notices)
        if moved or before is None or view.calls != before.calls:
            self._show_calls(view.calls)
        if moved or before is None or view.lines != before.lines:
            self._show_lines(view.lines)
        if moved or before is None or view.arrows != before.arrows:
            self._show_arrows(view.arrows)
        if moved or before is None or view.code_words != before.code_words:
            self._show_code(view)
        self.calling = view.fresh > 0
        return True

    @property
    def turns(self) -> int:
        """How often lines must take turns until each in which somebody waits has been seen."""
        return turns(self._view.lines, len(self.place.lines)) if self._view else 1

    def take_turn(self, turn: int) -> None:
        """Whose turn it is among lines that have no room all at once."""
        if turn == self._turn:
            return
        self._turn = turn
        if self._view is not None and self.turns > 1:
            self._show_lines(self._view.lines)

    def flash(self, keys: frozenset[tuple[str, str]]) -> None:
        self._calls.flash(keys)

    def make_ahead(self, examples: tuple[CallRow, ...]) -> bool:
        """Make one row more for calls like these; to be asked while nothing is to do, until it says False."""
        view = self._view
        if view is None or not examples:
            return False
        zones = any(row.zone for row in examples)
        found = place(
            self._layout, self._screen, self._wants(view, calls=len(examples), fresh=1, banner="", zones=zones)
        )
        desk = self.desk if found.two_lines else ""
        return self._calls.make_ahead(examples, Rooms(found.calls, found.two_lines, zones, desk))

    def rehearse(self) -> Iterator[None]:
        """Make the letters that the next call will most likely want, a piece at a time."""
        view = self._view
        if view is None:
            return
        yield from self._calls.rehearse(next_numbers(view.calls, view.lines))
        understudy = LineStrip(look=self.look)
        for line, strip in zip(self._asked(view.lines), self._lines, strict=False):
            if waiting := one_fewer(line):
                understudy.size = strip.size
                understudy.say(waiting=waiting)
                understudy.make_ahead()
                yield

    def identify(self, words: Words, seconds: float = 10.0) -> None:
        """Say over everything else which board this is."""
        plate = NamePlate(look=self.look, pos=self.pos, size=self.size, name=words.first, before=words.second)
        self.add_widget(plate)
        Clock.schedule_once(lambda _: self.remove_widget(plate), seconds)

    def _resized(self, *_: object) -> None:
        self.unit = min(self.size)
        self.edge = self.unit * 0.03
        self.clock_width = self.unit * 0.25
        view, self._view = self._view, None
        if view is not None:
            self.show(view)

    def _arrange(self, view: View) -> bool:
        """Whether anything has another place than before."""
        banner = view.banner
        covers: BannerPlace = "" if not banner.kind else "all" if banner.whole else "calls"
        wants = self._wants(view, calls=len(view.calls), fresh=view.fresh, banner=covers, zones=self.has_zones)
        found: Place = place(self._layout, self._screen, wants)
        if found == self.place:
            return False
        self.place = found
        tall = min(found.banner.height, found.banner.width * (TALLEST if banner.whole else 0.7))
        self.telling = found.banner._replace(y=found.banner.y + (found.banner.height - tall) / 2, height=tall)
        self._place_media()
        return True

    def _wants(self, view: View, *, calls: int, fresh: int, banner: BannerPlace, zones: bool) -> Wants:
        return Wants(
            calls=calls,
            fresh=fresh,
            lines=len(view.lines),
            notices=len(view.notices),
            notices_twice=any(notice.words.second for notice in view.notices),
            arrows=len(view.arrows),
            banner=banner,
            media=self.media is not None and not getattr(self.media, "empty", False),
            code=bool(view.code),
            zones=zones,
        )

    def _has_media(self, *_: object) -> None:
        """There is something to show in their area, or nothing any more."""
        if self.media is not None and hasattr(self.media, "empty"):
            self.media.bind(empty=self._resized)
        self._resized()
        self._place_media()

    def _place_media(self, *_: object) -> None:
        """Without a place it is not part of the picture, and costs nothing."""
        widget, box = self.media, self.place.media
        if widget is None:
            return
        if box.width and widget.parent is None:
            self.add_widget(widget)
        elif not box.width and widget.parent is self:
            self.remove_widget(widget)
        widget.pos, widget.size = box[:2], box[2:]

    def _show_banner(self, banner: Banner) -> None:
        grounds = {"suspended": self.look.stop, "closed": self.look.bar}
        inks = {"suspended": self.look.on_stop, "closed": self.look.on_bar}
        self.banner_ground = grounds.get(banner.kind, CLEAR)
        self.banner_ink = inks.get(banner.kind, self.look.quiet)
        self.banner_loud = banner.kind in grounds
        self.banner_title, self.banner_more = banner.title.first, banner.more.first
        self.banner_second = "\n".join(words for words in (banner.title.second, banner.more.second) if words)

    def _show_notices(self, notices: tuple[NoticeRow, ...]) -> None:
        self._as_many(self._notices, len(notices), NoticeStrip)
        for row, strip, box in zip(notices, self._notices, self.place.notices, strict=True):
            strip.put(box)
            strip.say(first=row.words.first, second=row.words.second, grave=row.grave)

    def _show_calls(self, calls: tuple[CallRow, ...]) -> None:
        found = self.place
        rooms = Rooms(found.calls, found.two_lines, self.has_zones, self.desk if found.two_lines else "")
        self._calls.show(most_wanted(calls, len(found.calls)), rooms)

    def _show_lines(self, lines: tuple[LineRow, ...]) -> None:
        boxes = self.place.lines
        self._as_many(self._lines, len(boxes), LineStrip)
        all_turns = turns(lines, len(boxes))
        self.turn = f"{self._turn % all_turns + 1}/{all_turns}" if all_turns > 1 else ""
        if not boxes:
            return
        width, height = boxes[0].width, boxes[0].height
        room = width * 0.54 - height * 1.2
        # A second language in a low row would only make both unreadable.
        second = height >= self.unit * ROOM_FOR_TWO and any(line.name.second for line in lines)
        letters = 0.42 if second else 0.6
        one_line = room, height * (0.56 if second else 1)
        sizes = {
            "name_size": common_size([line.name.first for line in lines], one_line, height * letters),
            "second_size": common_size([line.name.second for line in lines], (room, height * 0.4), height * 0.28),
        }
        column, biggest = (width * 0.32, height), height * LINE_LETTERS
        times = common_size([line.when for line in lines if line.time_known], column, biggest, bold=True)
        words = common_size(
            [line.when.replace(" ", NO_BREAK) for line in lines if not line.time_known], column, height * 0.45
        )
        for line, strip, box in zip(self._asked(lines), self._lines, boxes, strict=True):
            strip.put(box)
            strip.say(
                letter=line.letter,
                name=line.name.first,
                second=line.name.second if second else "",
                waiting=line.waiting,
                when=line.when.replace(" ", NO_BREAK),
                time_known=line.time_known,
                when_size=times if line.time_known else words,
                **sizes,
            )

    def _asked(self, lines: tuple[LineRow, ...]) -> tuple[LineRow, ...]:
        return most_asked(lines, len(self.place.lines), self._turn)

    def _show_arrows(self, arrows: tuple[ArrowRow, ...]) -> None:
        boxes = self.place.arrows
        self._as_many(self._arrows, len(boxes), ArrowStrip)
        for row, strip, box in zip(arrows, self._arrows, boxes, strict=False):
            strip.put(box)
            strip.say(zone=row.zone, way=row.way, numbers=row.told)

    def _show_code(self, view: View) -> None:
        box = self.place.code
        if self._code is None and box.width:
            self._code = self._added(CodeStrip(look=self.look))
        if self._code is not None:
            self._code.put(box)
            self._code.say(
                address=view.code if box.width else "", first=view.code_words.first, second=view.code_words.second
            )

    def _as_many(self, strips: list[Any], number: int, kind: type[Strip]) -> None:
        while len(strips) < number:
            strips.append(self._added(kind(look=self.look)))
        while len(strips) > number:
            self.remove_widget(strips.pop())

    def _added(self, strip: Any) -> Any:
        self.add_widget(strip)
        return strip
