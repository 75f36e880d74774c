"""A worker's folders, and what of a repository is in them while it is at work."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from leaksift_fleet import images, objects
from leaksift_fleet.children import Limits
from leaksift_fleet.credentials import Credentials
from leaksift_fleet.mirrors import Mirrors, is_local, mirrors_folder
from leaksift_fleet.model import Kind, Repository
from leaksift_fleet.scanning import Program


@dataclass(frozen=True)
class Settings:
    """What all work of a run has in common."""

    program: Program
    folder: str
    """Where kept mirrors and caches go, on each worker."""
    scratch: str
    """Where everything goes, on each worker, that is deleted with the run."""
    limits: Limits
    keeps_mirrors: bool = False
    most_bytes: int | None = None
    """For all kept mirrors together, and for a copy of an image or of objects."""
    key: bytes = field(default=b"", repr=False)
    """The fleet's."""


@dataclass(frozen=True)
class Copy:
    """A repository as it is on this machine."""

    path: Path
    problems: list[tuple[str, str]] = field(default_factory=list)
    """What of it could not be copied, with reasons."""
    renew: Callable[[], bool] = lambda: False
    """Copies it anew where it may be damaged; false where that cannot help."""


@dataclass(frozen=True)
class Workplace:
    """The folders of one run on a worker."""

    settings: Settings

    def scratch(self) -> Path:
        """The folder of what is deleted with the run. Raises :class:`MirrorError` for one of another account's."""
        folder = Path(self.settings.scratch)
        mirrors_folder(Path(self.settings.folder))
        mirrors_folder(folder)
        return folder

    @property
    def cache(self) -> Path | None:
        """Where leaksift keeps what it knows of histories."""
        return Path(self.settings.folder) / "caches" if self.settings.keeps_mirrors else None

    @cached_property
    def mirrors(self) -> Mirrors:
        """The mirrors of the run, or those that are kept."""
        settings = self.settings
        place = Path(settings.folder if settings.keeps_mirrors else settings.scratch)
        return Mirrors(place / "mirrors", Credentials.of_process(), settings.limits, settings.most_bytes)

    def version(self, repository: Repository) -> str:
        """What of a repository can change, by one look at where it comes from. Raises as :meth:`opened` does."""
        if repository.kind is Kind.IMAGE:
            return images.version_of(repository.location)
        if repository.kind is Kind.OBJECTS:
            return objects.version_of(repository.location)
        return self.mirrors.version(repository)

    @contextlib.contextmanager
    def opened(self, repository: Repository, scratch: Path) -> Iterator[Copy]:
        """Copies a repository to this machine, which a repository in a folder is on already.

        `scratch` is an empty folder of the caller's. Raises :class:`MirrorError`, :class:`ImageError`,
        :class:`StoreError` or :class:`AppError` when that fails.
        """
        if repository.kind is not Kind.GIT:
            yield self._copied(repository, scratch / "copy")
        elif is_local(repository):
            yield Copy(Path(repository.location))
        else:
            yield from self._mirrored(repository)

    def _mirrored(self, repository: Repository) -> Iterator[Copy]:
        def renew() -> bool:
            self.mirrors.again(repository)
            return True

        try:
            with self.mirrors.updated(repository) as path:
                yield Copy(path, renew=renew)
        finally:
            if not self.settings.keeps_mirrors:
                self.mirrors.drop(repository)

    def _copied(self, repository: Repository, folder: Path) -> Copy:
        seconds = self.settings.limits.seconds
        if repository.kind is Kind.IMAGE:
            images.copy(repository.location, folder, seconds)
            return Copy(folder)
        folder.mkdir(mode=0o700)
        largest = self.settings.most_bytes or shutil.disk_usage(folder).free // 2
        return Copy(folder, objects.copy(repository.location, folder, seconds, largest=largest).problems)
