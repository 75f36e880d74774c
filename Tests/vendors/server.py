"""Plays every vendor: a proxy on loopback that answers by leaksift's own definitions of what a vendor answers.

A client's `CONNECT host:443` is answered by this process itself, with a certificate of its own authority, so that nothing
leaves the machine and every byte that would is seen.
"""

import base64
import hashlib
import hmac
import json
import re
import socket
import socketserver
import ssl
import subprocess
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Request:
    host: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def contains(self, secret: str) -> bool:
        """Whether the secret was sent, as it is or as the parts of a request are written."""
        texts = [urllib.parse.unquote(self.path), urllib.parse.unquote_plus(self.body.decode("utf-8", "replace"))]
        texts += self.headers.values()
        basic = self.headers.get("authorization", "")
        if basic.lower().startswith("basic "):
            texts.append(base64.b64decode(basic[6:]).decode("utf-8", "replace"))
        return any(secret in text for text in texts) or self.is_signed_with(secret)

    def is_signed_with(self, secret: str) -> bool:
        """Whether it has an AWS signature, version 4, made with the secret."""
        match = re.match(
            r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d+)/([^/]+)/([^/]+)/aws4_request, "
            r"SignedHeaders=([^,]+), Signature=([0-9a-f]+)", self.headers.get("authorization", ""))
        if not match:
            return False
        _, day, region, service, names, signature = match.groups()
        path, _, query = self.path.partition("?")
        head = "".join(f"{name}:{self.headers.get(name, '').strip()}\n" for name in names.split(";"))
        canonical = "\n".join([
            self.method, path, "&".join(sorted(query.split("&"))) if query else "", head, names,
            hashlib.sha256(self.body).hexdigest()])
        text = "\n".join([
            "AWS4-HMAC-SHA256", self.headers["x-amz-date"], f"{day}/{region}/{service}/aws4_request",
            hashlib.sha256(canonical.encode()).hexdigest()])
        key = ("AWS4" + secret).encode()
        for part in (day, region, service, "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest() == signature


@dataclass
class Answer:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def like(cls, pattern: str, take: list[str] = ()) -> "Answer":
        """An answer that fits a pattern of a rule (docs/VERIFICATION.md), with values for what is taken from it."""
        clauses = pattern.split(" and ")
        answer = cls(int(clauses[0].split("|")[0].replace("xx", "00")))
        value: dict | list = {}
        texts = []
        for clause in clauses[1:]:
            kind, rest = clause.split(" ", 1)
            if kind == "text":
                texts.append(rest)
            elif kind == "header":
                name, _, wanted = rest.partition(" = ")
                answer.headers[name] = wanted or "x"
            else:
                path, equals, wanted = re.match(r"(.*?)(?: (=|contains) (.*))?$", rest).groups()
                value = put(value, path, {"true": True, "false": False}.get(wanted, wanted) if equals else "something")
        for taken in take:
            _, _, source = taken.partition(" = ")
            kind, _, name = source.partition(" ")
            if kind == "header":
                answer.headers[name] = "taken"
            else:
                value = put(value, name, "taken")
        answer.headers["Content-Type"] = "application/json"
        answer.body = json.dumps(value).encode()
        if texts:
            answer.headers["Content-Type"] = "text/plain"
            answer.body = " ".join(texts).encode() if not value else answer.body[:-1] + b', "text": ' + json.dumps(
                " ".join(texts)).encode() + b"}"
        return answer


def put(value, path: str, leaf):
    """Sets what a path such as `data.items[0].id` names."""
    steps = [int(step[1:-1]) if step.startswith("[") else step for step in re.findall(r"\[\d+\]|[^.\[\]]+", path)]

    def inner(current, rest):
        if not rest:
            return leaf
        if isinstance(rest[0], int):
            items = current if isinstance(current, list) else []
            while len(items) <= rest[0]:
                items.append({})
            items[rest[0]] = inner(items[rest[0]], rest[1:])
            return items
        members = current if isinstance(current, dict) else {}
        members[rest[0]] = inner(members.get(rest[0], {}), rest[1:])
        return members

    return inner(value, steps)


class Vendors(socketserver.ThreadingTCPServer):
    """Answers every request by `answer`, and keeps it."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, folder: Path, hosts: list[str]):
        super().__init__(("127.0.0.1", 0), Connection)
        self.answer = lambda request: Answer(404)
        self.requests: list[Request] = []
        self.lock = threading.Lock()
        self.waiting: dict[str, int] = {}
        self.most_waiting: dict[str, int] = {}
        self.authority, certificate = make_certificates(folder, hosts)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def environment(self) -> dict[str, str]:
        """What sends a client here."""
        address = f"http://127.0.0.1:{self.server_address[1]}"
        return {
            "HTTPS_PROXY": address, "https_proxy": address, "NO_PROXY": "", "no_proxy": "",
            "CURL_CA_BUNDLE": str(self.authority)}


class Connection(socketserver.BaseRequestHandler):
    server: Vendors

    def handle(self):
        self.request.settimeout(30)
        try:
            head = self.head(self.request)
            words = head.split(b" ")
            if words[0] != b"CONNECT":
                self.request.sendall(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
                return
            host = words[1].decode().removesuffix(":443")
            self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with self.server.tls.wrap_socket(self.request, server_side=True) as channel:
                self.converse(channel, host)
        except (OSError, ssl.SSLError, ValueError):
            pass

    def converse(self, channel, host: str):
        request = self.read(channel, host)
        server = self.server
        with server.lock:
            server.requests.append(request)
            server.waiting[host] = server.waiting.get(host, 0) + 1
            server.most_waiting[host] = max(server.most_waiting.get(host, 0), server.waiting[host])
        try:
            answer = server.answer(request)
            if answer is None:  # never
                time.sleep(20)
                return
            head = f"HTTP/1.1 {answer.status} Something\r\n"
            headers = {"Connection": "close", **answer.headers}
            if not headers.pop("Unannounced", None):
                headers["Content-Length"] = str(len(answer.body))
            head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            channel.sendall(head.encode() + b"\r\n" + (b"" if request.method == "HEAD" else answer.body))
            channel.unwrap()
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            with server.lock:
                server.waiting[host] -= 1

    @staticmethod
    def head(channel) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = channel.recv(1)
            if not piece or len(data) > 1 << 16:
                raise ValueError("no head")
            data += piece
        return data

    def read(self, channel, host: str) -> Request:
        lines = self.head(channel).decode("latin-1").split("\r\n")
        method, path, _ = lines[0].split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:]) if name}
        body = b""
        while len(body) < int(headers.get("content-length", "0")):
            piece = channel.recv(1 << 16)
            if not piece:
                break
            body += piece
        return Request(host, method, path, headers, body)


def make_certificates(folder: Path, hosts: list[str]) -> tuple[Path, Path]:
    """An authority, and a certificate with its key for all hosts."""

    def openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)

    authority, key, request, certificate = (folder / name for name in ("ca.pem", "ca.key", "leaf.csr", "leaf.pem"))
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 2, "-subj",
            "/CN=Made-up authority", "-keyout", key, "-out", authority)
    leaf_key = folder / "leaf.key"
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=vendors", "-keyout",
            leaf_key, "-out", request)
    names = ",".join(f"DNS:{host}" for host in sorted(set(hosts)))
    extensions = folder / "leaf.ext"
    extensions.write_text(f"subjectAltName={names}\n")
    openssl("x509", "-req", "-in", request, "-CA", authority, "-CAkey", key, "-CAcreateserial", "-days", 2, "-extfile",
            extensions, "-out", certificate)
    certificate.write_bytes(certificate.read_bytes() + leaf_key.read_bytes())
    return authority, certificate


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
