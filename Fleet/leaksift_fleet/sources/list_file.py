"""A file of addresses and paths, one a line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from leaksift_fleet.model import Repository, Source, SourceProblem
from leaksift_fleet.sources.addresses import AddressError

LONGEST_LINE = 8192
"""Characters; longer than any path or URL that git takes."""


class ListFile:
    """Lists what each line names; an empty line and one that begins with `#` name nothing.

    `parse` makes a source of a line, for paths relative to the folder of the file. A line that cannot be used is a
    problem, and the others are listed.
    """

    def __init__(self, path: Path | None, parse: Callable[[str, Path], Source]) -> None:
        """`path` is none for standard input, whose paths are relative to the working directory."""
        self._name = str(path or "standard input")
        folder = path.parent if path else Path()
        content = sys.stdin.buffer.read() if path is None else path.read_bytes()
        self._items = [(number, _parsed(line, folder, parse)) for number, line in _lines(content)]

    @property
    def hosts(self) -> tuple[str, ...]:
        """Those of all lines."""
        return tuple(sorted({host for _, item in self._items if not isinstance(item, str) for host in item.hosts}))

    def repositories(self) -> Iterator[Repository | SourceProblem]:
        """Lists line by line, each repository once."""
        seen: set[str] = set()
        for number, item in self._items:
            if isinstance(item, str):
                yield SourceProblem(f"{self._name}:{number}", item)
                continue
            for listed in item.repositories():
                if isinstance(listed, Repository) and listed.name in seen:
                    continue
                if isinstance(listed, Repository):
                    seen.add(listed.name)
                yield listed


def _parsed(line: str | None, folder: Path, parse: Callable[[str, Path], Source]) -> Source | str:
    """The source of a line, or why there is none."""
    if line is None:
        return "not UTF-8, or too long"
    try:
        return parse(line, folder)
    except AddressError as error:
        return str(error)


def _lines(content: bytes) -> Iterator[tuple[int, str | None]]:
    """Lines with their numbers; none for one that is no text."""
    for number, raw in enumerate(content.splitlines(), start=1):
        try:
            line = raw.decode("utf-8").lstrip("\ufeff").strip()
        except UnicodeDecodeError:
            yield number, None
            continue
        if line and not line.startswith("#"):
            yield number, line if len(line) <= LONGEST_LINE else None
