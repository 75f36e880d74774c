"""What a run says while it goes on: a line on a terminal, lines in a log, and Ray's metrics."""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

from ray.util.metrics import Counter

from leaksift_fleet.overview import duration
from leaksift_fleet.states import Outcome


class JsonFormatter(logging.Formatter):
    """A line of the log as a JSON object: `time`, `level`, `message`, and what the event is about."""

    def format(self, record: logging.LogRecord) -> str:
        """As :meth:`logging.Formatter.format`."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        facts: dict[str, Any] = {"time": moment, "level": record.levelname.lower(), "message": record.getMessage()}
        facts.update(getattr(record, "facts", {}))
        return json.dumps(facts, ensure_ascii=False)


def log_to(path: Path) -> None:
    """Appends what happens to a file, as JSON lines."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("leaksift_fleet")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


class Progress:
    """Counts what has been done of a run."""

    LEAST_PAUSE = 0.5
    """Seconds between two lines on a terminal; elsewhere there is one a minute."""

    def __init__(self, total: int, *, is_quiet: bool) -> None:
        self._total = total
        self._is_quiet = is_quiet
        self._started = self._shown = time.monotonic()
        self._is_terminal = sys.stderr.isatty()
        self.done = 0
        self.bytes = 0
        self._repositories = Counter("leaksift_fleet_repositories", "Repositories by state", tag_keys=("state",))
        self._bytes = Counter("leaksift_fleet_bytes", "Bytes of contents that were scanned")
        self._retries = Counter("leaksift_fleet_retries", "Attempts that failed and were repeated")
        self._logger = logging.getLogger("leaksift_fleet")

    def add(self, outcome: Outcome) -> None:
        """Counts a repository."""
        self.done += 1
        self.bytes += outcome.bytes
        self._repositories.inc(1, tags={"state": outcome.state.value})
        if outcome.bytes:
            self._bytes.inc(outcome.bytes)
        facts = {
            "repository": outcome.name,
            "state": outcome.state.value,
            "reason": outcome.reason,
            "findings": outcome.findings,
            "seconds": outcome.seconds,
        }
        self._logger.info("repository", extra={"facts": facts})
        self._show()

    def retry(self, name: str, reason: str) -> None:
        """Says that an attempt failed and another one follows."""
        self._retries.inc(1)
        self._logger.warning("retry", extra={"facts": {"repository": name, "reason": reason}})

    def end(self) -> None:
        """Leaves the line of a terminal."""
        if self._is_terminal and not self._is_quiet:
            sys.stderr.write("\r\x1b[K")

    def _show(self) -> None:
        now = time.monotonic()
        pause = self.LEAST_PAUSE if self._is_terminal else 60
        if self._is_quiet or now - self._shown < pause:
            return
        self._shown = now
        line = self.line(now - self._started)
        sys.stderr.write(f"\r\x1b[K{line}" if self._is_terminal else f"{line}\n")
        sys.stderr.flush()

    def line(self, seconds: float) -> str:
        """The state after some seconds, such as `123/500 repositories, 3.4 GB, 12.3 MB/s, 5 min 2 s left`."""
        rate = self.bytes / max(seconds, 0.001)
        left = (self._total - self.done) * seconds / max(self.done, 1)
        return (
            f"{self.done:,}/{self._total:,} repositories, {self.bytes / 1e9:.1f} GB, {rate / 1e6:.1f} MB/s, "
            f"{duration(left)} left"
        )
