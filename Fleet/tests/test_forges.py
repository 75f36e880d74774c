"""The lists of the four forges, against a server that plays them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from leaksift_fleet.client import Patience
from leaksift_fleet.credentials import Credentials, variable_suffix
from leaksift_fleet.model import Kind, Repository, SourceProblem
from leaksift_fleet.sources import Choices
from leaksift_fleet.sources.bitbucket import Bitbucket, BitbucketDataCenter
from leaksift_fleet.sources.forge import Forge
from leaksift_fleet.sources.gitea import Gitea
from leaksift_fleet.sources.github import GitHub
from leaksift_fleet.sources.gitlab import GitLab
from tests.forges import Answer, Request, Server, answer

Row = dict[str, Any]
Make = Callable[..., Forge]


@pytest.fixture
def make(server: Server, no_credentials: dict[str, str]) -> Make:
    """Makes a source of the server, that does not wait."""

    def forge(kind: type[Forge], owner: str = "acme", choices: Choices | None = None, **environment: str) -> Forge:
        credentials = Credentials(no_credentials | environment)
        return kind(server.host, owner, choices, credentials, Patience(sleep=lambda _: None))

    return forge


def names(source: Forge) -> list[str]:
    """What a source lists, without the host; problems as their reasons."""
    host = f"{source.host}/"
    return [
        item.name.removeprefix(host) if isinstance(item, Repository) else item.reason for item in source.repositories()
    ]


def github_row(number: int, **members: object) -> Row:
    return {"id": number, "full_name": f"acme/r{number}", "size": number, "archived": False, "fork": False, **members}


def gitlab_row(number: int, **members: object) -> Row:
    return {"id": number, "path_with_namespace": f"acme/sub/r{number}", "archived": False, **members}


def bitbucket_row(number: int, **members: object) -> Row:
    return {"uuid": f"{{{number}}}", "full_name": f"acme/r{number}", "size": number * 10, "parent": None, **members}


def test_github_lists_an_organisation_over_pages(server: Server, make: Make) -> None:
    server.list("/api/v3/orgs/acme/repos", [github_row(n) for n in (1, 2, 3, 4, 5)])
    listed = list(make(GitHub).repositories())
    assert listed[2] == Repository(
        f"{server.host}/acme/r3", Kind.GIT, f"{server.url}/acme/r3.git", 3 * 1024, f"github:{server.host}/acme"
    )
    assert len(listed) == 5
    assert server.requests[0].query == {"type": "all", "sort": "full_name", "per_page": "100"}


def test_github_users_and_ones_own_private_repositories(server: Server, make: Make) -> None:
    server.list("/api/v3/users/acme/repos", [github_row(1)])
    server.list("/api/v3/user/repos", [github_row(1), github_row(2)])
    assert names(make(GitHub)) == ["acme/r1"]
    server.routes["/api/v3/user"] = lambda _: answer({"login": "Acme"})
    assert names(make(GitHub)) == ["acme/r1", "acme/r2"]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (Choices(), ["acme/r1", "acme/r2", "acme/r3", "acme/r4"]),
        (Choices(archived=False), ["acme/r1", "acme/r3"]),
        (Choices(forks=False), ["acme/r1", "acme/r2"]),
        (Choices(archived=False, forks=False), ["acme/r1"]),
    ],
)
def test_archived_and_forks_are_a_choice(server: Server, make: Make, choices: Choices, expected: list[str]) -> None:
    both = [(False, False), (True, False), (False, True), (True, True)]
    server.list(
        "/api/v3/orgs/acme/repos", [github_row(n, archived=a, fork=f) for n, (a, f) in enumerate(both, start=1)]
    )
    server.list(
        "/api/v1/orgs/acme/repos", [github_row(n, archived=a, fork=f) for n, (a, f) in enumerate(both, start=1)]
    )
    fork = {"forked_from_project": {"id": 9}}
    server.list(
        "/api/v4/groups/acme/projects",
        [gitlab_row(n, archived=a, **(fork if f else {})) for n, (a, f) in enumerate(both, 1)],
    )
    assert names(make(GitHub, choices=choices)) == expected
    assert names(make(Gitea, choices=choices)) == expected
    assert names(make(GitLab, choices=choices)) == [name.replace("acme/", "acme/sub/") for name in expected]


def test_gitlab_groups_users_and_instances(server: Server, make: Make) -> None:
    server.list("/api/v4/groups/acme%2Fsub/projects", [gitlab_row(n) for n in (1, 2, 3)])
    server.list("/api/v4/users/someone/projects", [gitlab_row(4, statistics={"repository_size": 4096})])
    server.list("/api/v4/projects", [gitlab_row(n) for n in (5, 6, 7)])
    assert names(make(GitLab, "acme/sub")) == ["acme/sub/r1", "acme/sub/r2", "acme/sub/r3"]
    (user,) = make(GitLab, "someone").repositories()
    assert isinstance(user, Repository)
    assert user.size == 4096
    assert user.location == f"{server.url}/acme/sub/r4.git"
    assert names(make(GitLab, "")) == ["acme/sub/r5", "acme/sub/r6", "acme/sub/r7"]


def test_gitea_organisations_users_and_instances(server: Server, make: Make) -> None:
    token = secrets.token_hex(20)
    server.tokens = {f"token {token}"}
    server.list("/api/v1/orgs/acme/repos", [github_row(n) for n in (1, 2, 3)])
    server.list("/api/v1/users/someone/repos", [github_row(4)])
    server.list("/api/v1/repos/search", [github_row(5), github_row(6), github_row(7)], wrap="data")
    variable = {f"LEAKSIFT_TOKEN_{variable_suffix(server.host)}": token}
    assert names(make(Gitea, **variable)) == ["acme/r1", "acme/r2", "acme/r3"]
    assert names(make(Gitea, "someone", **variable)) == ["acme/r4"]
    assert names(make(Gitea, "", **variable)) == ["acme/r5", "acme/r6", "acme/r7"]
    assert "answers 401" in names(make(Gitea))[0]


def next_members(server: Server, path: str, pages: list[list[Row]]) -> None:
    """Serves pages as bitbucket.org does, each with the address of the next one."""

    def page(request: Request) -> Answer:
        number = int(request.query.get("page", "1"))
        following = {"next": f"{server.url}{path}?page={number + 1}"} if number < len(pages) else {}
        return answer({"values": pages[number - 1], "page": number, **following})

    server.routes[path] = page


def test_bitbucket_workspaces(server: Server, make: Make) -> None:
    pages = [[bitbucket_row(1), bitbucket_row(2)], [bitbucket_row(3, parent={"full_name": "x/y"})]]
    next_members(server, "/2.0/repositories/acme", pages)
    assert names(make(Bitbucket)) == ["acme/r1", "acme/r2", "acme/r3"]
    assert names(make(Bitbucket, choices=Choices(forks=False))) == ["acme/r1", "acme/r2"]
    (first, *_) = make(Bitbucket).repositories()
    assert isinstance(first, Repository)
    assert first.size == 10


def test_bitbucket_data_center(server: Server, make: Make) -> None:
    def row(number: int, **members: object) -> Row:
        return {"id": number, "slug": f"r{number}", "project": {"key": "ACME"}, **members}

    def page(request: Request) -> Answer:
        start = int(request.query.get("start", "0"))
        rows = [row(1), row(2), row(3, archived=True), row(4, origin={"id": 1})][start : start + 3]
        return answer({"values": rows, "isLastPage": start > 0, "nextPageStart": None if start else 3})

    server.routes |= {"/rest/api/1.0/projects/ACME/repos": page, "/rest/api/1.0/repos": page}
    assert names(make(BitbucketDataCenter, "ACME")) == ["ACME/r1", "ACME/r2", "ACME/r3", "ACME/r4"]
    assert names(make(BitbucketDataCenter, "", Choices(archived=False, forks=False))) == ["ACME/r1", "ACME/r2"]
    (first, *_) = make(BitbucketDataCenter, "ACME").repositories()
    assert isinstance(first, Repository)
    assert first.location == f"{server.url}/scm/acme/r1.git"


def test_wikis_that_exist(server: Server, make: Make) -> None:
    rows = [github_row(1, has_wiki=True), github_row(2, has_wiki=True), github_row(3, has_wiki=False)]
    server.list("/api/v3/orgs/acme/repos", list(rows))
    server.routes["/acme/r2.wiki.git/info/refs"] = lambda _: Answer(b"0000")
    assert names(make(GitHub, choices=Choices(wikis=True))) == ["acme/r1", "acme/r2", "acme/r2.wiki", "acme/r3"]
    assert names(make(GitHub)) == ["acme/r1", "acme/r2", "acme/r3"]
    server.list("/api/v4/groups/acme/projects", [gitlab_row(1), gitlab_row(2, wiki_access_level="disabled")])
    server.routes["/acme/sub/r1.wiki.git/info/refs"] = lambda _: answer({}, 403)
    token = {f"LEAKSIFT_TOKEN_{variable_suffix(server.host)}": secrets.token_hex(20)}
    listed = list(make(GitLab, choices=Choices(wikis=True), **token).repositories())
    assert [type(item) for item in listed] == [Repository, SourceProblem, Repository]
    next_members(server, "/2.0/repositories/acme", [[bitbucket_row(1, has_wiki=True)]])
    server.routes["/acme/r1.git/wiki/info/refs"] = lambda _: Answer(b"0000")
    assert names(make(Bitbucket, choices=Choices(wikis=True))) == ["acme/r1", "acme/r1.wiki"]


def test_gists_and_snippets(server: Server, make: Make) -> None:
    wanted = Choices(snippets=True)
    server.list("/api/v3/orgs/acme/repos", [github_row(1)])
    server.list("/api/v3/orgs/acme/members", [{"id": 1, "login": "ann"}, {"id": 2, "login": "bob"}])
    server.list("/api/v3/users/ann/gists", [{"id": "a1", "git_pull_url": f"{server.url}/gist/a1.git"}])
    server.list("/api/v3/users/bob/gists", [{"id": "b1", "git_pull_url": "https://elsewhere.example/b1.git"}])
    assert names(make(GitHub, choices=wanted)) == [
        "acme/r1",
        "gist/ann/a1",
        "its address is on another host, where the credential is not sent",
    ]
    server.list("/api/v4/groups/acme/projects", [gitlab_row(1), gitlab_row(2)])
    server.list("/api/v4/projects/1/snippets", [{"id": 77}])
    assert names(make(GitLab, choices=wanted)) == ["acme/sub/r1", "acme/sub/r1/snippets/77", "acme/sub/r2"]
    next_members(server, "/2.0/repositories/acme", [[bitbucket_row(1)]])
    clone = [
        {"name": "ssh", "href": "git@x:y.git"},
        {"name": "https", "href": f"http://me@{server.host}/snippets/acme/s.git"},
    ]
    next_members(server, "/2.0/snippets/acme", [[{"id": "s", "links": {"clone": clone}}, {"id": "t"}]])
    assert names(make(Bitbucket, choices=wanted))[:2] == ["acme/r1", "snippets/acme/s"]
    snippet = list(make(Bitbucket, choices=wanted).repositories())[1]
    assert isinstance(snippet, Repository)
    assert snippet.location == f"{server.url}/snippets/acme/s.git"


def test_a_list_that_fails_half_way_keeps_what_came_and_says_so(server: Server, make: Make) -> None:
    server.list("/api/v3/orgs/acme/repos", [github_row(n) for n in range(1, 7)])
    whole = server.routes["/api/v3/orgs/acme/repos"]
    broken = {"2": answer({}, 500), "3": Answer(b"[{", is_cut_off=True)}
    for page, bad in broken.items():
        server.routes["/api/v3/orgs/acme/repos"] = lambda request, page=page, bad=bad: (
            bad if request.query.get("page") == page else whole(request)
        )
        *repositories, problem = make(GitHub).repositories()
        assert len(repositories) == 2 * (int(page) - 1)
        assert isinstance(problem, SourceProblem)
        assert problem.place == f"github:{server.host}/acme"
        assert "6 times" in problem.reason


def test_trouble_that_passes_loses_nothing(server: Server, make: Make) -> None:
    path = "/api/v3/orgs/acme/repos"
    server.list(path, [github_row(n) for n in range(1, 6)])
    server.script[path] = [
        answer({}, 429, Retry_After="1"),
        answer({}, 500),
        Answer(b"[{", is_cut_off=True),
        Answer(b"oops"),
    ]
    assert names(make(GitHub)) == [f"acme/r{n}" for n in range(1, 6)]


def test_lists_that_never_end_do(server: Server, make: Make) -> None:
    def again(request: Request) -> Answer:
        number = int(request.query.get("page", "1"))
        return answer(
            [github_row(1), github_row(2)], Link=f'<{server.url}{request.path}?page={number + 1}>; rel="next"'
        )

    server.routes["/api/v3/orgs/acme/repos"] = again
    assert names(make(GitHub)) == ["acme/r1", "acme/r2", f"{server.host}: the list repeats itself"]
    assert len(server.requests) == 2


def test_repositories_that_move_between_pages_count_once(server: Server, make: Make) -> None:
    server.list("/api/v3/orgs/acme/repos", [github_row(1), github_row(2), github_row(2), github_row(3)])
    assert names(make(GitHub)) == ["acme/r1", "acme/r2", "acme/r3"]


@pytest.mark.parametrize(
    "name", ["../../etc/x", "acme/..", "acme/a b", "acme/x?y", "acme/x#y", "//evil/x", "acme/x\ny", "a@b/c"]
)
def test_hostile_names_become_problems(server: Server, make: Make, name: str) -> None:
    server.list("/api/v3/orgs/acme/repos", [github_row(1, full_name=name), github_row(2)])
    problem, repository = make(GitHub).repositories()
    assert isinstance(problem, SourceProblem)
    assert "not usable" in problem.reason
    assert isinstance(repository, Repository)


@pytest.mark.parametrize(
    "body", [b"{}", b"[1]", b'"x"', b"null", b'[{"id": 1}]', b'[{"id": 1, "full_name": 5}]', b"[" * 100_000]
)
def test_unexpected_answers_become_problems(server: Server, make: Make, body: bytes) -> None:
    for path in ("/api/v3/orgs/acme/repos", "/api/v4/groups/acme/projects", "/2.0/repositories/acme"):
        server.routes[path] = lambda _: Answer(body)
    for kind in (GitHub, GitLab, Bitbucket):
        (problem,) = make(kind).repositories()
        assert isinstance(problem, SourceProblem)


def test_an_owner_that_is_not_there(server: Server, make: Make) -> None:
    for kind in (GitHub, GitLab, Gitea, Bitbucket, BitbucketDataCenter):
        (problem,) = make(kind).repositories()
        assert isinstance(problem, SourceProblem)
        assert "is not there, or not for this credential" in problem.reason
