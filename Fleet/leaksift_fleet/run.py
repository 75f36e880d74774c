"""A whole run: list, scan, merge, compare, report."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from leaksift_fleet.model import Repository, Source, SourceProblem
from leaksift_fleet.progress import Progress
from leaksift_fleet.reporting import Reporting, Summary, Wanted
from leaksift_fleet.results import Results
from leaksift_fleet.schedule import Patience, Schedule, sweep
from leaksift_fleet.task import FAILURES, Answer, Task, scanner, version
from leaksift_fleet.workplace import Settings, Workplace

LOOKS = 16
"""At repositories at once, to see whether they have changed, in a dry run."""


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
    wanted: Wanted
    version: str
    """leaksift's."""
    patience: Patience = field(default_factory=Patience)
    rescans: bool = False
    """Whether unchanged repositories are scanned again."""
    is_quiet: bool = False
    started: float = field(default_factory=time.time)

    def scan(self, found: Listed) -> None:
        """Scans what is not done yet, until every repository has an outcome."""
        if not found.repositories:
            return
        scans_with = scanner(self.settings.program, self.settings.key)
        # What was scanned by another program, or with other settings, before the run was resumed is scanned again.
        done = {one.name for one in self.results.done.values() if not one.version or one.version.endswith(scans_with)}
        todo = [repository for repository in found.repositories if repository.name not in done]
        progress = Progress(len(found.repositories), is_quiet=self.is_quiet)
        progress.done = len(found.repositories) - len(todo)
        tasks = (Task(one, self.settings, self._former_version(one)) for one in todo)
        schedule: Schedule[Answer] = Schedule(tasks, self.patience, processors_each=self.settings.program.threads)
        for answer in schedule.answers(on_retry=progress.retry):
            progress.add(self.results.add(answer))
        progress.end()

    def _former_version(self, repository: Repository) -> str:
        return "" if self.rescans else self.results.former_version(repository.name)

    def report(self, found: Listed) -> Summary:
        """Writes all results, and says what there is to say."""
        reporting = Reporting(
            self.results, self.settings, self.wanted, self.version, self.patience, self.started, self.is_quiet
        )
        summary = reporting.write(found.repositories, found.problems)
        if found.repositories:
            sweep(self.settings)
        return summary


def dry_run(found: Listed, results: Results, settings: Settings, *, rescans: bool) -> Iterator[dict[str, Any]]:
    """What a run would do with each repository, as objects.

    Costs a look at the references of each repository that the last run has a good report of; nothing is copied.
    """
    workplace = Workplace(settings)

    def planned(one: Repository) -> dict[str, Any]:
        facts = {"repository": one.name, "kind": one.kind.value, "location": one.location, "size": one.size}
        if one.name in results.done:
            return {**facts, "action": "nothing: done in the run that is resumed"}
        former = "" if rescans else results.former_version(one.name)
        if not former:
            return {**facts, "action": "scan"}
        try:
            has_changed = version(one, workplace) != former
        except FAILURES as error:
            return {**facts, "action": f"scan: it cannot be told whether it has changed: {error}"}
        return {**facts, "action": "scan: it has changed" if has_changed else "nothing: it is unchanged"}

    with ThreadPoolExecutor(LOOKS) as pool:
        yield from pool.map(planned, found.repositories)
