"""Bare mirrors of repositories on a worker's disk. They contain every secret: nobody else can read their folder."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leaksift_fleet import children
from leaksift_fleet.children import Limits
from leaksift_fleet.credentials import Credentials, git_environment
from leaksift_fleet.model import Kind, Repository

GIT = ("git", "-c", "core.hooksPath=/dev/null", "-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=120")
"""No hook runs; a connection that gives less than 1,000 bytes a second for two minutes is broken."""

OWN_SETTINGS = (".leaksift*", ".gitleaks*", ".betterleaks*")
"""Files at the top of a clone that change what a scan of it reports."""

LIST_SECONDS = 120.0
"""For listing a repository's references."""


class MirrorError(Exception):
    """A repository that could not be mirrored: git's reason, without a credential."""


def mirrors_folder(folder: Path) -> None:
    """Makes the folder of mirrors. Raises :class:`MirrorError` for one that another account has made.

    The usual one is in a folder where all accounts may make some, under a name that can be guessed; its owner could put
    another mirror in the place of one.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.lstat().st_uid not in (os.geteuid(), 0):
        raise MirrorError(f"{folder} belongs to another account; name a folder of your own with --mirrors")


@dataclass(frozen=True)
class Mirrors:
    """The folder with mirrors."""

    folder: Path
    credentials: Credentials
    limits: Limits
    most_bytes: int | None = None
    """Mirrors that were not used for longest are deleted before a new one is made, once they take more than this."""

    def path(self, repository: Repository) -> Path:
        """Where a repository's mirror is, or would be."""
        return self.folder / (hashlib.sha256(repository.location.encode()).hexdigest()[:32] + ".git")

    def version(self, repository: Repository) -> str:
        """A digest of all references of the repository at its host. Raises :class:`MirrorError`.

        Of a clone on this machine, objects that nothing refers to and its settings count too: they are scanned.
        """
        digest = hashlib.sha256(self._references(repository))
        if is_local(repository):
            for line in _contents(Path(repository.location)):
                digest.update(line)
        return "refs:" + digest.hexdigest()

    def _references(self, repository: Repository, *which: str) -> bytes:
        environment = git_environment(repository.location, repository.credential, self.credentials)
        command = [*GIT, "ls-remote", "--quiet", "--symref", "--", repository.location, *which]
        try:
            listed = subprocess.run(
                command,
                env=environment,
                capture_output=True,
                timeout=LIST_SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired as error:
            raise MirrorError(f"git ls-remote took more than {LIST_SECONDS:.0f} s and was stopped") from error
        except OSError as error:
            raise MirrorError(f"git cannot be started: {error.strerror}") from error
        if listed.returncode:
            raise MirrorError(f"git ls-remote ended with {listed.returncode}: {children.last_line(listed.stderr)}")
        return listed.stdout

    @contextlib.contextmanager
    def updated(self, repository: Repository) -> Iterator[Path]:
        """Clones or updates a mirror, which no other process touches meanwhile. Raises :class:`MirrorError`.

        A mirror that git cannot update is made again.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        path = self.path(repository)
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (path.exists() and self._fetched(repository, path)):
                self._cloned(repository, path)
            os.utime(path)
            yield path

    def again(self, repository: Repository) -> None:
        """Makes a mirror anew whose content is damaged; its lock is held. Raises :class:`MirrorError`."""
        self._cloned(repository, self.path(repository))

    def drop(self, repository: Repository) -> None:
        """Deletes a mirror."""
        path = self.path(repository)
        shutil.rmtree(path, ignore_errors=True)
        path.with_suffix(".lock").unlink(missing_ok=True)

    def _fetched(self, repository: Repository, path: Path) -> bool:
        command = [*GIT, "-C", str(path), "fetch", "--quiet", "--prune", "--force", "origin", "+refs/*:refs/*"]
        if self._git(repository, command).code:
            return False
        # A fetch leaves HEAD as it was at the time of the clone.
        head = re.match(rb"ref: (refs/heads/[^\t\n]+)\tHEAD", self._references(repository, "HEAD"))
        command = [*GIT, "-C", str(path), "symbolic-ref", "HEAD", os.fsdecode(head[1])] if head else []
        return not command or self._git(repository, command).code == 0

    def _cloned(self, repository: Repository, path: Path) -> None:
        shutil.rmtree(path, ignore_errors=True)
        self._evict()
        command = [*GIT, "clone", "--quiet", "--mirror", "--template=", "--", repository.location, str(path)]
        ended = self._git(repository, command)
        if ended.code:
            shutil.rmtree(path, ignore_errors=True)
            raise MirrorError(ended.reason("git clone", self.limits))

    def _git(self, repository: Repository, command: list[str]) -> children.Ended:
        environment = git_environment(repository.location, repository.credential, self.credentials)
        try:
            return children.run(command, self.limits, environment)
        except OSError as error:
            raise MirrorError(f"git cannot be started: {error.strerror}") from error

    def _evict(self) -> None:
        if self.most_bytes is None:
            return
        mirrors = sorted(self.folder.glob("*.git"), key=lambda path: path.stat().st_mtime)
        sizes = {path: _size(path) for path in mirrors}
        total = sum(sizes.values())
        for path in mirrors:
            if total <= self.most_bytes:
                return
            with path.with_suffix(".lock").open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue  # It is in use.
                shutil.rmtree(path, ignore_errors=True)
                total -= sizes[path]


def is_local(repository: Repository) -> bool:
    """Whether a git repository is a folder of this machine rather than a URL."""
    return repository.kind is Kind.GIT and repository.location.startswith("/")


def _contents(clone: Path) -> Iterator[bytes]:
    """Names of all objects and packs of a clone, and its settings' text."""
    objects = (clone / ".git" if (clone / ".git").is_dir() else clone) / "objects"
    for place, folders, names in os.walk(objects):
        folders.sort()
        yield from (os.fsencode(f"{place}/{name}\n") for name in sorted(names))
    for pattern in OWN_SETTINGS:
        for path in sorted(clone.glob(pattern)):
            if path.is_file():
                yield path.name.encode() + b"\0" + path.read_bytes()


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(place) / name).lstat().st_size
    return total
