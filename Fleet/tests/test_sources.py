"""Addresses, lists and folders."""

from __future__ import annotations

import io
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from leaksift_fleet.credentials import Credentials
from leaksift_fleet.model import Kind, Repository, SourceProblem
from leaksift_fleet.sources import AddressError, Sources
from leaksift_fleet.sources.bitbucket import Bitbucket, BitbucketDataCenter
from leaksift_fleet.sources.folder import Folder
from leaksift_fleet.sources.gitea import Gitea
from leaksift_fleet.sources.github import GitHub
from leaksift_fleet.sources.gitlab import GitLab


@pytest.fixture
def sources(no_credentials: dict[str, str]) -> Sources:
    """What users name, without credentials."""
    return Sources(credentials=Credentials(no_credentials))


def repository(path: Path, *, bare: bool = False) -> Path:
    """An empty repository at a path."""
    subprocess.run(["git", "init", "-q", *(["--bare"] if bare else []), str(path)], check=True)
    return path


@pytest.mark.parametrize(
    ("argument", "kind", "host", "owner", "hosts"),
    [
        ("github:acme", GitHub, "github.com", "acme", ("api.github.com",)),
        ("github+https://GHE.example/acme/", GitHub, "ghe.example", "acme", ("ghe.example",)),
        ("gitlab:acme/sub/team", GitLab, "gitlab.com", "acme/sub/team", ("gitlab.com",)),
        ("gitlab+https://git.example", GitLab, "git.example", "", ("git.example",)),
        ("gitea+https://git.example:8443/acme", Gitea, "git.example:8443", "acme", ("git.example:8443",)),
        ("forgejo+https://codeberg.org/acme", Gitea, "codeberg.org", "acme", ("codeberg.org",)),
        ("bitbucket:acme", Bitbucket, "bitbucket.org", "acme", ("api.bitbucket.org",)),
        ("bitbucket+https://bb.example/~ann", BitbucketDataCenter, "bb.example", "~ann", ("bb.example",)),
    ],
)
def test_addresses_of_forges(
    sources: Sources, argument: str, kind: type, host: str, owner: str, hosts: tuple[str, ...]
) -> None:
    source = sources.named(argument)
    assert type(source) is kind
    assert isinstance(source, (GitHub, GitLab, Gitea, Bitbucket, BitbucketDataCenter))
    assert (source.host, source.owner, source.hosts) == (host, owner, hosts)


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ("github:", "missing, as in github:acme"),
        ("gitlab:", "missing, as in gitlab:acme"),
        ("gitea:acme", "gitea has no usual host"),
        ("github:acme/app", "name the owner alone"),
        ("github:..", "not the name of an organisation"),
        ("github+http://ghe.example/acme", "only https"),
        ("github+https://me:pass@ghe.example/acme", "credentials are not"),
        ("https://me:pass@git.example/team/app", "a credential in the address"),
        ("https://token@git.example/team/app", "a credential in the address"),
        ("http://git.example/team/app", "`http` is not used"),
        ("git://git.example/team/app", "`git` is not used"),
        ("ext::sh -c touch%20x", "no such file"),
        ("ext://sh", "`ext` is not used"),
        ("file:///etc", "`file` is not used"),
        ("ssh://-oProxyCommand=x/y", "needs a host and a path"),
        ("https://git.example/", "needs a host and a path"),
        ("https://git.example/a?b=c", "are not used"),
        ("docker://Not An Image", "docker://HOST/NAME:TAG"),
        ("s3://No_Bucket/x", "s3://BUCKET/PREFIX"),
        ("nowhere/at/all", "no such file or folder"),
    ],
)
def test_addresses_that_cannot_be_used(sources: Sources, argument: str, reason: str) -> None:
    with pytest.raises(AddressError, match=reason) as caught:
        sources.named(argument)
    assert "pass" not in str(caught.value)


@pytest.mark.parametrize(
    ("argument", "name", "location", "credential"),
    [
        ("https://github.com/acme/app.git", "github.com/acme/app", None, "github:github.com/acme"),
        ("https://git.example:8443/a/b/c", "git.example:8443/a/b/c", None, "git:git.example:8443/a"),
        ("git@git.example:team/app.git", "git.example/team/app", None, None),
        ("ssh://git@git.example:2222/team/app", "git.example:2222/team/app", None, None),
    ],
)
def test_addresses_of_repositories(
    sources: Sources, argument: str, name: str, location: str | None, credential: str | None
) -> None:
    assert list(sources.named(argument).repositories()) == [
        Repository(name, Kind.GIT, location or argument, None, credential)
    ]


def test_folders_are_searched_at_any_depth(sources: Sources, tmp_path: Path) -> None:
    repository(tmp_path / "b" / "deep" / "app")
    repository(tmp_path / "a.git", bare=True)
    repository(tmp_path / "b" / "deep" / "app" / "vendored")
    (tmp_path / "c").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "b")
    listed = list(sources.named(str(tmp_path)).repositories())
    assert [item.location for item in listed if isinstance(item, Repository)] == [
        str(tmp_path / "a.git"),
        str(tmp_path / "b" / "deep" / "app"),
    ]
    assert len(listed) == 2
    (single,) = sources.named(str(tmp_path / "a.git")).repositories()
    assert single == listed[0]
    (problem,) = sources.named(str(tmp_path / "c")).repositories()
    assert problem == SourceProblem(str(tmp_path / "c"), "there is no repository in this folder")


def test_a_folder_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path / "a")
    (tmp_path / "closed").mkdir()
    real = __import__("os").scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("leaksift_fleet.sources.folder.os.scandir", scandir)
    listed = list(Folder(tmp_path).repositories())
    assert [type(item) for item in listed] == [Repository, SourceProblem]
    assert listed[1] == SourceProblem(str(tmp_path / "closed"), "cannot be read: Permission denied")


def test_a_list_names_what_it_can_and_the_lines_that_it_cannot(sources: Sources, tmp_path: Path) -> None:
    repository(tmp_path / "mine")
    secret = secrets.token_hex(8)
    file = tmp_path / "list.txt"
    lines = [
        "\ufeff# ours",
        "",
        "https://git.example/team/app.git",
        "  mine  ",
        f"https://me:{secret}@git.example/x/y",
        "https://git.example/team/app",
        "missing",
        "docker://registry.example/app:1",
    ]
    file.write_bytes("\r\n".join(lines).encode() + b"\n\xff\xfe\n" + b"x" * 9000)
    source = sources.named(str(file))
    listed = list(source.repositories())
    assert [item.name for item in listed if isinstance(item, Repository)] == [
        "git.example/team/app",
        str(tmp_path / "mine"),
        "registry.example/app:1",
    ]
    problems = {item.place: item.reason for item in listed if isinstance(item, SourceProblem)}
    assert list(problems) == [f"{file}:{line}" for line in (5, 7, 9, 10)]
    assert secret not in str(problems)
    assert source.hosts == ()


def test_a_list_on_standard_input(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"github:acme\nnowhere\n")))
    source = sources.named("-")
    assert source.hosts == ("api.github.com",)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"nowhere\n")))
    (problem,) = sources.named("-").repositories()
    assert isinstance(problem, SourceProblem)
    assert problem.place == "standard input:1"
