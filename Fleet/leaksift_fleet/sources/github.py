"""Organisations and users of GitHub, GitHub Enterprise Cloud and Server (docs.github.com, REST API, 2022-11-28)."""

from __future__ import annotations

from collections.abc import Iterator

from leaksift_fleet.client import NotFoundError, RefusedError, RequestError
from leaksift_fleet.github_app import api_address
from leaksift_fleet.model import Kind, Repository, SourceProblem
from leaksift_fleet.sources.forge import Forge, elsewhere, is_path, text


class GitHub(Forge):
    """`github:ORGANISATION`."""

    forge = "github"

    def api(self) -> str:
        return api_address(self.host)

    def listed(self) -> Iterator[Repository | SourceProblem]:
        is_user = False
        try:
            yield from self.of_rows(self.items(f"/orgs/{self.owner}/repos?type=all&sort=full_name&per_page=100"))
        except NotFoundError:
            is_user = True
            yield from self.of_rows(self.items(self._path_of_user()))
        if self.choices.snippets:
            yield from self._gists([self.owner] if is_user else self._members())

    def _path_of_user(self) -> str:
        """A user's own private repositories are at another address than those that everybody sees."""
        try:
            own = str(self.object("/user").get("login", "")).lower() == self.owner.lower()
        except (RefusedError, NotFoundError):
            own = False
        if own:
            return "/user/repos?affiliation=owner&sort=full_name&per_page=100"
        return f"/users/{self.owner}/repos?type=owner&sort=full_name&per_page=100"

    def _members(self) -> Iterator[str]:
        for row in self.items(f"/orgs/{self.owner}/members?per_page=100"):
            login = text(row, "login")
            if not is_path(login):
                raise RequestError(f"{self.host}: a member's name is not usable")
            yield login

    def _gists(self, users: list[str] | Iterator[str]) -> Iterator[Repository | SourceProblem]:
        """Gists of users; a server has them at `gist.HOST` or below its own address, as the API says."""
        for user in users:
            for row in self.items(f"/users/{user}/gists?per_page=100"):
                location = text(row, "git_pull_url")
                name = f"{self.host}/gist/{user}/{text(row, 'id')}"
                reason = elsewhere(location, (self.host, f"gist.{self.host}"))
                if reason:
                    yield SourceProblem(name, reason)
                else:
                    yield Repository(name, Kind.GIT, location, None, self.credential)
