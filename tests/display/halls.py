"""A small hall for tests of screens."""

from __future__ import annotations

from datetime import datetime

from broker.contracts.hall_file import HallFile, HallPart, Line, PriorityClass, Window, Zone

HALL = HallFile(
    hall=HallPart(id="test-hall", name={"uk": "ЦНАП «Тест»", "en": "Test centre"}, hot_line="0 800 000 000"),
    priority=(
        PriorityClass(id="veteran", prefix="П", name={"uk": "Захисники"}),
        PriorityClass(id="elderly", prefix="П", name={"uk": "Літні люди"}),
    ),
    zone=(Zone(id="hall-1", name={"uk": "Зал 1", "en": "Hall 1"}), Zone(id="hall-2", name={"uk": "Зал 2"})),
    line=(
        Line(id="residence", letter="А", name={"uk": "Місце проживання", "en": "Residence"}),
        Line(id="passport", letter="К", name={"uk": "Паспорти", "en": "Passports"}),
        Line(id="business", letter="В", name={"uk": "Бізнес"}),
    ),
    window=tuple(Window(id=n, zone="hall-1" if n < 6 else "hall-2") for n in range(1, 9)),
)
NOON = datetime(2026, 11, 23, 12, 0, 7, tzinfo=HALL.timezone)
