"""The vendor of generated secrets, played by a proxy on loopback (Tests/vendors/server.py)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.driver import BINARY

FOLDER = Path(os.environ.get("LEAKSIFT_VENDORS") or Path(__file__).parents[2] / "Tests" / "vendors")
sys.path.insert(0, str(FOLDER))

from server import Answer, Request, Vendors  # noqa: E402

HOST = "api.stripe.com"
RULE = "stripe-secret-key-live"


class Vendor:
    """Answers as leaksift's rule says, and keeps when it was asked about what."""

    def __init__(self, folder: Path, secrets: Iterable[str], *, active: Iterable[str] = ()) -> None:
        self.secrets = list(secrets)
        self.active = set(active)
        self.fails_with: int | None = None
        """A status for everything."""
        self.asked: Counter[str] = Counter()
        self.controls = 0
        self.times: list[float] = []
        self._lock = threading.Lock()
        rules: list[Any] = json.loads(subprocess.check_output([BINARY, "rules", "list", "-f", "json"]))
        (step,) = next(rule["verify"] for rule in rules if rule["id"] == RULE)
        self._good, self._bad = Answer.like(step["active"][0]), Answer.like(step["inactive"][0])
        folder.mkdir()
        self._server = Vendors(folder, [HOST])
        self._server.answer = self._answer
        self.environment = {**os.environ, **self._server.environment}

    @property
    def most_at_once(self) -> int:
        """Requests that waited for their answers at the same time."""
        return max(self._server.most_waiting.values(), default=0)

    def _answer(self, request: Request) -> Answer:
        known = next((secret for secret in self.secrets if request.contains(secret)), None)
        with self._lock:
            self.times.append(time.monotonic())
            if known is None:
                self.controls += 1
            else:
                self.asked[known] += 1
        time.sleep(0.05)
        if self.fails_with is not None:
            return Answer(self.fails_with)
        return self._good if known in self.active else self._bad

    def forget(self) -> None:
        """Begins to count anew."""
        self.asked.clear()
        self.controls = 0
        self.times.clear()
