"""A whole run: list, scan, merge, compare, report."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from leaksift_fleet import overview
from leaksift_fleet.merging import Merge, Secret, gap_report, secrets
from leaksift_fleet.model import Kind, Repository, Source, SourceProblem
from leaksift_fleet.overview import Changes, Gap, Overview
from leaksift_fleet.progress import Progress
from leaksift_fleet.results import Results
from leaksift_fleet.schedule import Patience, Schedule, sweep
from leaksift_fleet.states import GOOD, Outcome, State
from leaksift_fleet.table import Table
from leaksift_fleet.tally import Tally
from leaksift_fleet.task import Settings, Task, scanner

GAPS = ".gaps.json"
"""The report of what was not scanned, while the reports are merged."""


@dataclass
class Listed:
    """What the sources named."""

    repositories: list[Repository] = field(default_factory=list)
    """Each once, large ones first."""
    problems: list[SourceProblem] = field(default_factory=list)


def listed(sources: Iterable[Source]) -> Listed:
    """Lists all sources."""
    found: dict[str, Repository] = {}
    result = Listed()
    for source in sources:
        for item in source.repositories():
            if isinstance(item, SourceProblem):
                result.problems.append(item)
            else:
                found.setdefault(item.name, item)
    # One whose size nobody knows may be large.
    result.repositories = sorted(found.values(), key=lambda one: (one.size is not None, -(one.size or 0), one.name))
    return result


@dataclass
class Run:
    """A run, and where its results go."""

    results: Results
    settings: Settings
    key: bytes
    version: str
    """leaksift's."""
    patience: Patience = field(default_factory=Patience)
    rescans: bool = False
    """Whether unchanged repositories are scanned again."""
    is_public: bool = False
    fail_on: str | None = None
    formats: tuple[str, ...] = ()
    """Of leaksift's report, beside JSON and HTML."""
    is_quiet: bool = False
    started: float = field(default_factory=time.time)

    def scan(self, found: Listed) -> None:
        """Scans what is not done yet, until every repository has an outcome."""
        scans_with = scanner(self.settings.program)
        # What was scanned by another program, or with other settings, before the run was resumed is scanned again.
        done = {one.name for one in self.results.done.values() if not one.version or one.version.endswith(scans_with)}
        todo = [repository for repository in found.repositories if repository.name not in done]
        if not found.repositories:
            return
        progress = Progress(len(found.repositories), is_quiet=self.is_quiet)
        progress.done = len(found.repositories) - len(todo)
        tasks = (Task(one, self.settings, self._former_version(one)) for one in todo)
        schedule = Schedule(tasks, self.patience, processors_each=self.settings.program.threads)
        for answer in schedule.answers(on_retry=progress.retry):
            progress.add(self.results.add(answer))
        progress.end()
        sweep(self.settings)

    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.time() - self.started

    def _former_version(self, repository: Repository) -> str:
        return "" if self.rescans else self.results.former_version(repository.name)

    def report(self, found: Listed) -> tuple[int, Tally, Changes]:
        """Writes all results. Returns the exit code, and what there is to say."""
        outcomes = self._outcomes(found)
        results = self.results
        results.write_states(outcomes)
        lines = results.folder / ".places.jsonl"
        gaps = [Gap(one.name, one.state.value, one.reason) for one in outcomes if one.state not in GOOD]
        gaps += [Gap(problem.place, "not listed", problem.reason) for problem in found.problems]
        reports = [results.reports / one.report for one in outcomes if one.report]
        merge = Merge(self.settings.program.path, reports + self._gap_reports(gaps), results.folder, self.fail_on)
        extra = {name: results.folder / f"report.{name}" for name in self.formats}
        json_and_html = {"json": results.folder / "report.json", "html": results.folder / "report.html"}
        code = merge.write({**json_and_html, "jsonl": lines, **extra})
        try:
            tally, changes = self._records(lines, {one.name: one for one in outcomes}, found)
        finally:
            lines.unlink(missing_ok=True)
            (results.folder / GAPS).unlink(missing_ok=True)
        self._write_overview(outcomes, tally, changes, gaps)
        results.end()
        return code, tally, changes

    def _gap_reports(self, gaps: list[Gap]) -> list[Path]:
        """A report of what was not scanned; the gaps of what is incomplete are in the repositories' own."""
        missing = [(gap.repository, gap.reason) for gap in gaps if gap.state != State.INCOMPLETE.value]
        if not missing:
            return []
        self.results.replace(GAPS, [json.dumps(gap_report(missing, self.version, _moment(self.started)))])
        return [self.results.folder / GAPS]

    def _outcomes(self, found: Listed) -> list[Outcome]:
        """Of each repository; one that could not be scanned or listed now keeps the report of the last run."""
        outcomes = [self.results.done[repository.name] for repository in found.repositories]
        if found.problems:
            names = {outcome.name for outcome in outcomes}
            reason = "was not listed in this run, in which not every source could be read"
            outcomes += [
                replace(former, state=State.FAILED, reason=reason)
                for former in self.results.last.values()
                if former.name not in names
            ]
        return sorted(outcomes, key=lambda outcome: outcome.name)

    def _records(self, lines: Path, outcomes: dict[str, Outcome], found: Listed) -> tuple[Tally, Changes]:
        """Writes `findings.jsonl`, `findings.parquet` and `fixed.jsonl`, a secret at a time."""
        last = _ids(self.results.folder / "findings.jsonl")
        places = {one.location: outcomes[one.name] for one in found.repositories}
        tally = Tally()
        seen: set[int] = set()
        new = 0

        def records() -> Iterator[str]:
            nonlocal new
            with Table(self.results.folder / "findings.parquet") as table:
                for secret in secrets(lines, self.key):
                    number = int(secret.fleet_id, 16)
                    is_new = number not in last
                    new += is_new
                    seen.add(number)
                    owners = _owners(secret, places, outcomes)
                    record = {**secret.record(), "change": "new" if is_new else "still there", "owners": owners}
                    tally.add(record, owners)
                    table.add(record)
                    yield json.dumps(record, ensure_ascii=False)

        self.results.replace("findings.jsonl", records())
        fixed = last - seen
        self.results.replace("fixed.jsonl", (json.dumps({"fleet_id": f"{number:032x}"}) for number in sorted(fixed)))
        if self.is_public:
            self.results.replace("public.jsonl", _public(lines, self.key))
        return tally, Changes(new, len(fixed), len(seen) - new)

    def _write_overview(self, outcomes: list[Outcome], tally: Tally, changes: Changes, gaps: list[Gap]) -> None:
        states = Counter(outcome.state.value for outcome in outcomes)
        runs = self.results.folder / "runs.jsonl"
        former = _runs(runs)
        now = overview.Run(_moment(self.started)[:10], tally.findings, len(outcomes), len(gaps))
        self.results.replace("runs.jsonl", (json.dumps(vars(run)) for run in [*former, now]))
        page = overview.page(
            Overview(
                started_at=_moment(self.started),
                seconds=self.elapsed(),
                version=self.version,
                states={state.value: states[state.value] for state in State},
                tally=tally,
                changes=changes if former else None,
                gaps=gaps,
                trend=[*former, now],
                links={"all findings": "report.html", "as JSON": "report.json"},
            )
        )
        self.results.replace("overview.html", [page])


def _owners(secret: Secret, places: dict[str, Outcome], outcomes: dict[str, Outcome]) -> list[str]:
    """The owners of a secret's places; leaksift names a repository by its remote, which is where it was listed."""
    owners: set[str] = set()
    for place in secret.places:
        repository = place.get("repository", "")
        outcome = places.get(repository) or outcomes.get(repository)
        if outcome is not None:
            owners.update(outcome.owners.get(place["path"], ()))
    return sorted(owners)


def _public(lines: Path, key: bytes) -> Iterator[str]:
    return (json.dumps(secret.public_record(), ensure_ascii=False) for secret in secrets(lines, key))


def _ids(path: Path) -> set[int]:
    """The secrets of the last run, as numbers: some 70 bytes each."""
    if not path.exists():
        return set()
    with path.open(encoding="utf-8") as file:
        return {int(json.loads(line)["fleet_id"], 16) for line in file}


def _runs(path: Path) -> list[overview.Run]:
    if not path.exists():
        return []
    return [overview.Run(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def dry_run(found: Listed, results: Results) -> Iterator[dict[str, Any]]:
    """What a run would do with each repository, as objects."""
    for one in found.repositories:
        action = "scan"
        if one.name in results.done:
            action = "nothing: done in the run that is resumed"
        elif one.kind is Kind.GIT and results.former_version(one.name):
            action = "scan, if its references have changed"
        facts = {"repository": one.name, "kind": one.kind.value, "location": one.location, "size": one.size}
        yield {**facts, "action": action}
