"""A server on this machine that plays the REST APIs and git hosts of the forges, and misbehaves on request."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Answer:
    """What the server sends."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut_off: bool = False
    """More is announced than comes."""


def answer(value: object, status: int = 200, **headers: str) -> Answer:
    """An answer in JSON; a header's name has `_` for `-`."""
    return Answer(json.dumps(value).encode(), status, {name.replace("_", "-"): text for name, text in headers.items()})


@dataclass
class Request:
    """What a client asked for."""

    method: str
    path: str
    query: Mapping[str, str]
    authorization: str | None
    target: str
    """Path and query."""


Handler = Callable[[Request], Answer]


class Server:
    """One host. `routes` are paths without query; `script` has answers that come first, once each, by path."""

    def __init__(self) -> None:
        self.routes: dict[str, Handler] = {}
        self.script: dict[str, list[Answer]] = {}
        self.requests: list[Request] = []
        self.tokens: set[str] | None = None
        """The `Authorization` headers that are accepted; none for all."""
        outer = self

        class Handle(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                url = urlsplit(self.path)
                query = {name: values[-1] for name, values in parse_qs(url.query).items()}
                request = Request(self.command, url.path, query, self.headers.get("Authorization"), self.path)
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.requests.append(request)
                self._send(outer._answer(request))

            do_POST = do_GET  # noqa: N815 - the base class looks for this name

            def _send(self, sent: Answer) -> None:
                self.send_response(sent.status)
                for name, value in sent.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(sent.body) + (100 if sent.is_cut_off else 0)))
                self.end_headers()
                self.wfile.write(sent.body)
                self.close_connection = sent.is_cut_off

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handle)
        self.host = f"127.0.0.1:{self._http.server_port}"
        self.url = f"http://{self.host}"

    def _answer(self, request: Request) -> Answer:
        if self.script.get(request.path):
            return self.script[request.path].pop(0)
        if self.tokens is not None and request.authorization not in self.tokens:
            return answer({"message": "Bad credentials"}, 401, WWW_Authenticate='Basic realm="forge"')
        handler = self.routes.get(request.path)
        return handler(request) if handler else answer({"message": "Not Found"}, 404)

    def list(self, path: str, rows: list[object], *, size: int = 2, wrap: str | None = None) -> None:
        """Serves rows in pages by number, with `Link` headers as GitHub, GitLab and Gitea send them."""

        def page(request: Request) -> Answer:
            number = int(request.query.get("page", "1"))
            part = rows[(number - 1) * size : number * size]
            headers = {}
            if number * size < len(rows):
                headers["Link"] = (
                    f'<{self.url}{path}?page={number + 1}>; rel="next", <{self.url}{path}?page=9>; rel="last"'
                )
            return answer({wrap: part} if wrap else part, **headers)

        self.routes[path] = page

    def count(self, path: str) -> int:
        """Requests to a path."""
        return sum(request.path == path for request in self.requests)


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs until the end of the block."""
    server = Server()
    thread = threading.Thread(target=server._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server._http.shutdown()
        server._http.server_close()
        thread.join(10)
