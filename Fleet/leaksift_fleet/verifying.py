"""What a worker does to find out whether secrets of a repository are active: it reads them again, and asks."""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from leaksift_fleet import children
from leaksift_fleet.children import Ended
from leaksift_fleet.model import Repository
from leaksift_fleet.scanning import CLEAN, Program, has_reported
from leaksift_fleet.task import FAILURES
from leaksift_fleet.workplace import Settings, Workplace

LOST_SECONDS = 15.0
"""Added to the time of a request: how long one may be on its way when its run was ended."""

NOT_THERE = "not found again"
"""leaksift's reason for a secret that is not any more where the report has it."""

_PLANNED = re.compile(r"plan: (?P<host>\S+): at most (?P<count>[\d,]+) requests?", re.ASCII)
_SKIPPED = re.compile(r"plan: skipped, (?P<count>[\d,]+): (?P<reason>.*)")


@dataclass(frozen=True)
class Asking:
    """How vendors are asked, as the options of leaksift's own `--verify` say."""

    hosts: tuple[str, ...] = ()
    """Patterns of hosts that the scanned text names, which may be asked."""
    rate: int = 2
    """Requests to a host in a second."""
    timeout: int = 10
    """Seconds of a request."""
    only_plans: bool = False
    """Sends nothing."""

    def command(self, program: Program, *more: str) -> list[str]:
        """The command line of `leaksift verify`."""
        command = [program.path, "verify", "--verify-rate", str(self.rate), "--verify-timeout", str(self.timeout)]
        for pattern in self.hosts:
            command += ["--verify-host", pattern]
        if program.configuration is not None:
            command += ["-c", program.configuration]
        return [*command, *more]


@dataclass
class Plan:
    """Who would be asked how often, and what nobody would be asked about."""

    requests: Counter[str] = field(default_factory=Counter)
    """By host, at most."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Secrets by reason."""

    @classmethod
    def parsed(cls, said: str) -> Plan:
        """Reads what `leaksift verify --plan` says."""
        plan = cls()
        for line in said.splitlines():
            if found := _PLANNED.search(line):
                plan.requests[found["host"]] = int(found["count"].replace(",", ""))
            elif found := _SKIPPED.search(line):
                plan.skipped[found["reason"]] = int(found["count"].replace(",", ""))
        return plan


class Limited(Protocol):
    """Who hands out hosts: :class:`leaksift_fleet.leases.HostLimits`."""

    def wait(self, work: str, hosts: list[str], seconds: float, *, most: float) -> bool:
        """Waits until `work` may send requests to all hosts."""

    def give_back(self, work: str, pause: float = 0.0) -> None:
        """`work` has ended."""


@dataclass(frozen=True)
class Verdicts:
    """What comes back from a worker."""

    name: str
    verdicts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """`verification` of leaksift's JSON report, by `fleet_id`."""
    receipts: list[dict[str, Any]] = field(default_factory=list)
    """Of each request that was sent, as in `verification_requests`."""
    plan: Plan = field(default_factory=Plan)
    reason: str = ""
    """Why there are none; empty otherwise."""

    @property
    def is_worth_another_try(self) -> bool:
        """A repository that could not be copied may be reached by another worker."""
        return bool(self.reason)


@dataclass(frozen=True)
class Question:
    """Some secrets of one repository."""

    name: str
    repository: Repository
    settings: Settings
    asking: Asking
    report: bytes
    """leaksift's masked report of the secrets, compressed by gzip."""
    limits: Limited

    def answer(self) -> Verdicts:
        """Reads the secrets again and asks. Everything that goes wrong is part of the answer."""
        try:
            return self._asked()
        except FAILURES as error:
            return Verdicts(self.name, reason=str(error))

    def lost(self, reason: str) -> Verdicts:
        """The answer in the place of a worker that is gone."""
        self.limits.give_back(self.name, self.asking.timeout + LOST_SECONDS)
        return Verdicts(self.name, reason=reason)

    def _asked(self) -> Verdicts:
        workplace = Workplace(self.settings)
        with tempfile.TemporaryDirectory(dir=workplace.scratch(), prefix="verify-") as scratch:
            report = Path(scratch) / "named.json"
            report.write_bytes(gzip.decompress(self.report))
            with workplace.opened(self.repository, Path(scratch)) as copy:
                ended = self._run(copy.path, "--plan", str(report))
                plan = Plan.parsed(ended.errors)
                if ended.code != CLEAN or self.asking.only_plans:
                    return Verdicts(self.name, plan=plan, reason=self._problem(ended))
                return self._verdicts(copy.path, report, plan)

    def _verdicts(self, place: Path, report: Path, plan: Plan) -> Verdicts:
        seconds = self.settings.limits.seconds
        hosts = list(plan.requests)
        if not self.limits.wait(self.name, hosts, seconds, most=24 * 3600):
            return Verdicts(self.name, reason=f"it was never the turn of {', '.join(hosts)}")
        pause = self.asking.timeout + LOST_SECONDS
        said = report.with_name("said.json")
        try:
            ended = self._run(place, "-q", "-f", "json", "-o", str(said), str(report))
            if problem := self._problem(ended):
                return Verdicts(self.name, reason=problem)
            pause = 0.0
            return self._read(said, plan)
        finally:
            self.limits.give_back(self.name, pause)

    def _run(self, place: Path, *more: str) -> Ended:
        command = self.asking.command(self.settings.program, *more)
        return children.run(command, self.settings.limits, folder=place)

    def _problem(self, ended: Ended) -> str:
        return "" if has_reported(ended) else ended.reason("leaksift verify", self.settings.limits)

    def _read(self, said: Path, plan: Plan) -> Verdicts:
        facts: dict[str, Any] = json.loads(said.read_bytes())
        verdicts = {finding["fleet_id"]: finding["verification"] for finding in facts["findings"]}
        return Verdicts(self.name, verdicts, facts.get("verification_requests", []), plan)
