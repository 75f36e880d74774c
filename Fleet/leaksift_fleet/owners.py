"""Which team a file belongs to, by the CODEOWNERS file of its repository."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from codeowners import CodeOwners

PLACES = (".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitea/CODEOWNERS")
"""Where GitHub, GitLab, Gitea and Bitbucket look for the file, the first one that is there counts."""

LARGEST = 3 * 1024 * 1024
"""Bytes; GitHub ignores a larger file (docs.github.com, About code owners)."""

MOST_STARS = 8
"""A pattern with more is passed over: a regular expression made of it may take minutes on one path."""


@dataclass
class Owners:
    """The owners of a repository's files."""

    problems: list[str] = field(default_factory=list)
    """Lines that could not be used, in words."""
    _owners: CodeOwners | None = None

    @classmethod
    def parsed(cls, text: str) -> Owners:
        """Reads a CODEOWNERS file; lines that cannot be used become problems."""
        owners = cls()
        usable = []
        for number, line in enumerate(text.splitlines(), start=1):
            problem = _problem(line)
            if problem:
                owners.problems.append(f"CODEOWNERS:{number}: {problem}")
            usable.append("" if problem else line)
        owners._owners = CodeOwners("\n".join(usable))
        return owners

    @classmethod
    def of_repository(cls, folder: Path) -> Owners:
        """Reads the CODEOWNERS file of `HEAD` of a clone or mirror; nobody owns anything without one.

        Costs a git process for all places, and one for the file.
        """
        listed = _git(folder, "ls-tree", "-z", "-l", "HEAD", "--", *PLACES)
        sizes = {}
        for entry in listed.split(b"\0")[:-1]:
            described, _, path = entry.partition(b"\t")
            mode, kind, _, size = described.split()
            if kind == b"blob" and mode != b"120000":
                sizes[path.decode("utf-8", "replace")] = int(size)
        place = next((place for place in PLACES if place in sizes), None)
        if place is None:
            return cls()
        if sizes[place] > LARGEST:
            return cls([f"{place}: larger than {LARGEST // 1024**2} MB, so forges do not read it"])
        return cls.parsed(_git(folder, "cat-file", "blob", f"HEAD:{place}").decode("utf-8", "replace"))

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file, as the file spells them (`@team`, `@org/team`, a mail address); none without a match.

        Of a container's member the container counts.
        """
        if self._owners is None:
            return ()
        return tuple(name for _, name in self._owners.of(path.partition("!")[0]))


def _git(folder: Path, *arguments: str) -> bytes:
    """What git prints; nothing where it fails, as in a repository without commits."""
    line = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(line, capture_output=True, timeout=60, check=True, stdin=subprocess.DEVNULL).stdout
    except (OSError, subprocess.SubprocessError):
        return b""


def _problem(line: str) -> str | None:
    """Why a line cannot be used."""
    pattern = line.strip()
    if pattern.startswith("#"):
        return None
    if pattern.count("*") > MOST_STARS:
        return f"more than {MOST_STARS} `*` in a pattern"
    try:
        CodeOwners(pattern)
    except ValueError as error:
        return str(error)
    return None
