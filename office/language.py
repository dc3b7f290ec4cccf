"""In which language a page speaks: as its address says, else as the browser was told last time."""

from __future__ import annotations

from datetime import tzinfo

from starlette.requests import Request
from starlette.responses import Response

from broker.contracts.phrases import Phrases
from office.words import PHRASES, Words, language_of

COOKIE = "lang"
YEAR = 365 * 24 * 3600


def words_of(request: Request, zone: tzinfo, phrases: Phrases = PHRASES) -> Words:
    """The words of a page for whoever asks. `phrases`: those of the page's own folder."""
    wanted = request.query_params.get(COOKIE) or request.cookies.get(COOKIE)
    return Words(language_of(wanted), zone, phrases)


def remember_language(request: Request, response: Response) -> Response:
    """`response`, and the browser remembers the language that the address asked for."""
    if COOKIE in request.query_params:
        language = language_of(request.query_params[COOKIE])
        response.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="strict")
    return response
