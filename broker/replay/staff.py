"""Who works when: the staff file, or the hall's own calendar. Tells every mistake at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import did_you_mean
from broker.queuemaster.calendar import Calendar
from broker.replay.plan import DAY, Shift
from broker.replay.sheet import Sheet, time_of_day

COLUMNS = ("window", "from", "to")


def read(name: str, body: bytes, hall: HallFile | None) -> tuple[tuple[Shift, ...], list[str]]:
    """The shifts in `body` and the mistakes, each as `name:line: what, and what to do`."""
    sheet = Sheet(name, body, COLUMNS)
    shifts: list[Shift] = []
    taken: dict[Shift, int] = {}
    for row in sheet.rows():
        window = sheet.take(lambda text: _window(text, hall), row["window"])
        start = sheet.take(lambda text: time_of_day(text, "from"), row["from"])
        end = sheet.take(lambda text: time_of_day(text, "to", DAY), row["to"])
        if start is not None and end is not None and start >= end:
            sheet.wrong(f"from {row['from']} is not before to {row['to']}; a day ends at 24:00")
        elif window is not None and start is not None and end is not None:
            shift = Shift(window=window, start=start, end=end)
            for other, line in taken.items():
                if other.window == window and other.start < end and start < other.end:
                    sheet.wrong(
                        f"window {window} works at that time already by line {line}; let the two follow each other"
                    )
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
        raise ValueError(f'window is "{text}"; it is the number on the window, as 5')
    if hall is not None and int(text) not in hall.windows:
        raise ValueError(f"there is no window {text} in the hall file; {did_you_mean(text, hall.windows)}")
    return int(text)
