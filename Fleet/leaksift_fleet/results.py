"""The folder of a run's results: a journal that survives the driver, and report and secrets of each repository."""

from __future__ import annotations

import contextlib
import fcntl
import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from leaksift_fleet import journal
from leaksift_fleet.files import replaced
from leaksift_fleet.journal import Journal
from leaksift_fleet.states import GOOD, Outcome, State
from leaksift_fleet.table import Table
from leaksift_fleet.task import Answer


class ResultsError(Exception):
    """The folder cannot be used: the place and the fix."""


class Results:
    """The folder. `journal.jsonl` is of a run that goes on, `last.jsonl` of the one that ended last."""

    def __init__(self, folder: Path, *, resumes: bool, writes: bool = True) -> None:
        """Opens a folder, or makes it. Raises :class:`ResultsError`.

        `resumes`: what the journal of a run that did not end has is kept, else it begins anew. Without `writes`
        nothing is made or changed, and nothing can be added.
        """
        self.folder = folder
        self.resumes = resumes
        self.reports = folder / "reports"
        self.findings = folder / "findings"
        try:
            self.last = {outcome.name: outcome for outcome in _read(folder / "last.jsonl")}
            self.done = {outcome.name: outcome for outcome in _read(self._journal_path)} if resumes else {}
            if writes:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self.reports.mkdir(mode=0o700, exist_ok=True)
                self.findings.mkdir(mode=0o700, exist_ok=True)
                self._lock()
                self._journal = Journal(self._journal_path, resumes=resumes)
        except OSError as error:
            raise ResultsError(f"{folder}: {error.strerror}") from error

    def identity(self) -> str:
        """A word for this folder, the same in the next run."""
        return hashlib.sha256(os.fsencode(self.folder.resolve())).hexdigest()[:16]

    def _lock(self) -> None:
        """Two runs in one folder would count things twice. Raises :class:`ResultsError`."""
        self._locked = (self.folder / ".lock").open("w")
        try:
            fcntl.flock(self._locked, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ResultsError(
                f"{self.folder} is in use by another run; wait for it, or name another folder"
            ) from error

    @property
    def _journal_path(self) -> Path:
        return self.folder / "journal.jsonl"

    def former_version(self, name: str) -> str:
        """The version of a repository that the last run has a good report of; empty without one."""
        former = self.last.get(name)
        return former.version if former and former.state in GOOD and self._has_report(former) else ""

    def add(self, answer: Answer) -> Outcome:
        """Keeps an answer: first its report and secrets, then the line of the journal that names them.

        A repository that could not be scanned keeps the report of the last run: its secrets are not gone. Raises
        :class:`ResultsError`.
        """
        outcome = answer.outcome
        if answer.report:
            outcome = replace(outcome, report=report_name(outcome.name))
        elif outcome.state is State.UNCHANGED:
            outcome = self.last[outcome.name].carried_over()
        elif outcome.name in self.last and self._has_report(self.last[outcome.name]):
            former = self.last[outcome.name]
            outcome = replace(outcome, report=former.report, findings=former.findings, counted=former.counted)
        try:
            if answer.report:
                self._write_records(outcome, gzip.decompress(answer.records))
                with replaced(self.reports / outcome.report) as report:
                    report.write(gzip.decompress(answer.report))
            self._journal.add(outcome.line())
        except OSError as error:
            raise ResultsError(f"{self.folder}: {error.strerror}; free some space, then go on with --resume") from error
        self.done[outcome.name] = outcome
        return outcome

    def write_states(self, outcomes: Iterable[Outcome]) -> None:
        """Writes `states.jsonl`: one object for each repository."""
        lines = (
            json.dumps({"repository": one.name, "state": one.state.value, "reason": one.reason}, ensure_ascii=False)
            for one in outcomes
        )
        self.replace("states.jsonl", lines)

    def replace(self, name: str, lines: Iterable[str]) -> None:
        """Writes a file as a whole, or not at all. Raises :class:`ResultsError`."""
        try:
            with replaced(self.folder / name) as file:
                file.writelines(f"{line}\n".encode() for line in lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ResultsError(f"{self.folder / name}: {error.strerror}") from error

    def end(self) -> None:
        """The run has ended: its journal is the last one. Reports that it does not name are deleted."""
        self._journal.close()
        self._journal_path.replace(self.folder / "last.jsonl")
        reports = {outcome.report for outcome in self.done.values()}
        with_secrets = {Path(outcome.report).stem for outcome in self.done.values() if outcome.findings}
        unnamed = [path for path in self.reports.iterdir() if path.name not in reports]
        unnamed += [path for path in self.findings.iterdir() if path.stem not in with_secrets]
        for path in unnamed:
            path.unlink()

    def records_of(self, outcome: Outcome) -> Path:
        """The secrets of a repository as JSON lines; there is no file without any."""
        return self.findings / Path(outcome.report).with_suffix(".jsonl").name

    def _has_report(self, outcome: Outcome) -> bool:
        if not outcome.report or not (self.reports / outcome.report).is_file():
            return False
        return not outcome.findings or self.records_of(outcome).is_file()

    def _write_records(self, outcome: Outcome, lines: bytes) -> None:
        """Writes a repository's secrets as JSON lines and as a table, for who cannot wait for the end of the run."""
        path = self.records_of(outcome)
        if not lines:
            path.unlink(missing_ok=True)
            path.with_suffix(".parquet").unlink(missing_ok=True)
            return
        with Table(path.with_suffix(".parquet")) as table:
            for line in lines.splitlines():
                table.add(json.loads(line))
        with replaced(path) as file:
            file.write(lines)


def report_name(repository: str) -> str:
    """The file of a repository's report."""
    return hashlib.sha256(repository.encode()).hexdigest()[:32] + ".json"


def _read(path: Path) -> Iterator[Outcome]:
    """The outcomes of a journal; those of another version of this program are left out."""
    for line in journal.read(path):
        with contextlib.suppress(ValueError, TypeError, KeyError):
            yield Outcome.parsed(line)
