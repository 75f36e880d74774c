"""Where repositories come from: each module is one kind of source (`leaksift_fleet.model.Source`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from leaksift_fleet.client import Patience, is_loopback
from leaksift_fleet.credentials import Credentials
from leaksift_fleet.model import Source
from leaksift_fleet.sources.addresses import AddressError
from leaksift_fleet.sources.bitbucket import CLOUD, Bitbucket, BitbucketDataCenter
from leaksift_fleet.sources.folder import Folder
from leaksift_fleet.sources.forge import Choices, Forge, is_path
from leaksift_fleet.sources.git_url import GitUrl
from leaksift_fleet.sources.gitea import Gitea
from leaksift_fleet.sources.github import GitHub
from leaksift_fleet.sources.gitlab import GitLab
from leaksift_fleet.sources.list_file import ListFile
from leaksift_fleet.sources.registry import Registry
from leaksift_fleet.sources.store import Store

__all__ = ["AddressError", "Choices", "Sources"]

USUAL_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": CLOUD}
"""The host of `FORGE:OWNER`."""

FORGES: dict[str, type[Forge]] = {"github": GitHub, "gitlab": GitLab, "gitea": Gitea, "forgejo": Gitea}

_FORGE = re.compile(r"(?P<forge>github|gitlab|gitea|forgejo|bitbucket)(?:\+(?P<url>https?://.*)|:(?P<owner>.*))")


@dataclass(frozen=True)
class Sources:
    """Makes a source of what a user names."""

    choices: Choices = field(default_factory=Choices)
    credentials: Credentials = field(default_factory=Credentials)
    patience: Patience = field(default_factory=Patience)

    def named(self, argument: str) -> Source:
        """An argument of the command line: an address, a folder, a list, or `-` for a list on standard input.

        Raises :class:`AddressError`, whose text names the argument's fault and the fix.
        """
        if argument == "-":
            return ListFile(None, self.of_line)
        if _is_address(argument) or not Path(argument).is_file():
            return self.of_line(argument, Path())
        try:
            return ListFile(Path(argument), self.of_line)
        except OSError as error:
            raise AddressError(f"{argument} cannot be read: {error.strerror}") from error

    def of_line(self, address: str, folder: Path) -> Source:
        """A line of a list, whose paths are relative to `folder`. Raises :class:`AddressError`."""
        forge = _FORGE.fullmatch(address)
        if forge:
            return self._forge(forge["forge"], forge["url"], forge["owner"])
        if address.startswith("docker://"):
            return Registry(address.removeprefix("docker://"), self.credentials, self.patience)
        if address.startswith("s3://"):
            return Store(address)
        if _is_address(address):
            return GitUrl(address)
        path = folder / address
        if path.is_dir():
            return Folder(path)
        raise AddressError(
            f"{address}: there is no such file or folder" if not path.exists() else f"{address}: not a folder"
        )

    def _forge(self, forge: str, url: str | None, owner: str | None) -> Forge:
        if url is None:
            if forge not in USUAL_HOSTS:
                raise AddressError(f"write {forge}+https://HOST/OWNER; {forge} has no usual host")
            host = USUAL_HOSTS[forge]
        else:
            parts = urlsplit(url)
            if "@" in parts.netloc or parts.query or parts.fragment:
                raise AddressError("only host and owner are in an address; credentials are not, see docs/FLEETS.md")
            if parts.scheme == "http" and not is_loopback(parts.hostname):
                raise AddressError("only https is used, and http to this machine")
            host, owner = parts.netloc.lower(), parts.path
        owner = (owner or "").strip("/")
        kind = self._class(forge, host)
        if owner and not is_path(owner):
            raise AddressError(f"{owner!r} is not the name of an organisation, group or workspace")
        if "/" in owner and kind is not GitLab:
            raise AddressError(
                f"name the owner alone, or the repository by its https address instead of {forge}:{owner}"
            )
        if not owner and (kind in (GitHub, Bitbucket) or host in USUAL_HOSTS.values()):
            raise AddressError(f"an organisation, group or workspace is missing, as in {forge}:acme")
        return kind(host, owner, self.choices, self.credentials, self.patience)

    @staticmethod
    def _class(forge: str, host: str) -> type[Forge]:
        if forge == "bitbucket":
            return Bitbucket if host == CLOUD else BitbucketDataCenter
        return FORGES[forge]


def _is_address(argument: str) -> bool:
    """Whether an argument is an address rather than a path: it has a scheme, is a forge's, or is `[USER@]HOST:PATH`."""
    if "://" in argument or _FORGE.fullmatch(argument):
        return True
    return re.fullmatch(r"([\w.-]+@)?[\w-]+(\.[\w-]+)*:[^\s:]+", argument) is not None
