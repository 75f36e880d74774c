"""What a run leaves: verdicts, the joined secrets, the merged report and the overview."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from leaksift_fleet import overview, verdicts
from leaksift_fleet.asking import Place, Questions
from leaksift_fleet.files import objects_in
from leaksift_fleet.joining import Joining, public_record
from leaksift_fleet.leases import HostLimits
from leaksift_fleet.merging import Merge, gap_report, public_report
from leaksift_fleet.model import Repository, SourceProblem
from leaksift_fleet.overview import Changes, Gap, Overview
from leaksift_fleet.results import Results, ResultsError
from leaksift_fleet.schedule import Patience
from leaksift_fleet.states import GOOD, Outcome, State
from leaksift_fleet.table import Table
from leaksift_fleet.tally import Tally
from leaksift_fleet.verifying import Asking, Plan
from leaksift_fleet.workplace import Settings

MEMORY = 512 * 1024**2
"""Bytes of leaksift, for what the merged report lists."""


@dataclass(frozen=True)
class Wanted:
    """What of a run's results is the user's choice."""

    formats: tuple[str, ...] = ()
    """Of leaksift's report, beside JSON and HTML."""
    is_public: bool = False
    fail_on: str | None = None
    lists_only_active: bool = False
    memory: int = MEMORY
    asking: Asking | None = None
    """How vendors are asked whether the secrets are active; nobody is asked without."""


@dataclass
class Summary:
    """What there is to say about a run."""

    code: int
    """leaksift's exit code."""
    tally: Tally
    changes: Changes
    states: dict[str, int]
    """Repositories by state."""
    listed: int
    """Secrets in `report.json`, which may be fewer than there are."""
    seconds: float
    plan: Plan | None = None
    """Who would be asked, if somebody is to be."""


@dataclass
class Reporting:
    """Writes the results of a run that has scanned everything."""

    results: Results
    settings: Settings
    wanted: Wanted
    version: str
    """leaksift's."""
    patience: Patience
    started: float
    is_quiet: bool

    def write(self, repositories: Sequence[Repository], problems: Sequence[SourceProblem]) -> Summary:
        """Writes everything, and ends the run. Raises :class:`MergeError` or :class:`ResultsError`."""
        try:
            return self._written(repositories, problems)
        except (OSError, sqlite3.Error) as error:
            raise ResultsError(f"{self.results.folder}: {error}; free some space, then go on with --resume") from error

    def _written(self, repositories: Sequence[Repository], problems: Sequence[SourceProblem]) -> Summary:
        results = self.results
        outcomes = self._outcomes(repositories, problems)
        results.write_states(outcomes)
        gaps = [Gap(one.name, one.state.value, one.reason) for one in outcomes if one.state not in GOOD]
        gaps += [Gap(problem.place, "not listed", problem.reason) for problem in problems]
        with Joining(results.folder / ".joining.db") as joining:
            numbers = {joining.add(results.records_of(one)): one for one in outcomes if one.report and one.findings}
            plan = self._ask(joining, numbers, repositories)
            self._set_verdicts(joining, numbers.values())
            code = self._merge(outcomes, gaps)
            tally, changes = self._join(joining, outcomes)
        if self.wanted.is_public:
            self._write_public(tally.findings)
        states = Counter(outcome.state.value for outcome in outcomes)
        self._write_overview(states, tally, changes, gaps)
        results.end()
        verdicts.end(results.folder, verified=self._verifies)
        return Summary(code, tally, changes, dict(states), self._listed(), self._elapsed(), plan)

    def _elapsed(self) -> float:
        return time.time() - self.started

    def _outcomes(self, repositories: Iterable[Repository], problems: Sequence[SourceProblem]) -> list[Outcome]:
        """Of each repository; one that could not be scanned or listed now keeps the report of the last run."""
        outcomes = [self.results.done[repository.name] for repository in repositories]
        if problems:
            names = {outcome.name for outcome in outcomes}
            reason = "was not listed in this run, in which not every source could be read"
            outcomes += [
                replace(former, state=State.FAILED, reason=reason)
                for former in self.results.last.values()
                if former.name not in names
            ]
        return sorted(outcomes, key=lambda outcome: outcome.name)

    # Verdicts

    def _ask(self, joining: Joining, numbers: dict[int, Outcome], repositories: Iterable[Repository]) -> Plan | None:
        """Asks about all secrets, each once. Returns the plan, when there is to be one only."""
        asking = self.wanted.asking
        if asking is None:
            return None
        if not self.is_quiet:
            doing = "Planning to ask" if asking.only_plans else "Asking"
            sys.stderr.write(f"{doing} vendors whether the secrets are active.\n")
        by_name = {repository.name: repository for repository in repositories}
        places = {
            number: Place(by_name[one.name], self.results.reports / one.report)
            for number, one in numbers.items()
            if one.name in by_name
        }
        limits = HostLimits(asking.rate)
        asked = verdicts.Asked(self.results.folder, joining, resumes=self.results.resumes)
        questions = Questions(joining, places, self.settings, asking, self.patience, limits, asked.add)
        questions.ask()
        return questions.plan if asking.only_plans else None

    def _set_verdicts(self, joining: Joining, outcomes: Iterable[Outcome]) -> None:
        """Has the repositories' reports say what is known now, and nothing of earlier runs."""
        if verdicts.had_any(self.results.folder) or self._verifies:
            for outcome in outcomes:
                verdicts.set_in(self.results.reports / outcome.report, joining)
        if self._verifies:
            lines = (json.dumps({"fleet_id": fleet_id, "verification": said}) for fleet_id, said in joining.verdicts())
            self.results.replace(verdicts.RESULT, lines)
            self.results.replace(verdicts.RECEIPTS, verdicts.receipts(self.results.folder))

    @property
    def _verifies(self) -> bool:
        return self.wanted.asking is not None and not self.wanted.asking.only_plans

    # Reports

    def _merge(self, outcomes: list[Outcome], gaps: list[Gap]) -> int:
        folder, wanted = self.results.folder, self.wanted
        missing = [(gap.repository, gap.reason) for gap in gaps if gap.state != State.INCOMPLETE.value]
        reports = [self.results.reports / one.report for one in outcomes if one.report]
        draft = folder / ".gaps.json"
        if missing:
            self.results.replace(draft.name, [json.dumps(gap_report(missing, self.version, _moment(self.started)))])
            reports.append(draft)
        findings = sum(outcome.findings for outcome in outcomes)
        merge = Merge(
            self.settings.program.path,
            reports,
            folder,
            wanted.fail_on,
            wanted.lists_only_active,
            wanted.memory,
            findings,
        )
        try:
            return merge.write({name: folder / f"report.{name}" for name in ("json", "html", *wanted.formats)})
        finally:
            draft.unlink(missing_ok=True)

    def _join(self, joining: Joining, outcomes: list[Outcome]) -> tuple[Tally, Changes]:
        """Writes `findings.jsonl`, `findings.parquet` and `fixed.jsonl`, a secret at a time."""
        results = self.results
        path = results.folder / "findings.jsonl"
        if path.exists():
            joining.add_former(path, doubtful={name for one in outcomes if one.counted for name in self._names(one)})
        tally = Tally()
        new = still_there = 0

        def lines() -> Iterator[str]:
            nonlocal new, still_there
            with Table(path.with_suffix(".parquet")) as table:
                for secret, was_there in joining.secrets():
                    record = {**secret, "change": "still there" if was_there else "new"}
                    new, still_there = new + (not was_there), still_there + was_there
                    tally.add(record, record["owners"])
                    table.add(record)
                    yield json.dumps(record, ensure_ascii=False)

        results.replace(path.name, lines())
        fixed = 0

        def fixed_lines() -> Iterator[str]:
            nonlocal fixed
            for fleet_id in joining.fixed():
                fixed += 1
                yield json.dumps({"fleet_id": fleet_id})

        results.replace("fixed.jsonl", fixed_lines())
        return tally, Changes(new, fixed, still_there)

    def _names(self, outcome: Outcome) -> set[str]:
        """What places of a repository are said to be in."""
        path = self.results.records_of(outcome)
        if not path.exists():
            return set()
        return {place["repository"] for record in objects_in(path) for place in record["occurrences"]}

    def _write_public(self, count: int) -> None:
        """What may leave the company of so many secrets, in all formats that are wanted."""
        results, wanted = self.results, self.wanted
        records = results.folder / "findings.jsonl"
        shown = (public_record(record) for record in objects_in(records))
        results.replace("public.jsonl", (json.dumps(record) for record in shown))
        if not wanted.formats:
            return
        draft = results.folder / ".public.json"
        public = results.folder / "public.jsonl"
        results.replace(draft.name, public_report(objects_in(public), self.version, _moment(self.started)))
        try:
            merge = Merge(self.settings.program.path, [draft], results.folder, memory=wanted.memory, findings=count)
            merge.write({name: results.folder / f"public.{name}" for name in wanted.formats})
        finally:
            draft.unlink(missing_ok=True)

    def _listed(self) -> int:
        with (self.results.folder / "report.json").open(encoding="utf-8") as report:
            return sum(line.startswith('      "fingerprint":') for line in report)

    def _write_overview(self, states: Counter[str], tally: Tally, changes: Changes, gaps: list[Gap]) -> None:
        runs = self.results.folder / "runs.jsonl"
        former = [overview.Run(**run) for run in objects_in(runs)] if runs.exists() else []
        now = overview.Run(_moment(self.started)[:10], tally.findings, states.total(), len(gaps))
        self.results.replace("runs.jsonl", (json.dumps(vars(run)) for run in [*former, now]))
        page = overview.page(
            Overview(
                started_at=_moment(self.started),
                seconds=self._elapsed(),
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


def _moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
