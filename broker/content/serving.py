"""A tiny HTTP server that gives out published bundles, and nothing else.

In threads of the queue-master's process that mostly sleep in the kernel: a file goes from the disk to the network
without passing through Python.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

AT_ONCE = 24  # downloads; more are told to come again
SILENCE = 30.0  # seconds in which whoever downloads takes nothing


class _Handler(BaseHTTPRequestHandler):
    timeout = SILENCE
    server_version = "cherha"
    sys_version = ""
    server: Server

    def do_GET(self) -> None:
        if not self.server.room.acquire(blocking=False):
            self._say(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        try:
            self._give()
        except OSError:
            self.close_connection = True  # whoever asked has gone, or takes nothing
        finally:
            self.server.room.release()

    def _give(self) -> None:
        path = self.server.find(self.path)
        try:
            file = path.open("rb") if path else None
        except OSError:
            file = None
        if file is None:
            self._say(HTTPStatus.NOT_FOUND)
            return
        with file:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "application/zip")
            self.send_header("Content-Length", str(file.seek(0, 2)))
            self.end_headers()
            self.wfile.flush()
            file.seek(0)
            self.connection.sendfile(file)

    def _say(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Who fetched what is nobody's business; that it was done is seen on the appliance."""


class Server(ThreadingHTTPServer):
    """Serves the files that `find` knows by the path of a request, from `start` to `stop`."""

    daemon_threads = True

    def __init__(self, host: str, port: int, find: Callable[[str], Path | None]) -> None:
        """OSError when the address cannot be had."""
        self.find = find
        self.room = threading.BoundedSemaphore(AT_ONCE)
        super().__init__((host, port), _Handler)

    @property
    def address(self) -> str:
        """Where it can be reached: "http://192.168.1.10:8090"."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """One who hung up in the middle is no mistake of ours."""

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, name="content-server", daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
