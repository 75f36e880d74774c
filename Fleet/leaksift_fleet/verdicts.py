"""What vendors said, in the folder of results: as it comes, and at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leaksift_fleet import journal
from leaksift_fleet.files import replaced
from leaksift_fleet.joining import Joining
from leaksift_fleet.journal import Journal
from leaksift_fleet.verifying import NOT_THERE, Verdicts

RESULT = "verdicts.jsonl"
"""The verdict on each secret of the last run that asked."""

RECEIPTS = "verification_requests.jsonl"
"""A receipt of each request of that run."""

JOURNAL = "asked.jsonl"
"""What has been asked so far; only while a run goes on, or when one did not end."""


class Asked:
    """Keeps answers as they come, so that a run that is resumed asks nobody twice."""

    def __init__(self, folder: Path, joining: Joining, *, resumes: bool) -> None:
        """What a run that is resumed has asked is joined."""
        path = folder / JOURNAL
        if resumes:
            for answer in journal.read(path):
                join(answer["verdicts"], joining)
        self._joining = joining
        self._journal = Journal(path, resumes=resumes)

    def add(self, answer: Verdicts) -> None:
        """Keeps and joins what one question brought."""
        self._journal.add({"verdicts": answer.verdicts, "receipts": answer.receipts})
        join(answer.verdicts, self._joining)


def join(verdicts: dict[str, dict[str, Any]], joining: Joining) -> None:
    """Adds verdicts to what is known; a secret that was not where it had been found may be elsewhere."""
    for fleet_id, verdict in verdicts.items():
        joining.add_verdict(fleet_id, verdict, is_settled=verdict.get("reason") != NOT_THERE)


def had_any(folder: Path) -> bool:
    """Whether the last run asked, so that reports have verdicts of it."""
    return (folder / RESULT).exists()


def receipts(folder: Path) -> Iterator[str]:
    """The receipts of the run, as JSON lines."""
    for answer in journal.read(folder / JOURNAL):
        yield from map(json.dumps, answer["receipts"])


def set_in(report: Path, joining: Joining) -> None:
    """Sets the verdicts in a report of leaksift's, and takes out those of earlier runs."""
    facts: dict[str, Any] = json.loads(report.read_bytes())
    for finding in facts["findings"]:
        finding.pop("verification", None)
        verdict = joining.verdict(finding["fleet_id"])
        if verdict is not None:
            finding["verification"] = verdict
    with replaced(report) as file:
        file.write(json.dumps(facts, ensure_ascii=False, indent=2).encode())


def end(folder: Path, *, verified: bool) -> None:
    """The run has ended. What an earlier one asked counts no more when nobody was asked in this one."""
    (folder / JOURNAL).unlink(missing_ok=True)
    if not verified:
        (folder / RESULT).unlink(missing_ok=True)
        (folder / RECEIPTS).unlink(missing_ok=True)
