"""Who works when: the staff file, or all windows through reception hours. Tells every mistake at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from opening_hours import OpeningHours

from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import did_you_mean
from broker.replay.plan import DAY, Shift, TimeOfDay
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


def through_reception(hall: HallFile, day: date) -> tuple[Shift, ...]:
    """All windows through reception hours."""
    spans = reception(hall, day)
    return joined(Shift(window=window, start=start, end=end) for window in hall.windows for start, end in spans)


def reception(hall: HallFile, day: date) -> Sequence[tuple[TimeOfDay, TimeOfDay]]:
    """When the hall receives visitors on `day`."""
    midnight = datetime.combine(day, datetime.min.time())
    spans = OpeningHours(hall.hall.reception).intervals(midnight, midnight + DAY)
    return [
        (start - midnight, (end or midnight + DAY) - midnight) for start, end, state, _ in spans if str(state) == "open"
    ]


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
