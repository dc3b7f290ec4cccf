"""The state of the hall for everybody: a light page, JSON with its schema, a city's entities, and a widget for its site."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from office.live import Live
from office.phone.face import PHRASES
from office.phone.language import spoken
from office.phone.limits import Limit
from office.phone.public_state import ADDRESS, PublicState, public_state, schema
from office.phone.queue_monitor import queue_monitors
from office.words import Words

FRESH = 2.0  # seconds for which a drawn page is handed out again
COOKIE = "lang"
# Anybody's page may frame the widget and read the JSON; both say nothing that is not on the boards.
ANYWHERE = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
FRAMED = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; frame-ancestors *; base-uri 'none'"
    ),
    "cross-origin-resource-policy": "cross-origin",
}

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class PublicPages:
    """Each answer is made once for all who ask within `FRESH` seconds of each other."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._limit = Limit(burst=120, rate=5.0)  # requests of one address
        self._made: dict[str, tuple[float, bytes]] = {}

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/public", self.page),
            Route("/public/widget", self.widget),
            Route("/public.json", self.state),
            Route(ADDRESS, self.schema),
            Route("/public/queue-monitor.json", self.monitors),
        ]

    async def page(self, request: Request) -> Response:
        return self._html(request, "public.html", {})

    async def widget(self, request: Request) -> Response:
        """For an iframe on another site: `<iframe src="…/public/widget?lang=uk" title="…"></iframe>`."""
        return self._html(request, "widget.html", FRAMED)

    async def state(self, request: Request) -> Response:
        link = {"link": f'<{ADDRESS}>; rel="describedby"; type="application/schema+json"'}
        return self._answer(request, "state", lambda: msgspec.json.encode(self._state()), ANYWHERE | link)

    async def schema(self, request: Request) -> Response:
        kind = "application/schema+json"
        return self._answer(request, "schema", lambda: msgspec.json.encode(schema()), ANYWHERE, kind)

    async def monitors(self, request: Request) -> Response:
        """The lines as QueueMonitor entities, in Ukrainian or as asked."""
        say, origin = self._words(request), self._live.hall.phone.address
        source = f"{origin}/public.json" if origin else ""

        def made() -> bytes:
            return msgspec.json.encode(queue_monitors(self._state(), say.language, source))

        return self._answer(request, f"monitors {say.language}", made, ANYWHERE, "application/ld+json")

    def _html(self, request: Request, template: str, headers: dict[str, str]) -> Response:
        say = self._words(request)

        def made() -> bytes:
            state = self._state()
            seen: dict[str, Any] = {"say": say, "state": state, "hall": self._live.hall, "path": request.url.path}
            return _templates.get_template(template).render(**seen).encode()

        return self._answer(request, f"{template} {say.language}", made, headers, HTMLResponse.media_type or "")

    def _answer(
        self,
        request: Request,
        name: str,
        make: Any,
        headers: dict[str, str],
        kind: str = "application/json",
    ) -> Response:
        now, address = time.monotonic(), request.client.host if request.client else ""
        if not self._limit.allows(address, now):
            return Response(status_code=429, headers={"retry-after": "10"})
        made, body = self._made.get(name, (0.0, b""))
        if not body or now - made > FRESH:
            body = make()
            self._made[name] = now, body
        return Response(body, media_type=kind, headers={"cache-control": "no-cache", **headers})

    def _state(self) -> PublicState:
        standing = self._live.standing()
        return public_state(self._live.hall, standing.snapshot, standing.trust, standing.heard_at)

    def _words(self, request: Request) -> Words:
        chosen = request.query_params.get(COOKIE) or request.cookies.get(COOKIE)
        return Words(spoken(chosen, request.headers.get("accept-language", "")), self._live.hall.timezone, PHRASES)
