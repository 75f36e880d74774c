"""One report of all repositories: leaksift merges, and each secret becomes one record with its id in the fleet."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leaksift_fleet.identity import fleet_id
from leaksift_fleet.scanning import CLEAN, FINDINGS, INCOMPLETE
from leaksift_fleet.tally import is_in_head

OF_A_PLACE = (
    "repository", "path", "line", "column", "end_line", "end_column", "commit", "author", "date", "subject", "in_head",
    "commit_count", "decoded_from", "layer", "link",
)  # fmt: skip
"""Members of a line of leaksift's JSON lines that are about the place rather than the secret."""


class MergeError(Exception):
    """leaksift could not merge the reports."""


def gap_report(gaps: Iterable[tuple[str, str]], version: str, started_at: str) -> dict[str, Any]:
    """A report, as leaksift's JSON, of nothing but repositories that were not scanned, each with the reason.

    Merged with the others it makes the report of the fleet incomplete, in every format.
    """
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
            "skipped": [{"repository": name, "path": ".", "reason": reason} for name, reason in gaps],
            "complete": False,
        },
        "hidden": dict.fromkeys(hidden, 0),
        "findings": [],
    }


@dataclass(frozen=True)
class Merge:
    """The merged reports."""

    program: str
    reports: list[Path]
    folder: Path
    """Where the merged files go."""
    fail_on: str | None = None
    memory: str = "512M"
    """Of leaksift, for what is listed."""

    def write(self, formats: dict[str, Path]) -> int:
        """Writes the merged report in some formats at once, and returns leaksift's exit code: 0, 1 or 3.

        Raises :class:`MergeError`.
        """
        names = self.folder / ".reports"
        names.write_text("".join(f"{report}\n" for report in self.reports), encoding="utf-8")
        command = [self.program, "report", "merge", "--list", str(names), "--max-memory", self.memory, "-q"]
        if self.fail_on is not None:
            command += ["--fail-on", self.fail_on]
        for name, path in formats.items():
            command += ["-f", name, "-o", str(path)]
        try:
            ended = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        except OSError as error:
            raise MergeError(f"{self.program} cannot be started: {error.strerror}") from error
        finally:
            names.unlink(missing_ok=True)
        if ended.returncode not in (CLEAN, FINDINGS, INCOMPLETE):
            said = ended.stderr.decode("utf-8", "replace").strip()
            raise MergeError(f"leaksift report merge ended with {ended.returncode}: {said[-1000:]}")
        return ended.returncode


@dataclass
class Secret:
    """A secret of the fleet with all its places."""

    fleet_id: str
    facts: dict[str, Any]
    """Rule, fingerprint, severity and what else is the same at all places."""
    places: list[dict[str, Any]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """As a line of `findings.jsonl`."""
        return {"fleet_id": self.fleet_id, **self.facts, "occurrences": self.places}

    def public_record(self) -> dict[str, Any]:
        """As a line of a report that leaves the company: no fingerprint, no name, no place."""
        kept = ("rule", "severity", "confidence", "exposed_since", "exposed_days")
        facts = {name: self.facts[name] for name in kept if name in self.facts}
        verification = self.facts.get("verification")
        if verification:
            facts["verification"] = {"status": verification.get("status")}
        return {
            "fleet_id": self.fleet_id,
            **facts,
            "places": len(self.places),
            "repositories": len({place.get("repository") for place in self.places}),
            "in_head": is_in_head(self.places),
        }


def secrets(lines: Path, key: bytes) -> Iterator[Secret]:
    """The secrets of a merged report in JSON lines, in which the places of one secret follow each other.

    Memory is that of one secret.
    """
    current: Secret | None = None
    with lines.open(encoding="utf-8") as file:
        for line in file:
            item: dict[str, Any] = json.loads(line)
            if "fingerprint" not in item:
                continue  # the coverage
            place = {name: item.pop(name) for name in OF_A_PLACE if name in item}
            identity = fleet_id(key, item["rule"], item["fingerprint"])
            if current is None or current.fleet_id != identity:
                if current is not None:
                    yield current
                current = Secret(identity, item)
            current.places.append(place)
    if current is not None:
        yield current
