"""`--verify` over a fleet: each secret is asked about once, by a worker that the driver names."""

from __future__ import annotations

import gzip
import itertools
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leaksift_fleet.joining import Joining, Named
from leaksift_fleet.model import Repository
from leaksift_fleet.schedule import Patience, Schedule
from leaksift_fleet.verifying import Asking, Limited, Plan, Question, Verdicts
from leaksift_fleet.workplace import Settings

LOGGER = logging.getLogger("leaksift_fleet")

MOST_TRIED = 3
"""Repositories with a secret in which it is looked for, when it cannot be read again in the ones before."""

MOST_SECRETS = 200
"""Of one question: at two requests a second they take two minutes, and their hosts are free again."""

MOST_PLACES = 5
"""Of a secret, which are read again."""

PROCESSORS = 0.25
"""Of one question, which mostly waits."""


@dataclass(frozen=True)
class Place:
    """A repository with secrets."""

    repository: Repository
    report: Path


@dataclass
class Questions:
    """Asks about all secrets that are joined."""

    joining: Joining
    places: Mapping[int, Place]
    """By the number that they have there; those that are not in this run, or not listed, are missing."""
    settings: Settings
    asking: Asking
    patience: Patience
    limits: Limited
    keep: Callable[[Verdicts], None]
    """Called with what is known as it comes; joins the verdicts."""
    plan: Plan = field(default_factory=Plan)
    reasons: dict[str, str] = field(default_factory=dict)
    """Why secrets could not be asked about, by repository."""

    def ask(self) -> None:
        """Adds a verdict for each secret that has none. What cannot be asked about is `unknown`, with the reason."""
        for attempt in range(1 if self.asking.only_plans else MOST_TRIED):
            questions = self._questions(attempt)
            schedule = Schedule(questions, self.patience, processors_each=PROCESSORS)
            for answer in schedule.answers(on_retry=self._retry):
                self._take(answer)
        if not self.asking.only_plans:
            self._finish()

    def _questions(self, attempt: int) -> Iterator[Question]:
        named = list(self.joining.unsettled(attempt)) if attempt else self.joining.unsettled(attempt)
        for number, group in itertools.groupby(named, key=lambda one: one.number):
            place = self.places.get(number)
            if place is None:
                continue
            for part, some in enumerate(_parts(group), start=1):
                name = f"{place.repository.name}#{attempt}.{part}"
                report = gzip.compress(named_report(place.report, {one.fleet_id for one in some}), mtime=0)
                yield Question(name, place.repository, self.settings, self.asking, report, self.limits)

    def _take(self, answer: Verdicts) -> None:
        self.plan.requests.update(answer.plan.requests)
        self.plan.skipped.update(answer.plan.skipped)
        if answer.reason:
            self.reasons[answer.name.rpartition("#")[0]] = answer.reason
            LOGGER.warning("not asked", extra={"facts": {"work": answer.name, "reason": answer.reason}})
        elif not self.asking.only_plans:
            self.keep(answer)

    def _finish(self) -> None:
        """What nobody could be asked about."""
        for named in list(self.joining.without_verdict()):
            place = self.places.get(named.number)
            why = self.reasons.get(place.repository.name, "") if place else "its repository is not in this run"
            verdict = {"status": "unknown", "reason": why or "it could not be read again"}
            self.joining.add_verdict(named.fleet_id, verdict, is_settled=True)

    @staticmethod
    def _retry(name: str, reason: str) -> None:
        LOGGER.warning("retry", extra={"facts": {"work": name, "reason": reason}})


def named_report(report: Path, fleet_ids: set[str]) -> bytes:
    """leaksift's report of a repository with some of its secrets, each with a few of its places."""
    facts: dict[str, Any] = json.loads(report.read_bytes())
    facts["findings"] = [finding for finding in facts["findings"] if finding["fleet_id"] in fleet_ids]
    for finding in facts["findings"]:
        finding["occurrences"] = sorted(finding["occurrences"], key=lambda place: not place.get("in_head", True))
        del finding["occurrences"][MOST_PLACES:]
    facts.pop("hidden_findings", None)
    return json.dumps(facts, ensure_ascii=False).encode()


def _parts(named: Iterator[Named]) -> Iterator[list[Named]]:
    while part := list(itertools.islice(named, MOST_SECRETS)):
        yield part
