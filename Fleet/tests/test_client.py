"""Requests: what is repeated, how long is waited, where no token goes."""

from __future__ import annotations

import secrets
from datetime import datetime, timezone
from email.utils import format_datetime

import pytest

from leaksift_fleet import client as module
from leaksift_fleet.client import Client, NotFoundError, Patience, RefusedError, RequestError, is_loopback, origin
from tests.forges import Answer, Server, answer, serving

NOW = 1_800_000_000.0


class Waits(list[float]):
    """Records pauses instead of waiting for them."""

    def patience(self) -> Patience:
        return Patience(sleep=self.append, clock=lambda: NOW)


def client(server: Server, waits: Waits | None = None) -> Client:
    return Client(server.url, patience=(waits if waits is not None else Waits()).patience())


def get(server: Server, script: list[Answer], waits: Waits) -> object:
    server.routes["/x"] = lambda _: answer({"ok": True})
    server.script["/x"] = script
    return client(server, waits).get(f"{server.url}/x").value


@pytest.mark.parametrize(
    ("refusal", "pause"),
    [
        (answer({}, 429, Retry_After="7"), 7),
        (answer({}, 403, Retry_After="8"), 8),
        (answer({}, 429, Retry_After=format_datetime(datetime.fromtimestamp(NOW + 90, timezone.utc))), 90),
        (answer({}, 403, X_RateLimit_Remaining="0", X_RateLimit_Reset=str(int(NOW) + 1800)), 1801),
        (answer({}, 429, RateLimit_Remaining="0", RateLimit_Reset=str(int(NOW) + 30)), 31),
        (answer({"message": "You have exceeded a secondary rate limit"}, 403), 60),
        (answer({}, 429), 60),
        (answer({}, 503, Retry_After="3"), 3),
        (answer({}, 500), 1),
        (Answer(b"<html>busy"), 1),
        (Answer(b'{"ok": tr', is_cut_off=True), 1),
    ],
)
def test_what_passes_is_waited_for(server: Server, refusal: Answer, pause: float) -> None:
    waits = Waits()
    assert get(server, [refusal], waits) == {"ok": True}
    assert waits == [pause]


def test_attempts_are_bounded_and_pauses_grow(server: Server) -> None:
    waits = Waits()
    with pytest.raises(RequestError, match=r"answers 502, 6 times"):
        get(server, [answer({}, 502) for _ in range(20)], waits)
    assert waits == [1, 2, 4, 8, 16]
    assert server.count("/x") == 6


def test_a_limit_beyond_all_patience_ends_with_its_time(server: Server) -> None:
    with pytest.raises(RequestError, match=r"the rate limit is reached, until 2027-01-1\d \d\d:\d\d UTC"):
        get(server, [answer({}, 429, Retry_After="90000")], Waits())


def test_refusals_are_not_repeated(server: Server) -> None:
    waits = Waits()
    with pytest.raises(RefusedError, match="403"):
        get(server, [answer({"message": "Must have admin rights"}, 403)], waits)
    with pytest.raises(NotFoundError):
        client(server, waits).get(f"{server.url}/y")
    with pytest.raises(RequestError, match="answers 418 to /x"):
        get(server, [answer({}, 418)], waits)
    assert waits == []


def test_a_credential_that_expired_is_renewed_once(server: Server) -> None:
    tokens = [secrets.token_hex(8) for _ in range(3)]
    server.routes["/x"] = lambda _: answer([1])
    server.tokens = {tokens[1]}
    sent = iter(tokens)
    current = [next(sent)]

    def renew(challenge: str) -> bool:
        assert challenge == 'Basic realm="forge"'
        current[0] = next(sent)
        return True

    renewing = Client(server.url, lambda: {"Authorization": current[0]}, renew=renew, patience=Waits().patience())
    assert renewing.get(f"{server.url}/x").value == [1]
    server.tokens = {"none of them"}
    with pytest.raises(RefusedError, match="401"):
        renewing.get(f"{server.url}/x")
    assert server.count("/x") == 4


def test_the_token_goes_to_no_other_host(server: Server) -> None:
    with serving() as other:
        other.routes["/x"] = lambda _: answer([])
        moved = Answer(b"", 302, {"Location": f"{other.url}/x"})
        server.routes |= {"/x": lambda _: moved, "/p": lambda _: answer([1], Link=f'<{other.url}/x>; rel="next"')}
        with pytest.raises(RequestError, match=f"leads to {other.host}, where the token is not sent"):
            client(server).get(f"{server.url}/x")
        with pytest.raises(RequestError, match="where the token is not sent"):
            list(client(server).pages(f"{server.url}/p"))
        assert other.requests == []


def test_redirects_on_the_same_host_are_followed_to_an_end(server: Server) -> None:
    server.routes["/old"] = lambda _: Answer(b"", 301, {"Location": "/new"})
    server.routes["/new"] = lambda _: answer([5])
    server.routes["/loop"] = lambda _: Answer(b"", 302, {"Location": "/loop"})
    assert client(server).get(f"{server.url}/old").value == [5]
    with pytest.raises(RequestError, match="redirects"):
        client(server).get(f"{server.url}/loop")


def test_pages_end(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.list("/rows", [1, 2, 3, 4, 5])
    assert [page.value for page in client(server).pages(f"{server.url}/rows")] == [[1, 2], [3, 4], [5]]
    server.routes["/loop"] = lambda _: answer([1], Link='</loop?page=1>; rel="next"')
    with pytest.raises(RequestError, match="read before"):
        list(client(server).pages(f"{server.url}/loop"))
    monkeypatch.setattr(module, "MOST_PAGES", 7)
    server.routes["/more"] = lambda request: answer(
        [1], Link=f'</more?page={request.query.get("page", "")}1>; rel="next"'
    )
    with pytest.raises(RequestError, match="more than 7 pages"):
        list(client(server).pages(f"{server.url}/more"))


def test_answers_are_bounded(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_BODY", 1024**2)
    server.routes["/x"] = lambda _: Answer(b" " * (2 * 1024**2))
    with pytest.raises(RequestError, match="more than 1 MB"):
        client(server).get(f"{server.url}/x")


def test_a_host_that_is_not_there(server: Server) -> None:
    with serving() as gone:
        address = gone.url
    waits = Waits()
    with pytest.raises(RequestError, match="no connection"):
        Client(address, patience=waits.patience()).get(f"{address}/x")
    assert len(waits) == 5


def test_only_https_but_to_this_machine() -> None:
    with pytest.raises(RequestError, match="only https"):
        Client("http://git.example/api")
    assert origin("git.example") == "https://git.example"
    assert origin("127.0.0.1:80") == "http://127.0.0.1:80"
    assert is_loopback("localhost")
    assert not is_loopback("127.0.0.1.example")
