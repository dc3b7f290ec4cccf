"""A state for every screen, for the gallery and for tests of looks. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.info import visit
from kiosk.info.content import Content
from kiosk.info.inputs import LineNow
from kiosk.info.news.item import Item, News
from kiosk.info.visit import Place, State
from kiosk.touch.typing_keys import Typed

Sample = Callable[[Content, datetime], State]

_PIECES = (
    (
        "Відкрили новий сквер на Річковій",
        "Сквер із двома дитячими майданчиками відкрили сьогодні на вулиці Річковій.\nПосадили сорок кленів, встановили лавки та питний фонтанчик.",
        2,
    ),
    (
        "Зміни в русі трамваїв на вихідні",
        "У суботу та неділю трамвай № 3 курсує скороченим маршрутом: ремонтують колію.\nКвитки діють і в автобусах, які його заміняють.",
        20,
    ),
    (
        "Опалення: графік підключення",
        "Будинки підключають поступово, за районами. Графік оприлюднено на сайті міста.",
        28,
    ),
    (
        "Безоплатні курси української мови",
        "Для переселенців, щосереди о 18:00 у міській бібліотеці. Записуватися не треба.",
        70,
    ),
)


def _news(now: datetime) -> News:
    items = tuple(
        Item(str(n), title, words, now - timedelta(hours=hours)) for n, (title, words, hours) in enumerate(_PIECES)
    )
    return News(items, now.replace(hour=9, minute=40))


def state(content: Content, now: datetime, *path: Place) -> State:
    """The hall receives, the evening is near, the news are of this morning."""
    closes = now.replace(hour=18, minute=0)
    lines = {line.id: LineNow(open=True, closes=closes) for line in content.hall.line}
    if len(lines) > 1:  # one is over, as on most evenings
        lines[content.hall.line[-1].id] = LineNow(open=False, opens=now + timedelta(hours=21, minutes=18))
    return replace(
        visit.started(0.0),
        path=(visit.Home(), *path),
        hall="open",
        now=now,
        lines=tuple(lines.items()),
        windows=frozenset(w.id for w in content.hall.window if w.id % 4),
        heard=now,
        stale=False,
        can_print=True,
        news=_news(now),
    )


def _service(content: Content) -> str:
    return content.catalogue.service[0].local_no


def _category(content: Content) -> str:
    return max(content.catalogue.category, key=lambda c: len(content.in_category(c.id))).id


def _document(content: Content) -> str:
    return next(d.id for d in content.catalogue.document if d.pictures)


def _map(content: Content, *windows: int) -> visit.Map:
    assert content.map
    floor = content.map.windows[windows[0]].floor if windows else content.map.floor[0].id
    return visit.Map(floor, windows=windows)


def _last_window(content: Content) -> int:
    assert content.map
    return sorted(content.map.windows)[-7]


STATES: dict[str, Sample] = {
    "home": state,
    "home-closed": lambda c, now: replace(state(c, now), hall="closed", until=now + timedelta(hours=21, minutes=18)),
    "home-alone": lambda c, now: replace(state(c, now), stale=True, hall=None, lines=(), heard=None),
    "search": lambda c, now: state(c, now, visit.Search(Typed("прописк"))),
    "search-nothing": lambda c, now: state(c, now, visit.Search(Typed("єєєжжж"))),
    "categories": lambda c, now: state(c, now, visit.Categories()),
    "life-events": lambda c, now: state(c, now, visit.LifeEvents()),
    "services": lambda c, now: state(c, now, visit.Services(_category(c))),
    "card": lambda c, now: state(c, now, visit.Card(_service(c))),
    "card-end": lambda c, now: state(c, now, visit.Card(_service(c), page=99)),
    "card-printed": lambda c, now: replace(state(c, now, visit.Card(_service(c))), printing="printed"),
    "technological": lambda c, now: state(c, now, visit.Card(_service(c), technological=True)),
    "papers": lambda c, now: state(c, now, visit.Samples(_service(c))),
    "sample": lambda c, now: state(c, now, visit.Sample(_document(c))),
    "sample-close": lambda c, now: state(c, now, visit.Sample(_document(c), zoom=2)),
    "code": lambda c, now: state(c, now, visit.Code(_service(c))),
    "hours": lambda c, now: state(c, now, visit.Hours()),
    "hours-windows": lambda c, now: state(c, now, visit.Hours(page=2)),
    "hours-alone": lambda c, now: replace(state(c, now, visit.Hours()), stale=True),
    "fees": lambda c, now: state(c, now, visit.Fees()),
    "law": lambda c, now: state(c, now, visit.Law()),
    "contacts": lambda c, now: state(c, now, visit.Contacts()),
    "news": lambda c, now: state(c, now, visit.NewsList()),
    "news-old": lambda c, now: replace(
        state(c, now, visit.NewsList()), news=replace(_news(now), read=now - timedelta(days=20))
    ),
    "article": lambda c, now: state(c, now, visit.Article("0")),
    "map": lambda c, now: state(c, now, _map(c)),
    "map-window": lambda c, now: state(c, now, _map(c, _last_window(c))),
    "map-window-way": lambda c, now: state(
        c, now, replace(_map(c, _last_window(c)), floor=c.here.floor if c.here else "")
    ),
    "find-window": lambda c, now: state(c, now, visit.Places("windows")),
    "find-spot": lambda c, now: state(c, now, visit.Places("spots")),
    "still-there": lambda c, now: replace(state(c, now, visit.Card(_service(c))), asked=True),
}
