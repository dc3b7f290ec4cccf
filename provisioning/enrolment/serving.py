"""The door of the desk: HTTPS for boxes, with their certificate where they have one. It brings questions to the desk."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
from cryptography import x509

from broker.bus.identity import CERTIFICATE, HALL, KEY, NO_CHECK_TIME
from broker.contracts.errors import Refused
from provisioning.enrolment.desk import Answer, Ask, Desk
from provisioning.enrolment.door import KIND, WAS

LARGEST = 16 * 1024  # bytes of a question
PATIENCE = 10.0  # seconds for a handshake, and for each read
# Seconds from the first byte to the last, of a question, and of a bundle or a backup for a slow network.
WHOLE, BUNDLE = 30.0, 7200.0
AT_ONCE = 128  # connections, of all
AN_ADDRESS = 16  # of these; all roles of a box, or a few boxes behind one address, need fewer
WAITING = 128  # more, at the kernel's, until we look; the library has 5


class Server(ThreadingHTTPServer):
    """The desk at an address. `identity`: a certificate that serves as DESK."""

    daemon_threads = True
    request_queue_size = WAITING

    def __init__(
        self, desk: Desk, identity: Path, host: str, port: int, *, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self.desk, self._steady = desk, steady
        self._until: dict[socket.socket, float] = {}
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_3
        self._context.load_cert_chain(identity / CERTIFICATE, identity / KEY)
        # A box that asks has no certificate yet; one that renews shows its own. No clock has to be right for that.
        self._context.load_verify_locations(identity / HALL)
        self._context.verify_mode = ssl.CERT_OPTIONAL
        self._context.verify_flags |= ssl.VerifyFlags(NO_CHECK_TIME)
        self._here: list[str] = []  # addresses, as often as they have a connection
        super().__init__((host, port), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Before it has a thread: one device cannot take all places."""
        address = client_address[0]
        if len(self._here) >= AT_ONCE or self._here.count(address) >= AN_ADDRESS:
            self.shutdown_request(request)
            return
        self._here.append(address)
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread can be had
            self._here.remove(address)
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """In a thread of its own: whoever is slow with the handshake holds up nobody else."""
        try:
            request.settimeout(PATIENCE)
            with suppress(OSError):  # ssl.SSLError is one
                wrapped = self._context.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
                self.give(wrapped, WHOLE)
                try:
                    wrapped.do_handshake()
                    super().process_request_thread(wrapped, client_address)
                finally:
                    del self._until[wrapped]
                    wrapped.close()
        finally:
            self._here.remove(client_address[0])
            with suppress(OSError):
                request.close()

    def give(self, connection: socket.socket, seconds: float) -> None:
        """So long may it take from now on, however alive it is: a byte now and then keeps nobody's place."""
        self._until[connection] = self._steady() + seconds

    def service_actions(self) -> None:
        """Twice a second: whoever has had their time ends, wherever their thread waits."""
        now = self._steady()
        for connection, until in list(self._until.items()):
            if now >= until:
                with suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)  # that of TLS is for the thread alone

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody who hung up is no mistake of ours."""

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, name="desk", daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    connection: ssl.SSLSocket

    def do_GET(self) -> None:
        head, _, asked = self.path.strip("/").partition("/")
        if head == "asked":
            self._say(HTTPStatus.OK, self.server.desk.asked(asked))
        elif head == "bundle":
            self._give(lambda: self.server.desk.bundle(self._shown(), asked))
        elif self.path == "/packed":
            self._try(self._packed)
        elif head == "packed":
            self._give(lambda: self.server.desk.may_be_first(self._shown()).file, breaks_off=True)
        elif self.path == "/shelf":
            self._try(lambda: self.server.desk.shelf(self._shown()))
        else:
            self._say(HTTPStatus.NOT_FOUND, Answer(state="unknown"))

    def _packed(self) -> Answer:
        self.server.desk.may_be_first(self._shown())
        self.server.give(self.connection, BUNDLE)  # it is made meanwhile
        return self.server.desk.packed(self._shown(), str(self.client_address[0]))

    def _give(self, found: Callable[[], Path], *, breaks_off: bool = False) -> None:
        """A file, whatever it is as large as. FORBIDDEN for who may not have it. `breaks_off`: once it was taken away, as from
        a box that was shut out meanwhile.
        """
        try:
            file = found().open("rb")
        except Refused as refusal:
            self._say(HTTPStatus.FORBIDDEN, Answer(state=refusal.reason))
            return
        except OSError:
            self._say(HTTPStatus.NOT_FOUND, Answer(state="unknown"))
            return
        with file:
            self.server.give(self.connection, BUNDLE)
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Length", str(file.seek(0, 2)))
            self.end_headers()
            file.seek(0)
            while (part := file.read(256 * 1024)) and not (breaks_off and os.fstat(file.fileno()).st_nlink == 0):
                self.wfile.write(part)

    def _shown(self) -> x509.Certificate | None:
        shown = self.connection.getpeercert(binary_form=True)
        return x509.load_der_x509_certificate(shown) if shown else None

    def do_DELETE(self) -> None:
        self.server.desk.thanked(self.path.rsplit("/", 1)[1])
        self._say(HTTPStatus.OK, Answer(state="done"))

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST:
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Answer(state="refused"))
            return
        body = self.rfile.read(int(length))
        self._try(lambda: self._answer(body))

    def _try(self, does: Callable[[], Answer]) -> None:
        try:
            self._say(HTTPStatus.OK, does())
        except Refused as refusal:
            self._say(HTTPStatus.FORBIDDEN, Answer(state=refusal.reason))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            self._say(HTTPStatus.BAD_REQUEST, Answer(state="invalid"))

    def _answer(self, body: bytes) -> Answer:
        desk = self.server.desk
        if self.path == "/ask":
            asked = desk.ask(
                msgspec.json.decode(body, type=Ask), str(self.client_address[0]), self.headers.get(WAS, "")
            )
            return Answer(state="waiting", name=asked)
        shown = self._shown()
        if self.path == "/renew" and shown:
            return desk.renew(shown, body.decode())
        if self.path == "/pair":
            return desk.pair(shown, body, str(self.client_address[0]))
        if self.path == "/settings":
            return desk.settings(shown, body)
        if self.path == "/update":
            runs, _, tried = body.decode().partition("\n")
            return desk.update(shown, runs, tried, self.headers.get(KIND, "")[:40])
        raise Refused("unknown")

    def _say(self, status: HTTPStatus, answer: Answer) -> None:
        body = msgspec.json.encode(answer)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """What matters is told by the desk."""
