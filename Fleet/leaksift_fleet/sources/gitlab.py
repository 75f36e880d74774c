"""Groups and users of GitLab, or all projects of an instance (docs.gitlab.com, REST API v4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from leaksift_fleet.client import NotFoundError, origin
from leaksift_fleet.model import Repository, SourceProblem
from leaksift_fleet.sources.forge import Forge, text


class GitLab(Forge):
    """`gitlab:GROUP`, with its subgroups; without a group, all projects that the token may read."""

    forge = "gitlab"

    def api(self) -> str:
        return f"{origin(self.host)}/api/v4"

    def listed(self) -> Iterator[Repository | SourceProblem]:
        yield from self._from(self._projects())

    def _projects(self) -> Iterator[Mapping[str, Any]]:
        common = "per_page=100&order_by=id&sort=asc"
        if not self.owner:
            # Keyset pages have no end, as pages by number do after 50,000 projects.
            yield from self.items(f"/projects?pagination=keyset&statistics=true&{common}")
            return
        name = quote(self.owner, safe="")
        try:
            yield from self.items(f"/groups/{name}/projects?include_subgroups=true&with_shared=false&{common}")
        except NotFoundError:
            yield from self.items(f"/users/{name}/projects?statistics=true&{common}")

    def _from(self, rows: Iterator[Mapping[str, Any]]) -> Iterator[Repository | SourceProblem]:
        for row in rows:
            if not self.wanted(
                archived=bool(row.get("archived")), fork=isinstance(row.get("forked_from_project"), dict)
            ):
                continue
            name = text(row, "path_with_namespace")
            yield self.git(name, size=_size(row))
            if self.choices.wikis and row.get("wiki_access_level", "enabled") != "disabled":
                yield from self.wiki(name)
            if self.choices.snippets and row.get("snippets_access_level", "enabled") != "disabled":
                yield from self._snippets(name, row.get("id"))

    def _snippets(self, project: str, number: object) -> Iterator[Repository | SourceProblem]:
        try:
            for row in self.items(f"/projects/{int(str(number))}/snippets?per_page=100"):
                yield self.git(f"{project}/snippets/{int(row['id'])}")
        except NotFoundError:
            return  # snippets are switched off
        except (KeyError, ValueError, TypeError):
            yield self.problem(f"unexpected answer about the snippets of {project}")


def _size(row: Mapping[str, Any]) -> int | None:
    statistics = row.get("statistics")
    size = statistics.get("repository_size") if isinstance(statistics, dict) else None
    return size if isinstance(size, int) and size > 0 else None
