"""One report of all repositories, which leaksift merges."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leaksift_fleet.scanning import REPORTED

INDEX_BYTES = 640
"""Of its limit, which leaksift needs for each finding of each report, listed or not."""


class MergeError(Exception):
    """leaksift could not merge the reports."""


def gap_report(gaps: Iterable[tuple[str, str]], version: str, started_at: str) -> dict[str, Any]:
    """A report, as leaksift's JSON, of nothing but repositories that were not scanned, each with the reason.

    Merged with the others it makes the report of the fleet incomplete, in every format.
    """
    skipped = [{"repository": name, "path": ".", "reason": reason} for name, reason in gaps]
    return _report(skipped, version, started_at)


def _report(skipped: list[dict[str, str]], version: str, started_at: str) -> dict[str, Any]:
    """A report without findings."""
    hidden = ("inline", "ignore_file", "baseline", "allowlist", "settings", "threshold")
    return {
        "schema_version": 2,
        "tool": {"name": "leaksift", "version": version, "rules": 0},
        "target": "fleet",
        "mode": "merge",
        "started_at": started_at,
        "duration_ms": 0,
        "fail_on": "low",
        "coverage": {
            **dict.fromkeys(("files", "blobs", "commits", "bytes"), 0),
            **{name: [] for name in ("accepted", "left_out", "notes")},
            "skipped": skipped,
            "complete": not skipped,
        },
        "hidden": dict.fromkeys(hidden, 0),
        "findings": [],
    }


def public_report(records: Iterable[dict[str, Any]], version: str, started_at: str) -> Iterator[str]:
    """A report, as leaksift's JSON in lines, of secrets as they may be told to those outside.

    leaksift's formats need a fingerprint and a place: the first half of the `fleet_id`, and none that anybody knows.
    """
    head = _report([], version, started_at)
    head["coverage"]["notes"] = ["secrets of a fleet by their ids; names and places are not disclosed"]
    del head["findings"]
    yield json.dumps(head)[:-1] + ', "findings": ['
    separator = ""
    for record in records:
        counts = {name: f"{record[name]:,}" for name in ("repositories", "places")}
        finding = {
            **{name: record[name] for name in ("fleet_id", "rule", "severity", "confidence")},
            "fingerprint": record["fleet_id"][:16],
            "title": record["rule"],
            "secret": "",
            **({"verification": record["verification"]} if "verification" in record else {}),
            "details": {**counts, "still in HEAD": "yes" if record["in_head"] else "no"},
            "occurrences": [
                {"path": "not disclosed", **dict.fromkeys(("line", "column", "end_line", "end_column"), 0)}
            ],
        }
        yield separator + json.dumps(finding)
        separator = ","
    yield "]}"


@dataclass(frozen=True)
class Merge:
    """The merged reports."""

    program: str
    reports: list[Path]
    folder: Path
    """Where the merged files go."""
    fail_on: str | None = None
    lists_only_active: bool = False
    memory: int = 512 * 1024**2
    """Bytes of leaksift, roughly, for what is listed: the gravest findings; further ones are counted."""
    findings: int = 0
    """Of all reports, each counted in each."""

    def write(self, formats: dict[str, Path]) -> int:
        """Writes the merged report in some formats at once, and returns leaksift's exit code: 0, 1 or 3.

        Raises :class:`MergeError`.
        """
        names = self.folder / ".reports"
        names.write_text("".join(f"{report}\n" for report in self.reports), encoding="utf-8")
        memory = f"{(self.memory + INDEX_BYTES * self.findings) // 1024**2}M"
        command = [self.program, "report", "merge", "--list", str(names), "--max-memory", memory, "-q"]
        if self.fail_on is not None:
            command += ["--fail-on", self.fail_on]
        if self.lists_only_active:
            command += ["--only", "active"]
        for name, path in formats.items():
            command += ["-f", name, "-o", str(path)]
        try:
            ended = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        except OSError as error:
            raise MergeError(f"{self.program} cannot be started: {error.strerror}") from error
        finally:
            names.unlink(missing_ok=True)
        if ended.returncode not in REPORTED:
            said = ended.stderr.decode("utf-8", "replace").strip()
            advice = "put that right, then go on with --resume"
            raise MergeError(f"leaksift report merge ended with {ended.returncode}: {said[-1000:]}; {advice}")
        return ended.returncode
