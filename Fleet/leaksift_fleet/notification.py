"""`--on-finish COMMAND`: tells the user's own command how a run ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass

LONGEST = 120.0
"""Seconds that the command may take."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended: numbers and names, no secret."""

    exit_code: int
    findings: int
    new: int
    """Findings that the run before did not have; all of them in a first run."""
    fixed: int
    critical: int
    active: int
    states: Mapping[str, int]
    """Repositories by state."""
    report: str
    """Path of the overview."""
    seconds: float


def notify(command: str, outcome: Outcome) -> str | None:
    """Runs a shell command with the outcome as JSON on its standard input; its output goes where this program's goes.

    Returns why it failed, or `None`. A run does not fail with it: the results are written by then.
    """
    facts = json.dumps(asdict(outcome), ensure_ascii=False)
    try:
        # A group of its own: what the shell starts is stopped with it.
        process = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, text=True, start_new_session=True)
    except OSError as error:
        return f"--on-finish: {error}"
    try:
        process.communicate(facts, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return f"--on-finish: the command took longer than {LONGEST:.0f} s and was stopped"
    return f"--on-finish: the command ended with {process.returncode}" if process.returncode else None
