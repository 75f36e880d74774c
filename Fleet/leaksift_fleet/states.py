"""What became of each repository."""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass, replace
from typing import Any


class State(enum.Enum):
    """Every repository ends in exactly one of these."""

    CLEAN = "clean"
    FINDINGS = "findings"
    INCOMPLETE = "incomplete"
    """Scanned, with or without findings, but not all of it could be read."""
    FAILED = "failed"
    """Not scanned: set aside after its last attempt."""
    UNCHANGED = "unchanged"
    """Nothing changed since the last run, whose report counts."""


GOOD = (State.CLEAN, State.FINDINGS, State.UNCHANGED)
"""A repository in one of these need not be scanned again while it stays as it is."""


@dataclass(frozen=True)
class Outcome:
    """What a worker says of a repository, and the journal keeps."""

    name: str
    state: State
    reason: str = ""
    """Why it is incomplete or failed; empty otherwise."""
    version: str = ""
    """What was scanned: a digest of references and of what scanned them."""
    report: str = ""
    """Name of the report's file; empty without one."""
    findings: int = 0
    bytes: int = 0
    counted: int = 0
    """Places beyond those that leaksift lists of one repository."""
    seconds: float = 0.0

    def line(self) -> dict[str, Any]:
        """As an object of the journal."""
        return {**asdict(self), "state": self.state.value}

    @classmethod
    def parsed(cls, line: dict[str, Any]) -> Outcome:
        """Reads what `line` gives. Raises `ValueError` and its kin for anything else."""
        return cls(**{**line, "state": State(line["state"])})

    def carried_over(self) -> Outcome:
        """The same for a run in which nothing was scanned again."""
        return replace(self, state=State.UNCHANGED, seconds=0.0, bytes=0)
