"""Where somebody goes after the sign-in: a page of ours, and never anybody else's. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote

_OURS = re.compile(r"/(?![/\\])[A-Za-z0-9_./?&=%-]*")
_WINDOW = re.compile(r"/window/(\d{1,3})(?:[/?].*)?")
_LANGUAGE = re.compile(r"(?:^|&)lang=([a-z]{2,3})(?:&|$)")
LONGEST = 200


def next_page(wanted: str | None) -> str:
    r"""`wanted` if it is an address within this office, else the first page. No "//host", no scheme, no backslash.

    >>> [next_page(each) for each in ("/window/5?lang=en", "//evil.example", "/\\evil.example", "https://evil", None)]
    ['/window/5?lang=en', '/', '/', '/', '/']
    """
    if wanted is None or len(wanted) > LONGEST or not _OURS.fullmatch(wanted):
        return "/"
    return "/" if wanted.startswith("/sign-in") else wanted


def window_of(page: str) -> int | None:
    """The window whose console `page` is."""
    found = _WINDOW.fullmatch(page)
    return int(found.group(1)) if found else None


def sign_in_before(path: str, query: str = "") -> str:
    """The sign-in page that leads on to `path`, in the language that was asked for."""
    wanted = next_page(f"{path}?{query}" if query else path)
    language = _LANGUAGE.search(query)
    parts = [f"next={quote(wanted, safe='/')}"] if wanted != "/" else []
    parts += [f"lang={language.group(1)}"] if language else []
    return "/sign-in?" + "&".join(parts) if parts else "/sign-in"
