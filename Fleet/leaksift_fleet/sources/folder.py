"""A folder of clones or mirrors, or one repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from leaksift_fleet.model import Kind, Repository, SourceProblem


class Folder:
    """Lists the repositories in a folder, at any depth, in the order of their paths.

    What is inside a repository is not looked at, and symbolic links are not followed.
    """

    hosts: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        self.path = path

    def repositories(self) -> Iterator[Repository | SourceProblem]:
        """Lists them; a folder without any is a problem, for it was named to be scanned."""
        found = False
        for item in self._below(self.path):
            found = True
            yield item
        if not found:
            yield SourceProblem(str(self.path), "there is no repository in this folder")

    def _below(self, folder: Path) -> Iterator[Repository | SourceProblem]:
        pending = [folder]
        while pending:
            current = pending.pop()
            if is_repository(current):
                yield Repository(str(current), Kind.GIT, str(current.resolve()), _size(current))
                continue
            try:
                with os.scandir(current) as entries:
                    names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
            except OSError as error:
                yield SourceProblem(str(current), f"cannot be read: {error.strerror}")
                continue
            pending.extend(current / name for name in reversed(names))


def is_repository(folder: Path) -> bool:
    """Whether a folder is a working tree or a bare repository."""
    if (folder / ".git").exists():
        return True
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def _size(repository: Path) -> int | None:
    """Bytes of its packs: nearly all of a clone, without a look at each loose object."""
    folder = repository / ".git" if (repository / ".git").is_dir() else repository
    try:
        with os.scandir(folder / "objects" / "pack") as entries:
            return sum(entry.stat().st_size for entry in entries) or None
    except OSError:
        return None
