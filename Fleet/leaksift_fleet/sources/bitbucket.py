"""Workspaces of bitbucket.org (developer.atlassian.com, REST API 2.0) and projects of Bitbucket Data Center (1.0)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from leaksift_fleet.client import Page, origin
from leaksift_fleet.credentials import Credential
from leaksift_fleet.model import Kind, Repository, SourceProblem
from leaksift_fleet.sources.forge import Forge, basic, elsewhere, text

CLOUD = "bitbucket.org"


class Bitbucket(Forge):
    """`bitbucket:WORKSPACE`."""

    forge = "bitbucket"

    def api(self) -> str:
        return f"https://api.{CLOUD}/2.0" if self.host == CLOUD else f"{origin(self.host)}/2.0"

    def authorization(self, credential: Credential) -> str:
        return _authorization(credential)

    def listed(self) -> Iterator[Repository | SourceProblem]:
        for row in self._values(f"/repositories/{self.owner}?pagelen=100&sort=created_on"):
            if not self.wanted(archived=False, fork=isinstance(row.get("parent"), dict)):
                continue
            name = text(row, "full_name")
            size = row.get("size")
            yield self.git(name, size=size if isinstance(size, int) and size > 0 else None)
            if self.choices.wikis and row.get("has_wiki"):
                yield from self.wiki(name, suffix=".git/wiki")
        if self.choices.snippets:
            yield from self._snippets()

    def _values(self, path: str) -> Iterator[Mapping[str, Any]]:
        return self.items(path, member="values", next_of=_next_member)

    def _snippets(self) -> Iterator[Repository | SourceProblem]:
        for row in self._values(f"/snippets/{self.owner}?pagelen=100"):
            name = f"{self.host}/snippets/{self.owner}/{text(row, 'id')}"
            location = _https_clone(row)
            reason = elsewhere(location, (self.host,))
            if reason:
                yield SourceProblem(name, reason)
            else:
                yield Repository(name, Kind.GIT, location, None, self.credential)


class BitbucketDataCenter(Forge):
    """`bitbucket+https://HOST/PROJECT`; without a project, all repositories that the token may read."""

    forge = "bitbucket"

    def api(self) -> str:
        return f"{origin(self.host)}/rest/api/1.0"

    def authorization(self, credential: Credential) -> str:
        return _authorization(credential)

    def listed(self) -> Iterator[Repository | SourceProblem]:
        path = (
            f"/projects/{quote(self.owner, safe='~')}/repos?limit=100"
            if self.owner
            else "/repos?archived=ALL&limit=100"
        )
        for row in self.items(path, member="values", next_of=lambda page: self._next(path, page)):
            if not self.wanted(archived=bool(row.get("archived")), fork=isinstance(row.get("origin"), dict)):
                continue
            project = row.get("project")
            key = text(project if isinstance(project, dict) else {}, "key")
            slug = text(row, "slug")
            yield self.git(f"scm/{key.lower()}/{slug}", name=f"{key}/{slug}")

    def _next(self, path: str, page: Page) -> str | None:
        start = page.value.get("nextPageStart")
        if page.value.get("isLastPage", True) or not isinstance(start, int):
            return None
        return f"{self.api()}{path}&start={start}"


def _authorization(credential: Credential) -> str:
    """API tokens go with the account's address, access tokens of a repository, project or workspace alone."""
    if credential.user and credential.user != "x-token-auth":
        return basic(credential.user, credential.secret)
    return f"Bearer {credential.secret}"


def _next_member(page: Page) -> str | None:
    following = page.value.get("next")
    return following if isinstance(following, str) else None


def _https_clone(row: Mapping[str, Any]) -> str:
    """The address for https among those of `links.clone`, without the user name that is in it; empty without one."""
    links = row.get("links")
    clones = links.get("clone") if isinstance(links, dict) else None
    for clone in clones if isinstance(clones, list) else ():
        url = urlsplit(str(clone.get("href", ""))) if isinstance(clone, dict) else urlsplit("")
        if url.scheme in ("https", "http"):
            return f"{url.scheme}://{url.netloc.rpartition('@')[2]}{url.path}"
    return ""
