"""Organisations and users of Gitea and Forgejo, or all repositories of an instance (docs.gitea.com, API v1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from leaksift_fleet.client import NotFoundError, origin
from leaksift_fleet.credentials import Credential
from leaksift_fleet.model import Repository, SourceProblem
from leaksift_fleet.sources.forge import Forge, basic


class Gitea(Forge):
    """`gitea+https://HOST/ORGANISATION`; without one, all repositories that the token may read."""

    forge = "gitea"

    def api(self) -> str:
        return f"{origin(self.host)}/api/v1"

    def authorization(self, credential: Credential) -> str:
        if credential.user:
            return basic(credential.user, credential.secret)
        return f"token {credential.secret}"

    def listed(self) -> Iterator[Repository | SourceProblem]:
        yield from self.of_rows(self._rows_of_owner())

    def _rows_of_owner(self) -> Iterator[Mapping[str, Any]]:
        if not self.owner:
            yield from self.items("/repos/search?sort=id&order=asc&limit=50", member="data")
            return
        try:
            yield from self.items(f"/orgs/{self.owner}/repos?limit=50")
        except NotFoundError:
            yield from self.items(f"/users/{self.owner}/repos?limit=50")
