"""One git repository by its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from leaksift_fleet.client import is_loopback
from leaksift_fleet.credentials import CredentialName
from leaksift_fleet.model import Kind, Repository, SourceProblem
from leaksift_fleet.sources.addresses import AddressError

FORGES = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}
"""The hosts whose forge is known; for others the credential's name begins with `git`."""

_SCP = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+):(?P<path>(?!//)[^\s:]+)", re.ASCII)


class GitUrl:
    """`https://HOST/PATH`, `ssh://[USER@]HOST/PATH` or `[USER@]HOST:PATH`."""

    def __init__(self, address: str) -> None:
        """Raises :class:`AddressError`."""
        short = _SCP.fullmatch(address)
        url = urlsplit(f"ssh://{short['host']}/{short['path']}" if short else address)
        if url.scheme not in ("https", "ssh") and not (url.scheme == "http" and is_loopback(url.hostname)):
            raise AddressError(f"`{url.scheme}` is not used; name the repository by https or ssh")
        if url.password is not None or (url.username is not None and url.scheme != "ssh"):
            raise AddressError("there is a credential in the address; take it out, see Credentials in docs/FLEETS.md")
        host = url.netloc.rpartition("@")[2].lower()
        path = unquote(url.path).strip("/").removesuffix(".git")
        if (
            not re.fullmatch(r"[\w.-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?", host, re.ASCII)
            or host.startswith("-")
            or not path
        ):
            raise AddressError("an address needs a host and a path, as https://git.example/team/app")
        if re.search(r"[\x00-\x1f\x7f]", path) or url.query or url.fragment:
            raise AddressError("control characters, `?` and `#` are not used in addresses of repositories")
        self.hosts: tuple[str, ...] = ()
        credential = CredentialName(FORGES.get(host, "git"), host, path.partition("/")[0])
        named = str(credential) if url.scheme != "ssh" else None
        self._repository = Repository(f"{host}/{path}", Kind.GIT, address, None, named)

    def repositories(self) -> Iterator[Repository | SourceProblem]:
        """The one repository; nothing is sent before it is cloned."""
        yield self._repository
