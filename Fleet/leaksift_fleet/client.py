"""Requests to the REST APIs of forges: bounded, patient, and with the token only where it belongs.

Only https, and http to this machine. A redirect is followed on the same host only. What is transient (429, GitHub's 403
of a rate limit, 5xx, a connection that breaks, a body that is cut off or not JSON) is repeated a few times; a host that
says when to come back is believed, up to an hour.
"""

from __future__ import annotations

import json
import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

LOGGER = logging.getLogger("leaksift_fleet.sources")

LARGEST_BODY = 64 * 1024 * 1024
"""Bytes of an answer; a page of a hundred repositories has less than one megabyte."""

MOST_PAGES = 20_000
"""Pages of a list: two million repositories."""

MOST_REDIRECTS = 5

REQUEST_SECONDS = 120.0
"""For one answer from its first byte to its last; a connection or a silence may take 30 of them."""

TRANSIENT = frozenset({500, 502, 503, 504})


class RequestError(Exception):
    """An API could not be read: the host and the reason, in one sentence without a secret."""


class NotFoundError(RequestError):
    """404 or 410: not there, or not for this credential."""


class RefusedError(RequestError):
    """401 or 403: the credential is missing, wrong or not enough."""

    def __init__(self, reason: str, challenge: str = "") -> None:
        """`challenge` is what the host wants instead, by `WWW-Authenticate`."""
        super().__init__(reason)
        self.challenge = challenge


class _TransientError(Exception):
    """Worth another attempt, after `pause` seconds, or after a growing pause."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


@dataclass(frozen=True)
class Patience:
    """How long a client tries."""

    attempts: int = 6
    """Of one request."""
    longest_pause: float = 3700.0
    """Seconds; GitHub's limits are per hour. A host that asks for more ends the list."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time


@dataclass(frozen=True)
class Page:
    """An answer in JSON."""

    value: Any
    next_url: str | None
    """The `Link` header's `next`."""


class Client:
    """Requests to one host. Not for several threads at once."""

    def __init__(
        self,
        base: str,
        authorization: Callable[[], Mapping[str, str]] = dict,
        *,
        renew: Callable[[str], bool] | None = None,
        patience: Patience | None = None,
    ) -> None:
        """`authorization` gives the headers of each request; `renew` is called when the host refuses them, with what it
        wants, and is true when there are others now."""
        self.base = base.rstrip("/")
        self._origin = _origin(self.base)
        _check_scheme(self.base)
        self._authorization = authorization
        self._renew = renew
        self._patience = patience or Patience()

    def get(self, url: str) -> Page:
        """Reads JSON. Raises :class:`RequestError` after the last attempt."""
        return self._repeated("GET", url)

    def post(self, url: str) -> Any:
        """Sends an empty request that makes something, and returns its answer."""
        return self._repeated("POST", url).value

    def is_there(self, url: str) -> bool:
        """Whether an address answers with success; false when the host says that it is not there."""
        try:
            self._repeated("GET", url, as_json=False)
        except NotFoundError:
            return False
        return True

    def pages(self, url: str, next_of: Callable[[Page], str | None] = lambda page: page.next_url) -> Iterator[Page]:
        """Reads a list page by page; the next one is on the same host, was not read before, and there is an end."""
        seen: set[str] = set()
        following: str | None = url
        while following is not None:
            if following in seen:
                raise RequestError(f"{self._host}: the list leads back to a page that was read before")
            if len(seen) == MOST_PAGES:
                raise RequestError(f"{self._host}: the list has more than {MOST_PAGES} pages")
            seen.add(following)
            page = self.get(following)
            yield page
            link = next_of(page)
            following = urljoin(following, link) if link else None

    @cached_property
    def _http(self) -> httpx.Client:
        """Made when it is first needed: the certificates take tens of milliseconds to load."""
        return httpx.Client(
            follow_redirects=False,
            timeout=httpx.Timeout(30.0),
            verify=ssl.create_default_context(),
            headers={"User-Agent": "leaksift-fleet", "Accept": "application/json"},
        )

    @property
    def _host(self) -> str:
        return urlsplit(self.base).netloc

    def _repeated(self, method: str, url: str, *, as_json: bool = True) -> Page:
        renewed = False
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._answer(method, url, as_json=as_json)
            except RefusedError as error:
                if renewed or self._renew is None or not self._renew(error.challenge):
                    raise
                renewed = True
            except _TransientError as error:
                if attempt >= self._patience.attempts:
                    raise RequestError(f"{self._host}: {error}, {attempt} times") from error
                self._wait(error, attempt)

    def _wait(self, error: _TransientError, attempt: int) -> None:
        pause = max(0.0, error.pause if error.pause is not None else 2.0 ** (attempt - 1))
        if pause > self._patience.longest_pause:
            until = datetime.fromtimestamp(self._patience.clock() + min(pause, 10**8), timezone.utc)
            raise RequestError(f"{self._host}: {error}, until {until:%Y-%m-%d %H:%M} UTC") from error
        LOGGER.info("%s: %s; trying again in %.0f s", self._host, error, pause)
        self._patience.sleep(pause)

    def _answer(self, method: str, url: str, *, as_json: bool) -> Page:
        for _ in range(MOST_REDIRECTS + 1):
            response, body = self._sent(method, url)
            if response.status_code not in (301, 302, 303, 307, 308):
                return self._judged(response, body, as_json=as_json)
            url = urljoin(url, response.headers.get("location", ""))
        raise RequestError(f"{self._host}: more than {MOST_REDIRECTS} redirects")

    def _sent(self, method: str, url: str) -> tuple[httpx.Response, bytes]:
        if _origin(url) != self._origin:
            elsewhere = urlsplit(url).netloc or "no host"
            raise RequestError(f"{self._host}: leads to {elsewhere}, where the token is not sent")
        started = time.monotonic()
        body = bytearray()
        try:
            with self._http.stream(method, url, headers=dict(self._authorization())) as response:
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > LARGEST_BODY:
                        raise RequestError(f"{self._host}: an answer has more than {LARGEST_BODY // 1024**2} MB")
                    if time.monotonic() - started > REQUEST_SECONDS:
                        raise _TransientError(f"no whole answer within {REQUEST_SECONDS:.0f} s")
            return response, bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _TransientError(_in_words(error)) from error

    def _judged(self, response: httpx.Response, body: bytes, *, as_json: bool) -> Page:
        status = response.status_code
        if status in (404, 410):
            raise NotFoundError(f"{self._host}: {_path(response)} is not there, or not for this credential")
        if status == 429 or (status == 403 and _is_rate_limit(response, body)):
            raise _TransientError("the rate limit is reached", _pause(response, self._patience.clock()))
        if status in TRANSIENT:
            raise _TransientError(f"answers {status}", _retry_after(response, self._patience.clock()))
        if status in (401, 403):
            reason = f"{self._host}: answers {status}; the credential is missing, wrong or not enough"
            raise RefusedError(reason, response.headers.get("www-authenticate", ""))
        if not response.is_success:
            raise RequestError(f"{self._host}: answers {status} to {_path(response)}")
        if not as_json:
            return Page(None, None)
        try:
            return Page(json.loads(body), response.links.get("next", {}).get("url"))
        except (ValueError, RecursionError) as error:
            raise _TransientError("the answer is not JSON") from error


def is_loopback(host: str | None) -> bool:
    """Whether a host name of a URL is this machine, whose http may be used."""
    return host in ("localhost", "::1") or re.fullmatch(r"127(\.\d{1,3}){3}", host or "") is not None


def origin(host: str) -> str:
    """The address of a host, by https; of this machine, by http."""
    address = f"https://{host}"
    return f"http://{host}" if is_loopback(urlsplit(address).hostname) else address


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def _check_scheme(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise RequestError(f"{parts.netloc or url}: only https is used, and http to this machine")


def _path(response: httpx.Response) -> str:
    return response.request.url.path


def _is_rate_limit(response: httpx.Response, body: bytes) -> bool:
    """GitHub answers 403 to both of its limits (docs.github.com, Rate limits for the REST API)."""
    headers = response.headers
    said = "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"
    return said or b"rate limit" in body[:4096].lower()


def _pause(response: httpx.Response, now: float) -> float | None:
    """Seconds until a limit ends: what the host says, else a minute, as GitHub asks for.

    GitHub says it by `X-RateLimit-Reset`, GitLab by `RateLimit-Reset`, both in seconds since 1970.
    """
    said = _retry_after(response, now)
    if said is not None:
        return said
    for prefix in ("x-ratelimit", "ratelimit"):
        reset = response.headers.get(f"{prefix}-reset", "")
        if response.headers.get(f"{prefix}-remaining") == "0" and re.fullmatch(r"\d{1,12}", reset):
            return float(reset) - now + 1
    return 60.0


def _retry_after(response: httpx.Response, now: float) -> float | None:
    """The seconds or the date of `Retry-After` (RFC 9110, 10.2.3)."""
    value = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,12}", value):
        return float(value)
    try:
        return parsedate_to_datetime(value).timestamp() - now
    except (TypeError, ValueError):
        return None


def _in_words(error: Exception) -> str:
    """A failure of the connection, without the URL."""
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    if isinstance(error, httpx.ConnectError):
        return f"no connection ({str(error)[:120]})"
    return "the answer is cut off or not HTTP"
