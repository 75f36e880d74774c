"""Which team a file belongs to, by the CODEOWNERS file of its repository."""

from __future__ import annotations

from dataclasses import dataclass, field

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

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file, as the file spells them (`@team`, `@org/team`, a mail address); none without a match.

        Of a container's member the container counts.
        """
        if self._owners is None:
            return ()
        return tuple(name for _, name in self._owners.of(path.partition("!")[0]))


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
