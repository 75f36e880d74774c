"""Credentials of hosts: where they are looked up, and how git is given one without a trace on disk.

A credential has a *name* such as `github:github.com/acme` (forge, host, owner), which is what a
:class:`~leaksift_fleet.model.Repository` carries; each process looks the secret up by itself, in the first of these
places that has one:

1. `LEAKSIFT_TOKEN_<HOST>`, with `LEAKSIFT_USER_<HOST>` where the host wants a user name; in `<HOST>` a `.` or `:` is
   `_`, a `-` is `__`
2. `GITHUB_APP_ID` and a private key (:mod:`leaksift_fleet.github_app`)
3. `GH_TOKEN`, `GITHUB_TOKEN` for github.com, `GITLAB_TOKEN` for gitlab.com, `BITBUCKET_TOKEN` for bitbucket.org, and
   for no other host
4. `git credential fill`, that is the credential helpers of git's configuration
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from leaksift_fleet import github_app
from leaksift_fleet.client import is_loopback

VARIABLES = {
    "github.com": ("GH_TOKEN", "GITHUB_TOKEN"),
    "gitlab.com": ("GITLAB_TOKEN",),
    "bitbucket.org": ("BITBUCKET_TOKEN",),
}

USER_NAMES = {"github": "x-access-token", "gitlab": "oauth2", "bitbucket": "x-token-auth"}
"""What git sends as user name beside a token, by forge; where none is prescribed any will do."""

ATLASSIAN_USER = "x-bitbucket-api-token-auth"
"""git's user name beside an API token of bitbucket.org, whose REST API wants the account's address instead
(support.atlassian.com, Using API tokens)."""

SPARE_SECONDS = 300
"""A token is renewed this long before it expires, so that no clone that starts with it fails for that."""

HELPER_SECONDS = 30
"""How long a credential helper may take."""


@dataclass(frozen=True)
class Credential:
    """A secret and what goes with it."""

    secret: str = field(repr=False)
    user: str | None = None
    """The user name that the host wants beside the secret; none for a token that is enough by itself."""
    expires_at: float | None = None
    """Seconds since 1970."""


@dataclass(frozen=True)
class CredentialName:
    """The parts of a credential's name."""

    forge: str
    host: str
    """With the port, where it is not the usual one."""
    owner: str = ""

    @classmethod
    def parsed(cls, name: str) -> CredentialName:
        """Reads what `str` of one gives."""
        forge, _, place = name.partition(":")
        host, _, owner = place.partition("/")
        return cls(forge, host, owner)

    def __str__(self) -> str:
        return f"{self.forge}:{self.host}" + (f"/{self.owner}" if self.owner else "")


class Credentials:
    """Looks credentials up, once for each name until they expire. Not for several threads at once."""

    def __init__(self, environment: Mapping[str, str] | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self._environment = os.environ if environment is None else environment
        self._clock = clock
        self._found: dict[str, Credential | None] = {}

    @staticmethod
    @cache
    def of_process() -> Credentials:
        """Those of this process's environment, the same for all its tasks: a token of an App is made once an hour, not
        for each repository."""
        return Credentials()

    def lookup(self, name: str | None) -> Credential | None:
        """The credential of a name; none when no place has one, and the host is accessed without.

        Raises :class:`github_app.AppError` when a GitHub App is configured and gives no token. Costs up to two requests
        to GitHub for an App, or one process for a credential helper, and nothing when repeated.
        """
        if name is None:
            return None
        known = self._found.get(name)
        if name in self._found and not self._expires_soon(known):
            return known
        self._found[name] = self._looked_up(CredentialName.parsed(name))
        return self._found[name]

    def renew(self, name: str) -> bool:
        """Drops a credential that a host has refused; true when another one is found now."""
        former = self._found.pop(name, None)
        current = self.lookup(name)
        return current is not None and (former is None or current.secret != former.secret)

    def _expires_soon(self, credential: Credential | None) -> bool:
        expiry = credential.expires_at if credential else None
        return expiry is not None and expiry - SPARE_SECONDS <= self._clock()

    def _looked_up(self, name: CredentialName) -> Credential | None:
        suffix = variable_suffix(name.host)
        token = self._environment.get(f"LEAKSIFT_TOKEN_{suffix}")
        if token:
            return Credential(token.strip(), self._environment.get(f"LEAKSIFT_USER_{suffix}") or None)
        app = github_app.App.configured(self._environment)
        if app and name.forge == "github" and name.host == app.host:
            minted = app.installation_token(name.owner, self._clock)
            return Credential(minted.secret, None, minted.expires_at)
        for variable in VARIABLES.get(name.host, ()):
            if self._environment.get(variable):
                return Credential(self._environment[variable].strip())
        return from_helper(name.host, self._environment)


def variable_suffix(host: str) -> str:
    """How a host is spelled at the end of a variable's name: `git-1.acme.example` is `GIT__1_ACME_EXAMPLE`."""
    return re.sub(r"[^A-Z0-9_]", "_", host.upper().replace("-", "__"))


def variables(environment: Mapping[str, str]) -> dict[str, bool]:
    """The variables that credentials may be in, and whether each is set."""
    known = {
        "GITHUB_APP_ID",
        "AWS_ACCESS_KEY_ID",
        "AWS_PROFILE",
        *(name for names in VARIABLES.values() for name in names),
    }
    own = {name for name in environment if name.startswith("LEAKSIFT_TOKEN_")}
    return {name: bool(environment.get(name)) for name in sorted(known | own)}


def from_helper(host: str, environment: Mapping[str, str]) -> Credential | None:
    """What git's credential helpers have for a host; they are run without a terminal and may not ask."""
    request = f"protocol=https\nhost={host}\n\n"
    quiet = {**environment, "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "GCM_INTERACTIVE": "never"}
    try:
        answer = subprocess.run(
            ["git", "credential", "fill"],
            input=request,
            env=quiet,
            capture_output=True,
            text=True,
            timeout=HELPER_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    members = dict(line.split("=", 1) for line in answer.stdout.splitlines() if "=" in line)
    secret = members.get("password")
    return Credential(secret, members.get("username")) if answer.returncode == 0 and secret else None


def user_for_git(name: str, credential: Credential) -> str:
    """The user name that git sends beside a secret."""
    parts = CredentialName.parsed(name)
    if credential.user and parts.host == "bitbucket.org" and "@" in credential.user:
        return ATLASSIAN_USER
    return credential.user or USER_NAMES.get(parts.forge, "token")


_HELPER = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$LEAKSIFT_GIT_USER" "$LEAKSIFT_GIT_SECRET"; }; f'
)


def git_environment(
    location: str,
    name: str | None,
    credentials: Credentials,
    environment: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The environment of a child process that runs git on a location.

    The child never waits for a terminal, and speaks only https, ssh and files (and http to this machine). Where there
    is a credential, a helper gives it for the location's host only, so that a redirect to another host gets none; it is
    in the environment of that child and in no configuration, argument or URL, and helpers that would store it are off.
    Raises what :meth:`Credentials.lookup` does.
    """
    child = dict(os.environ if environment is None else environment)
    url = urlsplit(location)
    protocols = "https:ssh:file" + (":http" if url.scheme == "http" and is_loopback(url.hostname) else "")
    child |= {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "GIT_ALLOW_PROTOCOL": protocols}
    child.setdefault("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=30")
    credential = credentials.lookup(name) if url.scheme in ("https", "http") else None
    if name is None or credential is None:
        return child
    settings = [("credential.helper", ""), (f"credential.{url.scheme}://{url.netloc}.helper", _HELPER)]
    first = int(child.get("GIT_CONFIG_COUNT") or 0)
    for number, (key, value) in enumerate(settings, start=first):
        child |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    child |= {
        "GIT_CONFIG_COUNT": str(first + len(settings)),
        "LEAKSIFT_GIT_USER": user_for_git(name, credential),
        "LEAKSIFT_GIT_SECRET": credential.secret,
    }
    return child
