"""The secrets of one repository's report, each as a record with its id in the fleet. Made by the worker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from leaksift_fleet import children
from leaksift_fleet.children import Limits
from leaksift_fleet.files import objects_in
from leaksift_fleet.identity import fleet_id
from leaksift_fleet.scanning import ScanError, has_reported

OF_A_PLACE = (
    "repository", "path", "line", "column", "end_line", "end_column", "commit", "author", "date", "subject", "in_head",
    "commit_count", "decoded_from", "layer", "link", "commit_link", "session",
)  # fmt: skip
"""Members of a line of leaksift's JSON lines that are about the place rather than the secret."""

LEAST_MEMORY = 512 * 1024**2
"""Bytes that leaksift may take for a report of any size."""

GROWTH = 24
"""Bytes of its limit that leaksift needs for a byte of a report, so that all of it is listed."""


def add_ids(report: Path, key: bytes) -> None:
    """Adds `fleet_id` to each finding of leaksift's JSON report."""
    facts: dict[str, Any] = json.loads(report.read_bytes())
    for finding in facts["findings"]:
        finding["fleet_id"] = fleet_id(key, finding["rule"], finding["fingerprint"])
    report.write_text(json.dumps(facts, ensure_ascii=False, indent=2), encoding="utf-8")


def records(
    program: str, report: Path, limits: Limits, owners: Callable[[str], Iterable[str]]
) -> Iterator[dict[str, Any]]:
    """The secrets of a report with ids, each with its places and their `owners`. Raises :class:`ScanError`.

    leaksift itself says which repository a place is in, as it does when reports are merged.
    """
    lines = report.with_suffix(".jsonl")
    memory = max(LEAST_MEMORY, GROWTH * report.stat().st_size)
    command = [program, "report", "merge", "-q", "--max-memory", f"{memory // 1024**2}M"]
    ended = children.run([*command, "-f", "jsonl", "-o", str(lines), "--", str(report)], limits)
    if not has_reported(ended):
        raise ScanError(ended.reason("leaksift report merge", limits), is_final=ended.timed_out)
    for record in _grouped(lines):
        record["owners"] = sorted({name for place in record["occurrences"] for name in owners(place["path"])})
        yield record


def _grouped(lines: Path) -> Iterator[dict[str, Any]]:
    """The places of one secret follow each other."""
    current: dict[str, Any] | None = None
    for item in objects_in(lines):
        if "fleet_id" not in item:
            continue  # the coverage
        place = {name: item.pop(name) for name in OF_A_PLACE if name in item}
        if current is None or current["fleet_id"] != item["fleet_id"]:
            if current is not None:
                yield current
            current = {"fleet_id": item.pop("fleet_id"), **item, "occurrences": []}
        current["occurrences"].append(place)
    if current is not None:
        yield current
