"""Tokens of a GitHub App: they expire within an hour and are made anew in mid-run.

Configured by `GITHUB_APP_ID`, `GITHUB_APP_PRIVATE_KEY_FILE` (or `GITHUB_APP_PRIVATE_KEY`, the key itself), and, where
they differ from the usual, `GITHUB_APP_INSTALLATION_ID` and `GITHUB_APP_HOST`. Source of the protocol: docs.github.com,
Generating an installation access token for a GitHub App.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import jwt

from leaksift_fleet.client import Client, NotFoundError, RequestError, origin

CLOCK_DRIFT = 60
"""Seconds that a JSON web token is dated back, as GitHub advises."""

LIFETIME = 540
"""Seconds that one lives; GitHub refuses more than 600."""


class AppError(Exception):
    """An App that is configured gives no token; the text has no secret in it."""


@dataclass(frozen=True)
class Token:
    """An installation's token."""

    secret: str = field(repr=False)
    expires_at: float


@dataclass(frozen=True)
class App:
    """A GitHub App, as the environment configures it."""

    id: str
    private_key: str = field(repr=False)
    host: str = "github.com"
    installation: str | None = None

    @classmethod
    def configured(cls, environment: Mapping[str, str]) -> App | None:
        """The App that the environment names, if any."""
        number = environment.get("GITHUB_APP_ID")
        if not number:
            return None
        return cls(
            number,
            _private_key(environment),
            environment.get("GITHUB_APP_HOST") or "github.com",
            environment.get("GITHUB_APP_INSTALLATION_ID") or None,
        )

    def installation_token(self, owner: str, clock: Callable[[], float]) -> Token:
        """A new token of the installation at an organisation or user. Costs one request, or up to three without the
        installation's id."""
        client = Client(api_address(self.host), lambda: {"Authorization": f"Bearer {self._web_token(clock())}"})
        try:
            installation = self.installation or self._installation(client, owner)
            answer = client.post(f"{client.base}/app/installations/{installation}/access_tokens")
            expiry = datetime.fromisoformat(str(answer["expires_at"]).replace("Z", "+00:00")).timestamp()
            return Token(str(answer["token"]), expiry)
        except RequestError as error:
            raise AppError(f"the GitHub App {self.id} gives no token for {owner}: {error}") from error
        except (KeyError, TypeError, ValueError) as error:
            raise AppError(f"the GitHub App {self.id} gives no token for {owner}: unexpected answer") from error

    def _installation(self, client: Client, owner: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9-]+", owner):
            raise AppError("GITHUB_APP_INSTALLATION_ID is needed where no owner is known")
        try:
            answer = client.get(f"{client.base}/orgs/{owner}/installation").value
        except NotFoundError:
            answer = client.get(f"{client.base}/users/{owner}/installation").value
        return str(int(answer["id"]))

    def _web_token(self, now: float) -> str:
        claims = {"iat": int(now) - CLOCK_DRIFT, "exp": int(now) + LIFETIME, "iss": self.id}
        try:
            return jwt.encode(claims, self.private_key, algorithm="RS256")
        except (ValueError, TypeError, jwt.PyJWTError) as error:
            raise AppError(f"the private key of the GitHub App {self.id} is not an RSA key in PEM form") from error


def api_address(host: str) -> str:
    """Where a host of GitHub has its REST API: github.com, GitHub Enterprise Cloud with data residency, or a server."""
    if host == "github.com" or host.endswith(".ghe.com"):
        return f"https://api.{host}"
    return f"{origin(host)}/api/v3"


def _private_key(environment: Mapping[str, str]) -> str:
    name = environment.get("GITHUB_APP_PRIVATE_KEY_FILE")
    if not name:
        key = environment.get("GITHUB_APP_PRIVATE_KEY", "").replace("\\n", "\n")
        if not key:
            raise AppError("GITHUB_APP_ID is set, but neither GITHUB_APP_PRIVATE_KEY_FILE nor GITHUB_APP_PRIVATE_KEY")
        return key
    try:
        return Path(name).read_text("ascii")
    except (OSError, ValueError) as error:
        raise AppError(f"GITHUB_APP_PRIVATE_KEY_FILE: {name} cannot be read") from error
