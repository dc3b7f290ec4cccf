"""Server-sent events: what a page shows, sent again whenever it has changed, with a beat in between.

A page that hears no beat for a few seconds says that it has lost its server; it never looks alive when it is not.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec

from office.live import Live

BEAT = 1.0  # seconds; `static/live.js` gives up after 3.5
GATHER = 0.02  # seconds in which changes that come together are drawn together

View = dict[str, Any]


def _event(name: str, data: View) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), msgspec.json.encode(data))


async def stream(live: Live, draw: Callable[[], View], attend: Callable[[], None]) -> AsyncIterator[bytes]:
    """The events of one page until the browser or the office goes away.

    `draw` gives what the page shows at this moment; `attend` is told, every beat, that somebody still looks.
    """
    shown: View | None = None
    while not live.closing:
        changed = live.changed  # taken before drawing, so that nothing can fall between
        attend()
        view = draw()
        beat = {"now": live.standing().now.isoformat()}
        if view != shown:
            shown = view
            yield _event("view", view | beat)
        else:
            yield _event("beat", beat)
        try:
            await asyncio.wait_for(changed.wait(), BEAT)
            await asyncio.sleep(GATHER)
        except TimeoutError:
            pass
