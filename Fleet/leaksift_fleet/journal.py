"""A file of JSON lines that grows while a run goes on, and survives the driver."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """Appends objects, each safely on disk before the next one."""

    def __init__(self, path: Path, *, resumes: bool) -> None:
        """Opens a journal, which begins anew unless the run is resumed. Raises `OSError`."""
        self._file = path.open("ab" if resumes else "wb")
        if not _ends_with_newline(path):
            # What a driver was writing when it died is ended, and not read.
            self._file.write(b"\n")

    def add(self, item: dict[str, Any]) -> None:
        """Appends an object. Raises `OSError`."""
        self._file.write(json.dumps(item, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Nothing is added any more."""
        self._file.close()


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a journal; a line that was not written to its end is left out. None without the file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                item = json.loads(line)
            except ValueError:
                continue
            if isinstance(item, dict):
                yield item


def _ends_with_newline(path: Path) -> bool:
    """Whether nothing is written to a line that is there already."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return True
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"
