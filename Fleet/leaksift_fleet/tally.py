"""Counts of findings for the overview, one finding at a time; memory does not grow with the number of findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

SEVERITIES = ("critical", "high", "medium", "low", "info")

VERDICTS = ("active", "unknown", "inactive", "skipped")
"""Of vendors on secrets, the gravest first."""

AGES = ("under a month", "under a year", "1 to 2 years", "over 2 years", "unknown")

NOBODY = "(no owner)"
"""The team of places that no CODEOWNERS line names."""


@dataclass
class Tally:
    """What the findings of a run add up to.

    A finding that is in several repositories counts once, and once for each of its repositories and teams.
    """

    findings: int = 0
    places: int = 0
    in_head: int = 0
    """Findings of which a place is still in `HEAD`, or that were found in files."""
    verdicts: Counter[str] = field(default_factory=Counter)
    """Findings by what vendors said; none where nobody was asked."""
    severities: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By rule and its title."""
    teams: Counter[str] = field(default_factory=Counter)
    ages: Counter[str] = field(default_factory=Counter)
    repositories: Counter[str] = field(default_factory=Counter)
    worst: dict[str, str] = field(default_factory=dict)
    """The gravest severity of each repository with findings."""

    def add(self, finding: Mapping[str, Any], teams: Iterable[str] = ()) -> None:
        """Counts a finding as leaksift's JSON report has it, its places with `repository`.

        `teams` are the owners of its places; nobody owns those without.
        """
        severity = str(finding["severity"])
        occurrences = finding["occurrences"]
        self.findings += 1
        self.places += len(occurrences)
        self.severities[severity] += 1
        self.rules[(str(finding["rule"]), str(finding.get("title", finding["rule"])))] += 1
        self.ages[age(finding.get("exposed_days"))] += 1
        self.teams.update(set(teams) or {NOBODY})
        if is_in_head(occurrences):
            self.in_head += 1
        if finding.get("verification"):
            self.verdicts[str(finding["verification"]["status"])] += 1
        for repository in {str(place["repository"]) for place in occurrences if place.get("repository")}:
            self.repositories[repository] += 1
            former = self.worst.get(repository, severity)
            self.worst[repository] = min(former, severity, key=rank)


def is_in_head(places: Iterable[Mapping[str, Any]]) -> bool:
    """Whether one of a secret's places is still there; files have no history and are."""
    return any(place.get("in_head", True) for place in places)


def rank(severity: str) -> int:
    """Zero for the gravest; a severity that is not known comes last."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def age(days: object) -> str:
    """The group of :data:`AGES` for a number of days; findings of plain files have none."""
    if not isinstance(days, int):
        return AGES[4]
    if days < 30:
        return AGES[0]
    if days < 365:
        return AGES[1]
    return AGES[2] if days < 2 * 365 else AGES[3]
