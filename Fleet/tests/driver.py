"""Runs `leaksift-fleet scan` as a user does, and reads what it wrote."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

BINARY = os.environ.get("LEAKSIFT_BINARY") or shutil.which("leaksift") or ""
"""leaksift's program: that of the installed wheel, unless a variable names another one."""

SECONDS = 240
"""The most that one run of a test may take on a loaded machine."""

NOT_COMPARED = ("started_at", "duration_ms", "exposed_days", "fleet_id")
"""Members of a report that are about when it was made, and what only a fleet's has."""


def command(sources: list[Path | str], out: Path, *options: str) -> list[str]:
    """The command line of a scan on two processors."""
    line = [sys.executable, "-m", "leaksift_fleet", "scan", *map(str, sources), "--out", str(out)]
    return [*line, "--binary", BINARY, "--processors", "2", "--mirrors", str(out.parent / "mirrors"), *options]


def scan(
    sources: list[Path | str],
    out: Path,
    *options: str,
    code: int = 1,
    environment: dict[str, str] | None = None,
    seconds: float = SECONDS,
) -> str:
    """Runs a scan, demands its exit code, and returns what it printed."""
    line = command(sources, out, *options)
    done = subprocess.run(line, capture_output=True, text=True, timeout=seconds, check=False, env=environment)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == code, f"{done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def states(out: Path) -> dict[str, str]:
    """The state of each repository, by the end of its name; each has exactly one."""
    lines = read_lines(out / "states.jsonl")
    found = {Path(line["repository"]).stem: str(line["state"]) for line in lines}
    assert len(found) == len(lines)
    return found


def read_lines(path: Path) -> list[dict[str, Any]]:
    """A file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_json(path: Path) -> dict[str, Any]:
    """A file with an object."""
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def count(path: Path) -> int:
    """Lines of a file; none without one."""
    return len(path.read_bytes().splitlines()) if path.exists() else 0


def kill_in_mid_run(line: list[str], is_midway: Callable[[], bool], environment: dict[str, str] | None = None) -> None:
    """Starts a scan, and kills its driver, with what that has started, when it is midway. It must not end before."""
    with tempfile.TemporaryFile() as errors:
        driver = subprocess.Popen(
            line, stdout=subprocess.DEVNULL, stderr=errors, env=environment, start_new_session=True
        )
        wait_for(lambda: is_midway() or driver.poll() is not None)
        errors.seek(0)
        assert driver.returncode is None, errors.read().decode()
        os.killpg(driver.pid, signal.SIGKILL)
        driver.wait()


def wait_for(condition: Callable[[], bool]) -> None:
    """Waits until a condition is true, for a bounded time."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves a folder by HTTP to this machine, as git's dumb protocol needs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def comparable(report: Path, *, sorts: bool = False) -> str:
    """A merged report as text, but for the members of :data:`NOT_COMPARED`; with `sorts` in the order of its lines."""
    lines = report.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip().partition('": ')[0].strip('"') not in NOT_COMPARED]
    return "\n".join(sorted(kept) if sorts else kept)
