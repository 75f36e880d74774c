"""Child processes with limits: their whole group ends when the time is over."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from leaksift_fleet.messages import printable

LAST_BYTES = 64 * 1024
"""Of what a child says on standard error."""


@dataclass(frozen=True)
class Limits:
    """What a child may use."""

    seconds: float
    memory: int | None = None
    """Bytes of its own memory; pages of files that it maps do not count."""


@dataclass(frozen=True)
class Ended:
    """How a child ended."""

    code: int
    """Its exit code; negative for a signal."""
    said: str
    """The last line on standard error that says something, in one line."""
    timed_out: bool = False
    errors: str = ""
    """The end of what it said on standard error."""

    def reason(self, what: str, limits: Limits) -> str:
        """Why it failed, in words."""
        if self.timed_out:
            return f"{what} took more than {limits.seconds:.0f} s and was stopped"
        if self.code < 0:
            bound = f" (its memory is limited to {limits.memory // 1024**2} MB)" if limits.memory else ""
            return f"{what} was ended by signal {-self.code}{bound}"
        return f"{what} ended with {self.code}" + (f": {self.said}" if self.said else "")


def run(
    command: Sequence[str],
    limits: Limits,
    environment: Mapping[str, str] | None = None,
    *,
    folder: Path | None = None,
) -> Ended:
    """Runs a program in a folder, without input, and drops its standard output.

    Raises `OSError` when it cannot start.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            _limited(command, limits),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        timed_out = False
        try:
            process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            # Also what the program itself started and left behind.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - LAST_BYTES))
        said = errors.read()
        return Ended(process.returncode, last_line(said), timed_out, said.decode("utf-8", "replace"))


def _limited(command: Sequence[str], limits: Limits) -> list[str]:
    """RLIMIT_DATA by the shell: Python's `preexec_fn` is not safe in a process with threads, as Ray's workers are.

    By setpriv, of Linux's usual tools, the child dies with the worker, which Ray may kill.
    """
    setpriv = shutil.which("setpriv")
    dying = [setpriv, "--pdeathsig", "KILL", *command] if setpriv else list(command)
    if limits.memory is None:
        return dying
    return ["sh", "-c", 'ulimit -d "$0" && exec "$@"', str(limits.memory // 1024), *dying]


def last_line(output: bytes) -> str:
    """The last line that says something, without control characters; empty without one."""
    lines = [line.strip() for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    return printable(lines[-1]) if lines else ""
