"""What every part of a fleet scan is about: repositories, and what could not be listed."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


class Kind(enum.Enum):
    """How a worker gets at what is to be scanned."""

    GIT = "git"
    """A git repository: cloned into a bare mirror, scanned as a history."""
    IMAGE = "image"
    """A container image of a registry: copied as an OCI layout, scanned as files."""
    OBJECTS = "objects"
    """A prefix of an S3-compatible store: copied into a folder, scanned as files."""


@dataclass(frozen=True)
class Repository:
    """One thing to scan."""

    name: str
    """What reports call it: `host/owner/name`, or a path. Unique in a run."""
    kind: Kind
    location: str
    """A URL without credentials, or an absolute path."""
    size: int | None = None
    """Bytes, where the source can tell: large ones are scanned first."""
    credential: str | None = None
    """The name under which a worker looks up a credential; never the secret itself."""


@dataclass(frozen=True)
class SourceProblem:
    """What a source could not list; makes the run incomplete."""

    place: str
    """The list's line, the organisation or the address."""
    reason: str


class Source(Protocol):
    """Something that lists repositories."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that listing sends requests to, to be named before it begins; empty for what is on this machine."""

    def repositories(self) -> Iterator[Repository | SourceProblem]:
        """Lists repositories as they become known; a source that fails half-way yields a problem and ends."""
