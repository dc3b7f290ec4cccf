"""The page's certificate, taken anew when its file has changed: whoever works at the page is not interrupted for that."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

from broker.bus.on_disk import look_of

log = logging.getLogger(__name__)


class OwnCertificate:
    """`context`: with which connections begin; it has what the files had when this was made."""

    def __init__(self, context: ssl.SSLContext, certificate: Path, key: Path) -> None:
        self._context, self._certificate, self._key = context, certificate, key
        self._seen = look_of(certificate)

    def look(self) -> None:
        """Now and then. Files that do not belong together are left: whoever writes them may not be done."""
        seen = look_of(self._certificate)
        if seen == self._seen:
            return
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self._certificate, self._key)
            self._context.load_cert_chain(self._certificate, self._key)
        except OSError as wrong:  # ssl.SSLError is one
            log.warning("the page's new certificate is not taken yet: %s", wrong)
            return
        self._seen = seen
        log.info("the page shows a new certificate from now on")
