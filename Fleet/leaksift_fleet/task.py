"""What a worker does for one repository."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from leaksift_fleet import images, objects, scanning
from leaksift_fleet.children import Limits
from leaksift_fleet.credentials import Credentials
from leaksift_fleet.github_app import AppError
from leaksift_fleet.images import ImageError
from leaksift_fleet.mirrors import MirrorError, Mirrors, is_local, mirrors_folder
from leaksift_fleet.model import Kind, Repository
from leaksift_fleet.objects import StoreError
from leaksift_fleet.owners import Owners
from leaksift_fleet.scanning import Program, ScanError, Scanned
from leaksift_fleet.states import Outcome, State

MOST_GAPS = 3
"""Gaps that a state's reason names; the report has all of them."""


@dataclass(frozen=True)
class Settings:
    """What all tasks of a run have in common."""

    program: Program
    folder: str
    """Where kept mirrors and caches go, on each worker."""
    scratch: str
    """Where everything goes, on each worker, that is deleted with the run."""
    limits: Limits
    keeps_mirrors: bool = False
    most_bytes: int | None = None
    """For all kept mirrors together, and for a copy of an image or of objects."""


@dataclass(frozen=True)
class Task:
    """One repository, and the version of it that the last run has a good report of."""

    repository: Repository
    settings: Settings
    former_version: str = ""


@dataclass(frozen=True)
class Answer:
    """What comes back from a worker."""

    outcome: Outcome
    report: bytes = b""
    """leaksift's JSON report, compressed by gzip; empty without one."""
    is_worth_another_try: bool = False


class _UnchangedError(Exception):
    """There is nothing to do."""


def run(task: Task) -> Answer:
    """Scans a repository. Everything that goes wrong is part of the answer."""
    started = time.monotonic()
    repository = task.repository
    try:
        outcome, report = _scanned(task)
    except _UnchangedError:
        return Answer(Outcome(repository.name, State.UNCHANGED, version=task.former_version))
    except ScanError as error:
        return _failed(repository, str(error), started, is_final=error.is_final)
    except (MirrorError, ImageError, StoreError, AppError, OSError, subprocess.SubprocessError) as error:
        return _failed(repository, str(error), started, is_final=False)
    return Answer(replace(outcome, seconds=round(time.monotonic() - started, 3)), report)


def sweep(settings: Settings) -> None:
    """Deletes what workers that were killed have left on this machine."""
    shutil.rmtree(settings.scratch, ignore_errors=True)


def _failed(repository: Repository, reason: str, started: float, *, is_final: bool) -> Answer:
    seconds = round(time.monotonic() - started, 3)
    return Answer(Outcome(repository.name, State.FAILED, reason, seconds=seconds), is_worth_another_try=not is_final)


def _scanned(task: Task) -> tuple[Outcome, bytes]:
    repository, settings = task.repository, task.settings
    folder = Path(settings.scratch)
    mirrors_folder(Path(settings.folder))
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise ScanError(f"{folder} belongs to another user; name another folder with --mirrors", is_final=True)
    place = Path(settings.folder) if settings.keeps_mirrors else folder
    mirrors = Mirrors(place / "mirrors", Credentials.of_process(), settings.limits, settings.most_bytes)
    version = f"{_version(repository, mirrors)} {scanner(settings.program)}"
    if version == task.former_version:
        raise _UnchangedError
    with tempfile.TemporaryDirectory(dir=folder, prefix="scan-") as scratch:
        report = Path(scratch) / "report.json"
        if repository.kind is Kind.GIT:
            scanned, owners = _scan_git(repository, settings, mirrors, report)
        else:
            scanned, owners = _scan_copy(repository, settings, Path(scratch) / "copy", report), {}
        compressed = gzip.compress(report.read_bytes(), compresslevel=4, mtime=0)
    state = State.INCOMPLETE if not scanned.is_complete else State.FINDINGS if scanned.findings else State.CLEAN
    outcome = Outcome(
        repository.name, state, _reason(scanned), version, findings=scanned.findings, bytes=scanned.bytes, owners=owners
    )
    return outcome, compressed


def _scan_git(
    repository: Repository, settings: Settings, mirrors: Mirrors, report: Path
) -> tuple[Scanned, dict[str, list[str]]]:
    """Scans a repository on this machine where it is, any other one as a mirror."""
    if is_local(repository):
        path = Path(repository.location)
        return (scanned := _history(settings, path, report, None)), _owners(path, scanned)
    cache = Path(settings.folder) / "caches" if settings.keeps_mirrors else None
    try:
        with mirrors.updated(repository) as path:
            scanned = _history(settings, path, report, cache)
            if not scanned.is_complete:
                # What is damaged here may be whole at the host.
                mirrors.again(repository)
                scanned = _history(settings, path, report, cache)
            return scanned, _owners(path, scanned)
    finally:
        if not settings.keeps_mirrors:
            mirrors.drop(repository)


def _history(settings: Settings, path: Path, report: Path, cache: Path | None) -> Scanned:
    return scanning.scan(settings.program, Kind.GIT, path, report, settings.limits, cache)


def _scan_copy(repository: Repository, settings: Settings, folder: Path, report: Path) -> Scanned:
    """Copies an image or objects, and scans the copy as files."""
    problems: list[tuple[str, str]] = []
    if repository.kind is Kind.IMAGE:
        images.copy(repository.location, folder, settings.limits.seconds)
    else:
        folder.mkdir(mode=0o700)
        largest = settings.most_bytes or shutil.disk_usage(folder).free // 2
        problems = objects.copy(repository.location, folder, settings.limits.seconds, largest=largest).problems
    scanning.scan(settings.program, repository.kind, folder, report, settings.limits)
    scanning.attribute(report, repository.name, problems)
    return scanning.read(report)


def _owners(path: Path, scanned: Scanned) -> dict[str, list[str]]:
    if not scanned.paths:
        return {}
    owners = Owners.of_repository(path)
    return {place: list(names) for place in sorted(scanned.paths) if (names := owners.of(place))}


def _reason(scanned: Scanned) -> str:
    if scanned.is_complete:
        return ""
    further = len(scanned.gaps) - MOST_GAPS
    return "; ".join(scanned.gaps[:MOST_GAPS]) + (f"; and {further:,} more" if further > 0 else "")


def _version(repository: Repository, mirrors: Mirrors) -> str:
    """What of a repository can change."""
    if repository.kind is Kind.IMAGE:
        return images.version_of(repository.location)
    if repository.kind is Kind.OBJECTS:
        return objects.version_of(repository.location)
    return mirrors.version(repository)


@lru_cache(maxsize=4)
def scanner(program: Program) -> str:
    """A digest of what scans: the program, its configuration and options."""
    digest = hashlib.sha256(repr(program.more).encode())
    version = subprocess.run([program.path, "version"], capture_output=True, timeout=60, check=True).stdout
    digest.update(version)
    if program.configuration is not None:
        digest.update(Path(program.configuration).read_bytes())
    return digest.hexdigest()[:16]
