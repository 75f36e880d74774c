"""Files that are written as a whole, and files of JSON lines."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `path` when it is complete. Raises `OSError`."""
    draft = path.with_name(f".{path.name}.new")
    with draft.open("wb") as file:
        yield file
    draft.replace(path)


def objects_in(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines. Raises `OSError` or `ValueError`."""
    with path.open("rb") as file:
        yield from map(json.loads, file)
