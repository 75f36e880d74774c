"""What a worker does for one repository."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from leaksift_fleet import records, scanning
from leaksift_fleet.github_app import AppError
from leaksift_fleet.identity import mark
from leaksift_fleet.images import ImageError
from leaksift_fleet.mirrors import MirrorError
from leaksift_fleet.model import Kind, Repository
from leaksift_fleet.objects import StoreError
from leaksift_fleet.owners import Owners
from leaksift_fleet.scanning import Program, ScanError, Scanned
from leaksift_fleet.states import Outcome, State
from leaksift_fleet.workplace import Copy, Settings, Workplace

MOST_GAPS = 3
"""Gaps that a state's reason names; the report has all of them."""

FAILURES = (MirrorError, ImageError, StoreError, AppError, OSError, subprocess.SubprocessError)
"""What can go wrong with a repository beside its scan."""


@dataclass(frozen=True)
class Answer:
    """What comes back from a worker."""

    outcome: Outcome
    report: bytes = b""
    """leaksift's JSON report, compressed by gzip; empty without one."""
    records: bytes = b""
    """Its secrets as JSON lines, compressed by gzip; empty without a report."""
    is_worth_another_try: bool = False

    @property
    def name(self) -> str:
        """The repository's."""
        return self.outcome.name

    @property
    def reason(self) -> str:
        """Why it failed."""
        return self.outcome.reason


@dataclass(frozen=True)
class Task:
    """One repository, and the version of it that the last run has a good report of."""

    repository: Repository
    settings: Settings
    former_version: str = ""

    @property
    def name(self) -> str:
        """The repository's."""
        return self.repository.name

    def answer(self) -> Answer:
        """Scans the repository. Everything that goes wrong is part of the answer."""
        return run(self)

    def lost(self, reason: str) -> Answer:
        """The answer in the place of a worker that is gone."""
        return Answer(Outcome(self.name, State.FAILED, reason), is_worth_another_try=True)


class _UnchangedError(Exception):
    """There is nothing to do."""


def run(task: Task) -> Answer:
    """Scans a repository. Everything that goes wrong is part of the answer."""
    started = time.monotonic()
    repository = task.repository
    try:
        answer = _scanned(task)
    except _UnchangedError:
        return Answer(Outcome(repository.name, State.UNCHANGED, version=task.former_version))
    except ScanError as error:
        return _failed(repository, str(error), started, is_final=error.is_final)
    except FAILURES as error:
        return _failed(repository, str(error), started, is_final=False)
    return replace(answer, outcome=replace(answer.outcome, seconds=round(time.monotonic() - started, 3)))


def sweep(settings: Settings) -> None:
    """Deletes what workers that were killed have left on this machine."""
    shutil.rmtree(settings.scratch, ignore_errors=True)


def version(repository: Repository, workplace: Workplace) -> str:
    """What of a repository, and of what scans it, can change."""
    settings = workplace.settings
    return f"{workplace.version(repository)} {scanner(settings.program, settings.key)}"


def _failed(repository: Repository, reason: str, started: float, *, is_final: bool) -> Answer:
    seconds = round(time.monotonic() - started, 3)
    return Answer(Outcome(repository.name, State.FAILED, reason, seconds=seconds), is_worth_another_try=not is_final)


def _scanned(task: Task) -> Answer:
    repository, settings = task.repository, task.settings
    workplace = Workplace(settings)
    folder = workplace.scratch()
    found_version = version(repository, workplace)
    if found_version == task.former_version:
        raise _UnchangedError
    with tempfile.TemporaryDirectory(dir=folder, prefix="scan-") as scratch:
        report = Path(scratch) / "report.json"
        with workplace.opened(repository, Path(scratch)) as copy:
            scanned = _scan(repository, workplace, copy, report)
            owners = Owners()
            if scanned.findings and repository.kind is Kind.GIT:
                owners = Owners.of_repository(copy.path)
        records.add_ids(report, settings.key)
        found = records.records(settings.program.path, report, settings.limits, owners.of) if scanned.findings else ()
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in found)
        compressed = _compressed(report.read_bytes())
    state = State.INCOMPLETE if not scanned.is_complete else State.FINDINGS if scanned.findings else State.CLEAN
    outcome = Outcome(
        repository.name,
        state,
        _reason(scanned),
        found_version,
        findings=scanned.findings,
        bytes=scanned.bytes,
        counted=scanned.counted,
    )
    return Answer(outcome, compressed, _compressed(lines.encode()))


def _scan(repository: Repository, workplace: Workplace, copy: Copy, report: Path) -> Scanned:
    settings = workplace.settings
    kind, cache = repository.kind, workplace.cache
    scanned = scanning.scan(settings.program, kind, copy.path, report, settings.limits, cache)
    if kind is not Kind.GIT:
        scanning.attribute(report, repository.name, copy.problems)
        return scanning.read(report)
    # What is damaged here may be whole at the host.
    if not scanned.is_complete and copy.renew():
        return scanning.scan(settings.program, kind, copy.path, report, settings.limits, cache)
    return scanned


def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=4, mtime=0)


def _reason(scanned: Scanned) -> str:
    if scanned.is_complete:
        return ""
    further = len(scanned.gaps) - MOST_GAPS
    return "; ".join(scanned.gaps[:MOST_GAPS]) + (f"; and {further:,} more" if further > 0 else "")


@lru_cache(maxsize=4)
def scanner(program: Program, key: bytes) -> str:
    """A digest of what scans: the program, its configuration and options, and the key of the ids."""
    digest = hashlib.sha256(repr((program.more, mark(key))).encode())
    version = subprocess.run([program.path, "version"], capture_output=True, timeout=60, check=True).stdout
    digest.update(version)
    if program.configuration is not None:
        digest.update(Path(program.configuration).read_bytes())
    return digest.hexdigest()[:16]
