"""Which screen a press opens: a table, as far as what it names is there. Pure."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.info import inputs, visit
from kiosk.info.content import Content


def opened(press: inputs.Press, content: Content) -> visit.Place | None:  # noqa: PLR0911 - one row a press
    """The screen that `press` leads to; None when it leads to none, or to what is not there any more."""
    catalogue = content.catalogue
    plain = _PLAIN.get(type(press))
    if plain is not None:
        return plain()
    match press:
        case inputs.OpenCategory(category) if category in catalogue.categories or not category:
            return visit.Services(category)
        case inputs.OpenLifeEvent(event) if event in catalogue.life_events:
            return visit.Services(event, "life-event")
        case inputs.OpenCard(local_no) if local_no in catalogue.services:
            return visit.Card(local_no)
        case inputs.OpenTechnological(local_no) if catalogue.steps(local_no):
            return visit.Card(local_no, technological=True)
        case inputs.OpenSamples(local_no) if local_no in catalogue.services:
            return visit.Samples(local_no)
        case inputs.OpenSample(document) if document in catalogue.documents and catalogue.documents[document].pictures:
            return visit.Sample(document)
        case inputs.TakeAway(local_no) if local_no in catalogue.services:
            return visit.Code(local_no)
        case inputs.OpenArticle(article):
            return visit.Article(article)
    return _on_map(press, content)


def _on_map(press: inputs.Press, content: Content) -> visit.Place | None:  # noqa: PLR0911 - one row a press
    if content.map is None:
        return None
    match press:
        case inputs.OpenPlaces(kind):
            return visit.Places(kind)
        case inputs.OpenMap(windows):
            known = tuple(w for w in windows if w in content.map.windows)
            if known:
                return visit.Map(content.map.windows[known[0]].floor, windows=known)
            return visit.Map(content.here.floor if content.here else content.map.floor[0].id)
        case inputs.ShowFloor(floor) if floor in content.map.floors:
            return visit.Map(floor)
        case inputs.FindSpot(place) if 0 <= place < len(content.map.spot):
            return visit.Map(content.map.spot[place].floor, spot=place)
    return None


_PLAIN: dict[type, Callable[[], visit.Place]] = {
    inputs.OpenSearch: visit.Search,
    inputs.OpenCategories: visit.Categories,
    inputs.OpenLifeEvents: visit.LifeEvents,
    inputs.OpenHours: visit.Hours,
    inputs.OpenFees: visit.Fees,
    inputs.OpenLaw: visit.Law,
    inputs.OpenContacts: visit.Contacts,
    inputs.OpenNews: visit.NewsList,
}
