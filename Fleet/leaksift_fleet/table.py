"""`findings.parquet`: one row for each secret."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from leaksift_fleet.tally import is_in_head

ROWS = 10_000
"""Of a group, which is what is kept in memory."""

_FIELDS: list[tuple[str, pa.DataType]] = [
    ("fleet_id", pa.string()),
    ("rule", pa.string()),
    ("severity", pa.string()),
    ("confidence", pa.string()),
    ("fingerprint", pa.string()),
    ("secret", pa.string()),
    ("change", pa.string()),
    ("verification", pa.string()),
    ("exposed_since", pa.string()),
    ("exposed_days", pa.int32()),
    ("in_head", pa.bool_()),
    ("places", pa.int32()),
    ("repositories", pa.list_(pa.string())),
    ("owners", pa.list_(pa.string())),
]

SCHEMA = pa.schema(_FIELDS)


class Table:
    """Writes the file group by group; it appears under its name when it is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._draft = path.with_name(f".{path.name}.new")
        self._writer = pq.ParquetWriter(self._draft, SCHEMA, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def __enter__(self) -> Table:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._flush()
        self._writer.close()
        if kind is None:
            self._draft.replace(self._path)
        else:
            self._draft.unlink(missing_ok=True)

    def add(self, record: Mapping[str, Any]) -> None:
        """Adds a line of `findings.jsonl`."""
        places = record["occurrences"]
        # A repository's own table has no `change`: nobody has compared it yet.
        row = {field.name: record.get(field.name) for field in SCHEMA}
        row["verification"] = (record.get("verification") or {}).get("status")
        row["in_head"] = is_in_head(places)
        row["places"] = len(places)
        row["repositories"] = sorted({place["repository"] for place in places if "repository" in place})
        self._rows.append(row)
        if len(self._rows) == ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
            self._rows = []
