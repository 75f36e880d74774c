"""The folder of a run's results: a journal that survives the driver, and one report for each repository."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from leaksift_fleet.states import GOOD, Outcome, State
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
        self.reports = folder / "reports"
        try:
            self.last = {outcome.name: outcome for outcome in _read(folder / "last.jsonl")}
            self.done = {outcome.name: outcome for outcome in _read(self._journal_path)} if resumes else {}
            if writes:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self.reports.mkdir(mode=0o700, exist_ok=True)
                self._lock()
                self._journal = self._journal_path.open("ab" if resumes else "wb")
                self._cut_last_line()
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
        """Keeps an answer: first its report, then the line of the journal that names it.

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
            outcome = replace(outcome, report=former.report, findings=former.findings, owners=former.owners)
        try:
            if answer.report:
                self._write_report(outcome.report, answer.report)
            self._journal.write(json.dumps(outcome.line(), ensure_ascii=False).encode() + b"\n")
            self._journal.flush()
            os.fsync(self._journal.fileno())
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
        draft = self.folder / f".{name}.new"
        try:
            with draft.open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.folder / name)
        except OSError as error:
            raise ResultsError(f"{self.folder / name}: {error.strerror}") from error

    def end(self) -> None:
        """The run has ended: its journal is the last one. Reports that it does not name are deleted."""
        self._journal.close()
        self._journal_path.replace(self.folder / "last.jsonl")
        named = {outcome.report for outcome in self.done.values()}
        for path in self.reports.iterdir():
            if path.name not in named:
                path.unlink()

    def _has_report(self, outcome: Outcome) -> bool:
        return bool(outcome.report) and (self.reports / outcome.report).is_file()

    def _write_report(self, name: str, compressed: bytes) -> None:
        draft = self.reports / f".{name}.new"
        with draft.open("wb") as file:
            file.write(gzip.decompress(compressed))
        draft.replace(self.reports / name)

    def _cut_last_line(self) -> None:
        """A line that a driver was writing when it died has no end: it is ended, and not read."""
        if self._journal_path.stat().st_size and not self._journal_path.read_bytes().endswith(b"\n"):
            self._journal.write(b"\n")


def report_name(repository: str) -> str:
    """The file of a repository's report."""
    return hashlib.sha256(repository.encode()).hexdigest()[:32] + ".json"


def _read(path: Path) -> Iterator[Outcome]:
    """The outcomes of a journal; a line that was not written to its end is left out."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                yield Outcome.parsed(json.loads(line))
            except (ValueError, TypeError, KeyError):
                continue
