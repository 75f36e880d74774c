"""Running leaksift on one repository."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from leaksift_fleet import children
from leaksift_fleet.children import Ended, Limits
from leaksift_fleet.mirrors import OWN_SETTINGS
from leaksift_fleet.model import Kind

CLEAN, FINDINGS, USAGE, INCOMPLETE = 0, 1, 2, 3
REPORTED = (CLEAN, FINDINGS, INCOMPLETE)
"""leaksift's exit codes."""


class ScanError(Exception):
    """A scan that gave no report."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        """`is_final`: another attempt would end the same."""
        super().__init__(reason)
        self.is_final = is_final


@dataclass(frozen=True)
class Program:
    """leaksift, and how it is run."""

    path: str
    threads: int = 1
    configuration: str | None = None
    """A file with rules and settings, the same path on every worker."""
    more: tuple[str, ...] = ()
    """Further options of `leaksift scan`."""

    def scan_command(self, kind: Kind, target: Path, report: Path, cache: Path | None) -> list[str]:
        """The command line of a scan."""
        command = [self.path, "scan", "--history" if kind is Kind.GIT else "--no-ignore", "-j", str(self.threads)]
        if cache is not None and kind is Kind.GIT:
            command.append(f"--cache={cache}")
        if self.configuration is not None:
            command += ["-c", self.configuration]
        if kind is Kind.GIT and _is_bare_with_settings(target):
            command += ["--trusted-config", "HEAD"]
        return [*command, *self.more, "-q", "-f", "json", "-o", str(report), "--", str(target)]


@dataclass(frozen=True)
class Scanned:
    """What a report says of itself."""

    findings: int
    is_complete: bool
    gaps: list[str] = field(default_factory=list)
    """Why it is not complete."""
    bytes: int = 0
    """What was read, in bytes of contents."""
    counted: int = 0
    """Places that count and are not listed."""


def _is_bare_with_settings(repository: Path) -> bool:
    """Whether a mirror has in `HEAD` what leaksift reads from a working tree: settings, ignore files, a baseline."""
    if (repository / ".git").exists():
        return False
    command = ["git", "-C", str(repository), "ls-tree", "-z", "--name-only", "HEAD"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError):
        return False  # It has no commits.
    names = listed.decode("utf-8", "replace").split("\0")
    return any(fnmatch(name, pattern) for name in names for pattern in OWN_SETTINGS)


def has_reported(ended: Ended) -> bool:
    """Whether leaksift came to its end, with a report."""
    return not ended.timed_out and ended.code in REPORTED


def scan(
    program: Program, kind: Kind, target: Path, report: Path, limits: Limits, cache: Path | None = None
) -> Scanned:
    """Scans a target into a JSON report. Raises :class:`ScanError`."""
    report.unlink(missing_ok=True)
    try:
        ended = children.run(program.scan_command(kind, target, report, cache), limits)
    except OSError as error:
        raise ScanError(f"{program.path} cannot be started: {error.strerror}", is_final=True) from error
    if not has_reported(ended):
        raise ScanError(ended.reason("leaksift", limits), is_final=ended.timed_out or ended.code == USAGE)
    try:
        return read(report)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScanError(
            f"leaksift ended with {ended.code} and without a usable report: {error}", is_final=False
        ) from error


def attribute(report: Path, name: str, problems: list[tuple[str, str]]) -> None:
    """Names in a report what was copied in the place of the copy's folder, and adds what could not be copied.

    `problems` are places with reasons.
    """
    facts: dict[str, Any] = json.loads(report.read_bytes())
    facts["target"] = name
    facts["command"] = ["leaksift", "scan", name]
    facts["repositories"] = []
    facts["coverage"]["skipped"] += [{"path": place, "reason": reason} for place, reason in problems]
    facts["coverage"]["complete"] = facts["coverage"]["complete"] and not problems
    report.write_text(json.dumps(facts, ensure_ascii=False, indent=2), encoding="utf-8")


def read(report: Path) -> Scanned:
    """What a JSON report says of itself. Raises `ValueError` and its kin for a file that is none."""
    with report.open(encoding="utf-8") as file:
        facts: dict[str, Any] = json.load(file)
    coverage = facts["coverage"]
    gaps = [f"{gap['path']}: {gap['reason']}" for gap in coverage["skipped"]]
    counted = sum(int(one["count"]) for one in facts.get("further_places", []) if "hidden_by" not in one)
    return Scanned(len(facts["findings"]), bool(coverage["complete"]), gaps, int(coverage["bytes"]), counted)
