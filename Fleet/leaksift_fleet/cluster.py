"""Starting or joining the Ray cluster that a run is scanned on."""

from __future__ import annotations

import logging
import re
import socket
from dataclasses import dataclass

import ray
from ray.exceptions import RayError

REACH_SECONDS = 10.0
"""For one connection to a cluster."""


class ClusterError(Exception):
    """There is no cluster to run on: why."""


@dataclass(frozen=True)
class Cluster:
    """Where tasks run."""

    address: str | None = None
    """Of a cluster's head (`auto`, `HOST:PORT`, `ray://HOST:PORT`); a cluster of this machine alone without one."""
    processors: int | None = None
    """Of this machine that tasks may use; all of them without a number."""

    def connect(self) -> None:
        """Starts or joins the cluster. Raises :class:`ClusterError`."""
        try:
            self._connect()
        except (ConnectionError, ValueError, RuntimeError, OSError, RayError) as error:
            where = f"cannot join the cluster at {self.address}" if self.address else "cannot start Ray on this machine"
            raise ClusterError(f"{where}: {str(error).strip() or type(error).__name__}") from error

    def _connect(self) -> None:
        if self.address is not None:
            _reach(self.address)
            ray.init(address=self.address, log_to_driver=False, logging_level=logging.ERROR)
            return
        ray.init(
            # Without it Ray joins a cluster that somebody else runs on this machine.
            address="local",
            num_cpus=self.processors,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
            _node_ip_address="127.0.0.1",
        )


def _reach(address: str) -> None:
    """Connects and hangs up: to where nobody answers Ray goes on for more than ten minutes. Raises `OSError`."""
    found = re.fullmatch(r"(?:ray://)?\[?([^/]*?)\]?:(\d+)", address)
    if found is not None:
        socket.create_connection((found[1], int(found[2])), timeout=REACH_SECONDS).close()
