"""Where credentials come from, how they are renewed, and that git leaves no trace of them."""

from __future__ import annotations

import secrets
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from leaksift_fleet.client import Patience
from leaksift_fleet.credentials import (
    SPARE_SECONDS,
    Credential,
    CredentialName,
    Credentials,
    git_environment,
    user_for_git,
    variable_suffix,
    variables,
)
from leaksift_fleet.github_app import App, AppError, api_address
from leaksift_fleet.model import Repository, SourceProblem
from leaksift_fleet.sources.forge import basic
from leaksift_fleet.sources.github import GitHub
from tests.forges import Answer, Request, Server, answer, serving


def test_names_round_trip() -> None:
    for text in ("github:github.com/acme", "git:git.example:8443/team", "registry:r.example"):
        assert str(CredentialName.parsed(text)) == text
    assert variable_suffix("git-1.acme.example:8443") == "GIT__1_ACME_EXAMPLE_8443"


def test_tokens_of_one_host_are_for_no_other(no_credentials: dict[str, str]) -> None:
    token, other = secrets.token_hex(20), secrets.token_hex(20)
    credentials = Credentials(no_credentials | {"GITHUB_TOKEN": token, "LEAKSIFT_TOKEN_GHE_EXAMPLE": other})
    assert credentials.lookup("github:github.com/acme") == Credential(token)
    assert credentials.lookup("github:ghe.example/acme") == Credential(other)
    assert credentials.lookup("github:elsewhere.example/acme") is None
    assert credentials.lookup(None) is None


def test_variables_are_named_and_not_shown(no_credentials: dict[str, str]) -> None:
    token = secrets.token_hex(20)
    found = variables(no_credentials | {"GITLAB_TOKEN": token, "LEAKSIFT_TOKEN_GIT_EXAMPLE": token, "GH_TOKEN": ""})
    assert {name for name, is_set in found.items() if is_set} == {"GITLAB_TOKEN", "LEAKSIFT_TOKEN_GIT_EXAMPLE"}
    assert "GH_TOKEN" in found
    assert token not in str(found)


def test_no_text_shows_a_secret(no_credentials: dict[str, str]) -> None:
    token = secrets.token_hex(20)
    credentials = Credentials(no_credentials | {"GITHUB_TOKEN": token})
    found = credentials.lookup("github:github.com/acme")
    assert token not in repr(found)
    assert token not in repr(credentials)
    assert token not in repr(App("1", token))


def test_credential_helpers_are_asked_without_a_terminal(no_credentials: dict[str, str], tmp_path: Path) -> None:
    secret = secrets.token_hex(20)
    helper = tmp_path / "helper"
    helper.write_text(f'#!/bin/sh\ngrep -q host=git.example && printf "username=ann\\npassword={secret}\\n"\n')
    helper.chmod(0o700)
    (tmp_path / ".gitconfig").write_text(f"[credential]\n\thelper = {helper}\n")
    credentials = Credentials(no_credentials)
    assert credentials.lookup("gitea:git.example/acme") == Credential(secret, "ann")
    assert credentials.lookup("gitea:other.example/acme") is None


@pytest.mark.parametrize(
    ("name", "user", "expected"),
    [
        ("github:github.com/a", None, "x-access-token"),
        ("gitlab:git.example/a", None, "oauth2"),
        ("bitbucket:bitbucket.org/a", None, "x-token-auth"),
        ("bitbucket:bitbucket.org/a", "ann@example.com", "x-bitbucket-api-token-auth"),
        ("gitea:git.example/a", "ann", "ann"),
        ("git:git.example/a", None, "token"),
    ],
)
def test_user_names_for_git(name: str, user: str | None, expected: str) -> None:
    assert user_for_git(name, Credential("x", user)) == expected


def publish(server: Server, folder: Path, prefix: str) -> None:
    """Serves a bare repository by git's dumb protocol."""
    for file in folder.rglob("*"):
        if file.is_file():
            path = f"{prefix}/{file.relative_to(folder)}"
            server.routes[path] = lambda _, file=file: Answer(file.read_bytes())


@pytest.fixture
def bare(tmp_path: Path, no_credentials: dict[str, str]) -> Path:
    """A bare repository with one commit, ready for the dumb protocol."""
    work = tmp_path / "work"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for line in (["init", "-q", str(work)], ["-C", str(work), "commit", "-q", "--allow-empty", "-m", "x"]):
        subprocess.run([*git, *line], check=True, env=no_credentials)
    subprocess.run(["git", "clone", "-q", "--bare", str(work), str(tmp_path / "bare")], check=True, env=no_credentials)
    subprocess.run(["git", "-C", str(tmp_path / "bare"), "update-server-info"], check=True, env=no_credentials)
    return tmp_path / "bare"


def clone(server: Server, to: Path, environment: dict[str, str], token: str | None) -> subprocess.CompletedProcess[str]:
    location, name = f"{server.url}/acme/app.git", f"github:{server.host}/acme"
    variables = {f"LEAKSIFT_TOKEN_{variable_suffix(server.host)}": token} if token else {}
    child = git_environment(location, name, Credentials(environment | variables), environment)
    line = ["git", "clone", "-q", "--mirror", location, str(to)]
    return subprocess.run(line, env=child, capture_output=True, text=True, check=False, timeout=60)


def test_git_clones_with_the_credential_and_keeps_none(
    bare: Path, tmp_path: Path, no_credentials: dict[str, str]
) -> None:
    token = secrets.token_hex(20)
    (tmp_path / ".gitconfig").write_text("[credential]\n\thelper = store\n")
    with serving() as server:
        publish(server, bare, "/acme/app.git")
        server.tokens = {basic("x-access-token", token)}
        done = clone(server, tmp_path / "mirror", no_credentials, token)
        assert done.returncode == 0, done.stderr
        assert token not in done.stderr + done.stdout
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        assert not any(token.encode() in file.read_bytes() for file in files)
        assert not (tmp_path / ".git-credentials").exists()
        assert clone(server, tmp_path / "none", no_credentials, None).returncode != 0


def test_a_redirect_to_another_host_gets_no_credential(
    bare: Path, tmp_path: Path, no_credentials: dict[str, str]
) -> None:
    token = secrets.token_hex(20)
    with serving() as server, serving() as thief:
        thief.tokens = {"none"}
        server.routes["/acme/app.git/info/refs"] = lambda request: Answer(
            b"", 302, {"Location": f"{thief.url}/acme/app.git/info/refs?service=git-upload-pack"}
        )
        assert clone(server, tmp_path / "mirror", no_credentials, token).returncode != 0
        assert thief.requests
        assert not any(request.authorization for request in thief.requests)


def test_settings_of_the_environment_are_kept(no_credentials: dict[str, str]) -> None:
    own = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.proxy", "GIT_CONFIG_VALUE_0": "x"}
    credentials = Credentials(no_credentials | {"GITHUB_TOKEN": secrets.token_hex(20)})
    child = git_environment("https://github.com/a/b", "github:github.com/a", credentials, no_credentials | own)
    assert child["GIT_CONFIG_COUNT"] == "3"
    assert child["GIT_CONFIG_KEY_0"] == "http.proxy"
    assert child["GIT_CONFIG_KEY_2"] == "credential.https://github.com.helper"
    assert child["GIT_ALLOW_PROTOCOL"] == "https:ssh:file"


@pytest.mark.parametrize("location", ["ext::sh -c touch% owned", "http://git.example/x"])
def test_git_speaks_no_other_protocol(location: str, tmp_path: Path, no_credentials: dict[str, str]) -> None:
    child = git_environment(location, None, Credentials(no_credentials), no_credentials)
    done = subprocess.run(
        ["git", "clone", location, "x"], env=child, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "not allowed" in done.stderr
    assert not (tmp_path / "owned").exists()


class Hub:
    """Plays GitHub's part in an App's tokens, which live for as long as it says."""

    def __init__(self, server: Server, key: rsa.RSAPublicKey) -> None:
        self.server, self.key = server, key
        self.minted: list[str] = []
        self.lifetime = 3600.0
        server.routes["/api/v3/orgs/acme/installation"] = self.installation
        server.routes["/api/v3/app/installations/42/access_tokens"] = self.mint

    def installation(self, request: Request) -> Answer:
        self.check(request)
        return answer({"id": 42})

    def mint(self, request: Request) -> Answer:
        self.check(request)
        self.minted.append("minted-" + secrets.token_hex(20))
        expiry = datetime.fromtimestamp(time.time() + self.lifetime, timezone.utc)
        return answer({"token": self.minted[-1], "expires_at": f"{expiry:%Y-%m-%dT%H:%M:%SZ}"}, 201)

    def check(self, request: Request) -> None:
        token = (request.authorization or "").removeprefix("Bearer ")
        claims = jwt.decode(token, self.key, algorithms=["RS256"], options={"verify_iat": False, "verify_exp": False})
        assert claims["iss"] == "7"
        assert claims["exp"] - claims["iat"] <= 600


@pytest.fixture
def app(server: Server, tmp_path: Path, no_credentials: dict[str, str]) -> tuple[Hub, dict[str, str]]:
    """A GitHub App at the server, and the environment that configures it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    file = tmp_path / "app.pem"
    file.write_bytes(pem)
    settings = {"GITHUB_APP_ID": "7", "GITHUB_APP_PRIVATE_KEY_FILE": str(file), "GITHUB_APP_HOST": server.host}
    return Hub(server, key.public_key()), no_credentials | settings


def test_a_process_makes_one_token_for_all_its_tasks(
    server: Server, app: tuple[Hub, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, environment = app
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    Credentials.of_process.cache_clear()
    secret = {Credentials.of_process().lookup(f"github:{server.host}/acme") for _ in range(3)}
    Credentials.of_process.cache_clear()
    assert len(secret) == len(hub.minted) == 1


def test_app_tokens_are_renewed_before_they_expire(server: Server, app: tuple[Hub, dict[str, str]]) -> None:
    hub, environment = app
    now = [time.time()]
    credentials = Credentials(environment, clock=lambda: now[0])
    name = f"github:{server.host}/acme"
    first, again = credentials.lookup(name), credentials.lookup(name)
    assert first == again
    assert first is not None
    assert first.secret == hub.minted[0]
    now[0] += 3600 - SPARE_SECONDS + 1
    renewed = credentials.lookup(name)
    assert renewed is not None
    assert renewed.secret == hub.minted[1]


def test_a_token_that_expires_in_the_middle_of_a_list(server: Server, app: tuple[Hub, dict[str, str]]) -> None:
    hub, environment = app
    rows = [{"id": n, "full_name": f"acme/r{n}", "size": 1} for n in range(6)]
    server.list("/api/v3/orgs/acme/repos", rows)
    page = server.routes["/api/v3/orgs/acme/repos"]

    def guarded(request: Request) -> Answer:
        needed = hub.minted[0] if request.query.get("page", "1") == "1" else "minted later"
        token = (request.authorization or "").removeprefix("Bearer ")
        is_valid = token == needed or (needed == "minted later" and token in hub.minted[1:])
        return page(request) if is_valid else answer({"message": "Bad credentials"}, 401)

    server.routes["/api/v3/orgs/acme/repos"] = guarded
    source = GitHub(server.host, "acme", None, Credentials(environment), Patience(sleep=lambda _: None))
    assert all(isinstance(item, Repository) for item in source.repositories())
    assert len(hub.minted) == 2


def test_an_app_that_gives_no_token_is_a_problem_and_shows_no_key(
    server: Server, app: tuple[Hub, dict[str, str]], tmp_path: Path
) -> None:
    _, environment = app
    server.routes["/api/v3/app/installations/42/access_tokens"] = lambda _: answer({"message": "suspended"}, 403)
    source = GitHub(server.host, "acme", None, Credentials(environment), Patience(sleep=lambda _: None))
    (problem,) = source.repositories()
    assert isinstance(problem, SourceProblem)
    assert "the GitHub App 7 gives no token for acme" in problem.reason
    (tmp_path / "app.pem").write_text("no key at all")
    with pytest.raises(AppError, match="not an RSA key"):
        Credentials(environment).lookup(f"github:{server.host}/acme")
    with pytest.raises(AppError, match="cannot be read"):
        Credentials(environment | {"GITHUB_APP_PRIVATE_KEY_FILE": "/nowhere"}).lookup(f"github:{server.host}/acme")


def test_addresses_of_apis() -> None:
    assert api_address("github.com") == "https://api.github.com"
    assert api_address("acme.ghe.com") == "https://api.acme.ghe.com"
    assert api_address("ghe.example") == "https://ghe.example/api/v3"
