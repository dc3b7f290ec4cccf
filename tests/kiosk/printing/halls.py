"""Halls and tickets to print: one as it is, and any that Hypothesis can think of."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from broker.contracts.events import Estimate
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile, HallPart, Line, Policy, PriorityClass, Service, Zone
from broker.contracts.ids import ulid
from broker.contracts.replies import TicketView

KYIV = ZoneInfo("Europe/Kyiv")
AT = datetime(2026, 11, 23, 10, 2, 4, tzinfo=KYIV)

HALL = parse("""
[hall]
id = "kamianske-centre"
name = { uk = "Центр надання адміністративних послуг міста Кам'янське", en = "Kamianske administrative service centre" }
address = { uk = "просп. Гімназичний, 2", en = "2 Himnazychnyi Ave" }
hot_line = "0 800 500 459"
[[priority]]
id = "veteran"
name = { uk = "Захисники і захисниці", en = "Defenders" }
evidence = { uk = "посвідчення учасника бойових дій", en = "combatant's certificate" }
[[zone]]
id = "hall-1"
name = { uk = "Зал 1", en = "Hall 1" }
[[line]]
id = "residence"
letter = "А"
name = { uk = "Місце проживання", en = "Residence" }
[[service]]
id = "residence-registration"
line = "residence"
name = { uk = "Реєстрація місця проживання", en = "Residence registration" }
prepare = { uk = "паспорт або ID-картка; документ про право на житло", en = "passport or ID card; proof of the right to the home" }
""")


def ticket(
    number: str = "А042",
    *,
    priority: str | None = None,
    waits: tuple[float, float] | None = (39, 52),
    ahead: int | None = 7,
    service: str = "residence-registration",
    zone: str | None = "hall-1",
    at: datetime = AT,
) -> TicketView:
    """A ticket issued at `at`; `waits`: least and most minutes until its reception, None when nobody knows."""
    estimate = None
    if waits:
        earliest, latest = (at + timedelta(minutes=wait) for wait in waits)
        estimate = Estimate(earliest=earliest, likely=earliest, latest=latest)
    return TicketView(
        id=ulid(1_795_000_000_000, number.encode()),
        number=number,
        service=service,
        line="residence",
        zone=zone,
        issued_at=at,
        ahead=ahead,
        estimate=estimate,
        priority=priority,
    )


_LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАЄЇҐЩ'’-"
_word = st.text(_LETTERS, min_size=1, max_size=26)
_few_words = st.lists(_word, min_size=1, max_size=22).map(" ".join)
_text = _few_words.map(lambda words: {"uk": words})

any_hall = st.builds(
    lambda name, address, hot_line, zone, service, prepare, patience: HallFile(
        hall=HallPart(id="any", name=name, address=address, hot_line=hot_line),
        policy=Policy(no_show_after=timedelta(seconds=patience)),
        priority=(PriorityClass(id="veteran", name=name),),
        zone=(Zone(id="hall-1", name=zone),),
        line=(Line(id="residence", letter="А", name=name),),
        service=(Service(id="residence-registration", line="residence", name=service, prepare={"uk": prepare}),),
    ),
    _text,
    st.one_of(st.just({}), _text),
    st.sampled_from(["", "0 800 500 459", "+380 44 123 45 67, +380 44 123 45 68"]),
    _text,
    _text,
    st.lists(_few_words, max_size=5).map("; ".join),
    st.integers(20, 900),
)

any_ticket = st.builds(
    ticket,
    st.builds(lambda letter, n: f"{letter}{n:03d}", st.sampled_from("АВЕКМНРСТХГДЖЛПФЦШЮЯЇЩ"), st.integers(1, 999)),
    priority=st.sampled_from([None, "veteran", "unknown-class"]),
    waits=st.sampled_from([None, (0, 1), (39, 52), (300, 900)]),
    ahead=st.sampled_from([None, 0, 1, 7, 12345]),
    service=st.sampled_from(["residence-registration", "a-service-that-left-the-hall-file"]),
    zone=st.sampled_from([None, "hall-1", "gone"]),
)
