"""What the forges have in common: an organisation's address, what of it is wanted, and a list that ends."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from leaksift_fleet.client import Client, Page, Patience, RefusedError, RequestError, origin
from leaksift_fleet.credentials import Credential, CredentialName, Credentials, user_for_git
from leaksift_fleet.github_app import AppError
from leaksift_fleet.model import Kind, Repository, SourceProblem


@dataclass(frozen=True)
class Choices:
    """What of an organisation is wanted."""

    archived: bool = True
    """Secrets of archived repositories work as well as others."""
    forks: bool = True
    wikis: bool = False
    snippets: bool = False
    """GitHub's gists of an organisation's members or of a user, GitLab's and Bitbucket's snippets."""


class Forge(ABC):
    """Lists the repositories of an organisation, group, workspace, project or user."""

    forge: ClassVar[str]
    """The forge's part of a credential's name and of an address."""

    def __init__(
        self,
        host: str,
        owner: str,
        choices: Choices | None = None,
        credentials: Credentials | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.host = host
        self.owner = owner
        self.choices = choices or Choices()
        self.credential = str(CredentialName(self.forge, host, owner))
        self._credentials = credentials or Credentials()
        self._api = Client(self.api(), self._headers, renew=self._renew, patience=patience)
        self._git = Client(origin(host), self._git_headers, renew=self._renew, patience=patience)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that requests are sent to."""
        hosts = {self.api().split("/")[2]} | ({self.host} if self.choices.wikis else set())
        return tuple(sorted(hosts))

    def repositories(self) -> Iterator[Repository | SourceProblem]:
        """Lists each repository once; when the forge fails, a problem is the last thing listed."""
        seen: set[str] = set()
        try:
            for item in self.listed():
                if isinstance(item, SourceProblem):
                    yield item
                elif item.name not in seen:
                    seen.add(item.name)
                    yield item
        except (RequestError, AppError) as error:
            yield self.problem(str(error))

    @abstractmethod
    def api(self) -> str:
        """The address of the REST API."""

    @abstractmethod
    def listed(self) -> Iterator[Repository | SourceProblem]:
        """Lists what is wanted, as it comes."""

    def authorization(self, credential: Credential) -> str:
        """The `Authorization` header of the REST API."""
        return f"Bearer {credential.secret}"

    def items(self, path: str, *, member: str | None = None, next_of: Any = None) -> Iterator[Mapping[str, Any]]:
        """The objects of a list over all its pages; `member` has them where a page is an object.

        A list that repeats itself is an error: it would never end.
        """
        seen: set[str] = set()
        pages = self._api.pages(self.api() + path, next_of) if next_of else self._api.pages(self.api() + path)
        for page in pages:
            rows = self._rows(page, member)
            fresh = [row for row in rows if _identity(row) not in seen]
            if rows and not fresh:
                raise RequestError(f"{self.host}: the list repeats itself")
            for row in fresh:
                seen.add(_identity(row))
                yield row

    def object(self, path: str) -> Mapping[str, Any]:
        """One object."""
        value = self._api.get(self.api() + path).value
        if not isinstance(value, dict):
            raise RequestError(f"{self.host}: unexpected answer to {path}")
        return value

    def has(self, path: str) -> bool:
        """Whether the API has an object at a path."""
        return self._api.is_there(self.api() + path)

    def git(
        self, path: str, *, size: int | None = None, suffix: str = ".git", name: str | None = None
    ) -> Repository | SourceProblem:
        """A repository below the forge's host.

        The address is made here, of a name that is checked, instead of one that the forge answers with: the credential
        goes to this host. `size` is in bytes.
        """
        if not is_path(path):
            return self.problem(f"a repository's name is not usable: {path[:100]!r}")
        location = f"{origin(self.host)}/{path}{suffix}"
        return Repository(f"{self.host}/{name or path}", Kind.GIT, location, size, self.credential)

    def wiki(self, path: str, suffix: str = ".wiki.git") -> Iterator[Repository | SourceProblem]:
        """A repository's wiki, if it has one: forges say only that it may have one. Costs a request to the host."""
        wiki = self.git(path, suffix=suffix, name=f"{path}.wiki")
        if isinstance(wiki, SourceProblem):
            yield wiki
            return
        try:
            if self._git.is_there(f"{wiki.location}/info/refs?service=git-upload-pack"):
                yield wiki
        except RefusedError as error:
            # Without a credential GitHub answers 401 to what is not there.
            if self._credentials.lookup(self.credential) is not None:
                yield SourceProblem(wiki.name, str(error))
        except RequestError as error:
            yield SourceProblem(wiki.name, str(error))

    def of_rows(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Repository | SourceProblem]:
        """The repositories that are wanted of a list with the members that GitHub gave them, and their wikis."""
        for row in rows:
            if not self.wanted(archived=bool(row.get("archived")), fork=bool(row.get("fork"))):
                continue
            name = text(row, "full_name")
            yield self.git(name, size=kilobytes(row.get("size")))
            if self.choices.wikis and row.get("has_wiki"):
                yield from self.wiki(name)

    def wanted(self, *, archived: bool, fork: bool) -> bool:
        """Whether the choices leave a repository in."""
        return (self.choices.archived or not archived) and (self.choices.forks or not fork)

    def problem(self, reason: str) -> SourceProblem:
        """A problem of this organisation."""
        return SourceProblem(f"{self.forge}:{self.host}/{self.owner}".rstrip("/"), reason)

    def _rows(self, page: Page, member: str | None) -> list[Mapping[str, Any]]:
        rows = page.value.get(member) if member and isinstance(page.value, dict) else page.value
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise RequestError(f"{self.host}: an answer is not a list of repositories")
        return rows

    def _headers(self) -> Mapping[str, str]:
        credential = self._credentials.lookup(self.credential)
        return {"Authorization": self.authorization(credential)} if credential else {}

    def _git_headers(self) -> Mapping[str, str]:
        credential = self._credentials.lookup(self.credential)
        if credential is None:
            return {}
        return {"Authorization": basic(user_for_git(self.credential, credential), credential.secret)}

    def _renew(self, challenge: str) -> bool:
        return self._credentials.renew(self.credential)


def elsewhere(location: str, hosts: tuple[str, ...]) -> str | None:
    """Why an address that a forge answers with is not used: the credential goes to these hosts by https, and no other
    one."""
    url = urlsplit(location)
    if url.netloc not in hosts or not location.startswith(f"{origin(url.netloc)}/"):
        return "its address is on another host, where the credential is not sent"
    return None if is_path(url.path[1:]) and not url.query and not url.fragment else "its address is not usable"


def basic(user: str, secret: str) -> str:
    """The `Authorization` header of RFC 7617."""
    return "Basic " + b64encode(f"{user}:{secret}".encode()).decode("ascii")


def is_path(path: str) -> bool:
    """Whether a name from an API may become part of an address."""
    parts = path.split("/")
    return all(re.fullmatch(r"[\w~+][\w.~+-]*|\.[\w.~+-]*[\w~+-][\w.~+-]*", part, re.ASCII) for part in parts)


def text(row: Mapping[str, Any], member: str) -> str:
    """A member that must be there."""
    value = row.get(member)
    if not isinstance(value, str) or not value:
        raise RequestError(f"unexpected answer: an object has no text `{member}`")
    return value


def kilobytes(value: object) -> int | None:
    """A size in units of 1,024 bytes, as bytes; none for what is no size."""
    return value * 1024 if isinstance(value, int) and value > 0 else None


def _identity(row: Mapping[str, Any]) -> str:
    return str(row.get("uuid") or row.get("id") or sorted(row.items(), key=lambda item: item[0]))
