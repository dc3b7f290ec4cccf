"""Who works when: the staff file, or the hall's own calendar. Tells every mistake at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import nearest
from broker.contracts.mistakes.wrong import NotSo, Told, wrong
from broker.queuemaster.calendar import Calendar
from broker.replay.plan import DAY, Shift
from broker.replay.sheet import Sheet, time_of_day

COLUMNS = ("window", "from", "to")


def read(name: str, body: bytes, hall: HallFile | None) -> tuple[tuple[Shift, ...], list[Told]]:
    """The shifts in `body` and the mistakes, each at its line."""
    sheet = Sheet(name, body, COLUMNS)
    shifts: list[Shift] = []
    taken: dict[Shift, int] = {}
    for row in sheet.rows():
        window = sheet.take(lambda text: _window(text, hall), row["window"])
        start = sheet.take(lambda text: time_of_day(text, "from"), row["from"])
        end = sheet.take(lambda text: time_of_day(text, "to", DAY), row["to"])
        if start is not None and end is not None and start >= end:
            sheet.wrong(wrong("shift.backwards", start=row["from"], end=row["to"]))
        elif window is not None and start is not None and end is not None:
            shift = Shift(window=window, start=start, end=end)
            for other, line in taken.items():
                if other.window == window and other.start < end and start < other.end:
                    sheet.wrong(wrong("shift.overlaps", window=window, line=line))
            taken[shift] = sheet.line
            shifts.append(shift)
    return joined(shifts), sheet.mistakes


def by_calendar(calendar: Calendar, windows: Iterable[int], day: date) -> tuple[Shift, ...]:
    """The windows as the hall file has them staffed: their own hours and breaks, else the hall's reception hours."""
    midnight = datetime.combine(day, time())
    return joined(
        Shift(window=window, start=_hands(span.start) - midnight, end=_hands(span.end) - midnight)
        for window in windows
        for span in calendar.window_spans(window, day)
    )


def _hands(moment: datetime) -> datetime:
    """What the hall's clock shows, without its offset."""
    return moment.replace(tzinfo=None)


def joined(shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """The shifts by window and time; those of a window that touch are one, so that nobody gets up in between."""
    left = sorted(shifts)
    if not left:
        return ()
    whole = [left[0]]
    for shift in left[1:]:
        last = whole[-1]
        if last.window == shift.window and shift.start <= last.end:
            whole[-1] = Shift(window=last.window, start=last.start, end=max(last.end, shift.end))
        else:
            whole.append(shift)
    return tuple(whole)


def _window(text: str, hall: HallFile | None) -> int:
    if not text.isdecimal():
        raise NotSo(wrong("shift.window", text=text))
    if hall is not None and int(text) not in hall.windows:
        raise NotSo(wrong("shift.no-window", number=text, near=nearest(text, hall.windows)))
    return int(text)
