"""The board on the screen: takes a view and changes only what is different from the last one.

A software renderer needs some 80 ms for a frame; what can be saved besides is the letters. Rows keep their call and
move, so that a new call costs the letters of one row, not of eight.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from display.board.layout import place
from display.board.view import Banner, CallRow, LineRow, NoticeRow, View, most_asked
from display.look import fit_label, icons  # noqa: F401 - board.kv names their widgets
from display.look.box import Box
from display.look.fit_label import common_size
from display.look.name_plate import NamePlate
from display.look.palette import LIGHT, Palette
from display.look.two_languages import Words

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

NOWHERE = place(1, 1, calls=0, lines=0, banner=False)
CLEAR = (0, 0, 0, 0)
ROOM_FOR_TWO = 0.055  # of the shorter side: the height of a line's row from which on it is named in two languages


class Strip(Widget):
    """A row: it knows the palette, and stands where it is put."""

    look = ObjectProperty(LIGHT)

    def put(self, box: Box) -> None:
        self.pos, self.size = box[:2], box[2:]

    def say(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)


class CallStrip(Strip):
    number = StringProperty("")
    window = StringProperty("")
    zone = StringProperty("")
    mark = StringProperty("")
    stands_out = BooleanProperty(False)
    flash = BooleanProperty(False)
    zone_size = NumericProperty(20)
    ink = ColorProperty(LIGHT.ink)

    def on_stands_out(self, *_: object) -> None:
        self.ink = self.look.on_call if self.stands_out else self.look.ink


class LineStrip(Strip):
    letter = StringProperty("")
    name = StringProperty("")
    second = StringProperty("")
    waiting = StringProperty("")
    when = StringProperty("")
    time_known = BooleanProperty(False)
    name_size = NumericProperty(20)
    second_size = NumericProperty(15)
    when_size = NumericProperty(20)


class NoticeStrip(Strip):
    first = StringProperty("")
    second = StringProperty("")
    grave = BooleanProperty(False)


class Board(Widget):
    """The whole screen. `show` a view; `flash` says which calls are in their other colour just now."""

    look = ObjectProperty(LIGHT)
    place = ObjectProperty(NOWHERE, rebind=True)  # kv reads what is inside it
    unit = NumericProperty(1)
    edge = NumericProperty(0)
    clock_width = NumericProperty(0)
    hall = StringProperty("")
    clock = StringProperty("")
    date = StringProperty("")
    ticket = StringProperty("")
    window = StringProperty("")
    waiting = StringProperty("")
    when = StringProperty("")
    strip = StringProperty("")
    hot_line = StringProperty("")
    stale = BooleanProperty(False)
    has_calls = BooleanProperty(False)
    banner_title = StringProperty("")
    banner_more = StringProperty("")
    banner_second = StringProperty("")
    banner_ground = ColorProperty(CLEAR)
    banner_ink = ColorProperty(LIGHT.ink)

    def __init__(self, look: Palette = LIGHT, **kwargs: Any) -> None:
        super().__init__(look=look, **kwargs)
        self._view: View | None = None
        self._calls: dict[tuple[str, str], CallStrip] = {}
        self._lines: list[LineStrip] = []
        self._notices: list[NoticeStrip] = []
        self.bind(size=self._resized)
        self._resized()

    def show(self, view: View) -> bool:
        """Draw `view` in the next frame. False when it is what the screen shows already."""
        if view == self._view:
            return False
        before, self._view = self._view, view
        self.hall, self.clock, self.date = view.hall, view.clock, view.date
        self.ticket, self.window = _joined(view.ticket), _joined(view.window)
        self.waiting, self.when = _joined(view.waiting), view.when.first
        self.strip, self.hot_line, self.stale = view.strip, view.hot_line, view.stale
        self.has_calls = bool(view.calls)
        if before is None or view.banner != before.banner:
            self._show_banner(view.banner)
        self._arrange()
        if before is None or view.notices != before.notices:
            self._show_notices(view.notices)
        rows = view.calls, view.lines, len(view.notices)
        if before is None or rows != (before.calls, before.lines, len(before.notices)):
            self._show_calls(view.calls)
            self._show_lines(view.lines)
        return True

    def flash(self, keys: frozenset[tuple[str, str]]) -> None:
        for key, strip in self._calls.items():
            strip.flash = key in keys

    def identify(self, words: Words, seconds: float = 10.0) -> None:
        """Say over everything else which board this is."""
        plate = NamePlate(look=self.look, pos=self.pos, size=self.size, name=words.first, before=words.second)
        self.add_widget(plate)
        Clock.schedule_once(lambda _: self.remove_widget(plate), seconds)

    def _resized(self, *_: object) -> None:
        self.unit = min(self.size)
        self.edge = self.unit * 0.03
        self.clock_width = self.unit * 0.25
        if self._view is not None:
            self._arrange()
            self._show_notices(self._view.notices)
            self._show_calls(self._view.calls)
            self._show_lines(self._view.lines)

    def _arrange(self) -> None:
        view = self._view
        if view is None:
            return
        self.place = place(
            *self.size,
            calls=len(view.calls),
            lines=len(view.lines),
            banner=bool(view.banner.kind),
            notices=len(view.notices),
        )

    def _show_banner(self, banner: Banner) -> None:
        grounds = {"suspended": self.look.stop, "closed": self.look.bar}
        inks = {"suspended": self.look.on_stop, "closed": self.look.on_bar}
        self.banner_ground = grounds.get(banner.kind, CLEAR)
        self.banner_ink = inks.get(banner.kind, self.look.quiet)
        self.banner_title, self.banner_more = banner.title.first, banner.more.first
        self.banner_second = "  ·  ".join(words for words in (banner.title.second, banner.more.second) if words)

    def _show_notices(self, notices: tuple[NoticeRow, ...]) -> None:
        while len(self._notices) < len(notices):
            self._notices.append(self._added(NoticeStrip(look=self.look)))
        while len(self._notices) > len(notices):
            self.remove_widget(self._notices.pop())
        for row, strip, box in zip(notices, self._notices, self.place.notices, strict=True):
            strip.put(box)
            strip.say(first=row.words.first, second=row.words.second, grave=row.grave)

    def _show_calls(self, calls: tuple[CallRow, ...]) -> None:
        shown = {row.key for row in calls}
        free = [self._calls.pop(key) for key in list(self._calls) if key not in shown]
        zone_size = 0
        if calls:
            normal = self.place.calls[-1]
            zones = [row.zone for row in calls]
            zone_size = common_size(zones, (normal.width * 0.215, normal.height), normal.height * 0.45)
        for row, box in zip(calls, self.place.calls, strict=False):
            strip = self._calls.get(row.key)
            if strip is None:
                strip = self._calls[row.key] = free.pop() if free else self._added(CallStrip(look=self.look))
                strip.flash = False
            strip.put(box)
            strip.say(
                number=row.number,
                window=row.window,
                zone=row.zone,
                mark=row.mark,
                stands_out=row.stands_out,
                zone_size=zone_size,
            )
        for strip in free:
            self.remove_widget(strip)

    def _show_lines(self, lines: tuple[LineRow, ...]) -> None:
        boxes = self.place.lines
        while len(self._lines) < len(boxes):
            self._lines.append(self._added(LineStrip(look=self.look)))
        while len(self._lines) > len(boxes):
            self.remove_widget(self._lines.pop())
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
            "when_size": common_size(
                [line.when for line in lines], (width * 0.32, height), height * letters, bold=True
            ),
        }
        for line, strip, box in zip(most_asked(lines, len(boxes)), self._lines, boxes, strict=True):
            strip.put(box)
            strip.say(
                letter=line.letter,
                name=line.name.first,
                second=line.name.second if second else "",
                waiting=line.waiting,
                when=line.when,
                time_known=line.time_known,
                **sizes,
            )

    def _added(self, strip: Any) -> Any:
        self.add_widget(strip)
        return strip


def _joined(words: Words) -> str:
    return f"{words.first}  ·  {words.second}" if words.second else words.first
