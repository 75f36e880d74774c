"""`leaksift-fleet doctor`: whether a machine has what a fleet scan needs. Connects only to hosts that are named."""

from __future__ import annotations

import enum
import importlib.metadata
import platform
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PYTHON = (3, 10)
GIT = (2, 31)
"""The first git that takes settings from GIT_CONFIG_COUNT, by which credentials reach it."""

LEAST_FREE = 10 * 1024**3
"""Bytes of disk below which mirrors of large repositories are likely to fail."""

PACKAGES = ("ray", "pyarrow", "httpx", "PyJWT", "boto3", "jinja2", "codeowners")


class Health(enum.Enum):
    """What a check came to."""

    OK = "ok"
    OPTIONAL = "optional"
    """Missing, and needed for some sources alone."""
    MISSING = "missing"
    """A scan cannot run, or will fail."""


@dataclass(frozen=True)
class Check:
    """One line of the answer."""

    name: str
    health: Health
    detail: str


def checks(
    binary: str, folder: Path, *, hosts: Iterable[str] = (), credentials: Mapping[str, bool] | None = None
) -> list[Check]:
    """Looks at this machine.

    `binary` is leaksift's program, `folder` where mirrors go, `credentials` says of each known name whether it is set.
    Each of `hosts` (`HOST` or `HOST:PORT`) gets one TLS handshake and nothing else.
    """
    found = [_python()]
    found += [_package(name) for name in PACKAGES]
    found.append(_program("leaksift", binary, ["version"], Health.MISSING, "install the wheel on every worker"))
    git = _program("git", "git", ["--version"], Health.MISSING, "install git")
    found.append(_recent_git(git))
    found.append(_program("skopeo", "skopeo", ["--version"], Health.OPTIONAL, "needed for images of registries"))
    found.append(_program("curl", "curl", ["--version"], Health.OPTIONAL, "needed for --verify"))
    found.append(_disk(folder))
    for name, is_set in sorted((credentials or {}).items()):
        found.append(Check(name, Health.OK if is_set else Health.OPTIONAL, "set" if is_set else "not set"))
    found += [_host(host) for host in hosts]
    return found


def is_ready(found: Iterable[Check]) -> bool:
    """Whether nothing that every scan needs is missing."""
    return all(check.health is not Health.MISSING for check in found)


def table(found: Iterable[Check]) -> str:
    """The checks as lines for a terminal."""
    lines = [(check.health.value, check.name, check.detail) for check in found]
    width = max(len(name) for _, name, _ in lines)
    return "".join(f"{health:<8} {name:<{width}}  {detail}\n" for health, name, detail in lines)


def _python() -> Check:
    is_recent = sys.version_info >= PYTHON
    wanted = "" if is_recent else f"; {'.'.join(map(str, PYTHON))} or later is needed"
    return Check("python", Health.OK if is_recent else Health.MISSING, platform.python_version() + wanted)


def _package(name: str) -> Check:
    try:
        return Check(name, Health.OK, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Check(name, Health.MISSING, 'pip install "leaksift[fleet]"')


def _program(name: str, program: str, arguments: list[str], without: Health, advice: str) -> Check:
    path = shutil.which(program)
    if path is None:
        return Check(name, without, f"not found; {advice}")
    try:
        output = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        return Check(name, without, f"{path} does not run: {error}")
    return Check(name, Health.OK, f"{output.splitlines()[0] if output else 'no version'} ({path})")


def _recent_git(git: Check) -> Check:
    version = re.search(r"(\d+)\.(\d+)", git.detail)
    if git.health is not Health.OK or version is None or (int(version[1]), int(version[2])) >= GIT:
        return git
    return Check(git.name, Health.MISSING, f"{git.detail}; {'.'.join(map(str, GIT))} or later is needed")


def _disk(folder: Path) -> Check:
    there = next(place for place in [folder.absolute(), *folder.absolute().parents] if place.exists())
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return Check("disk", Health.MISSING, f"{there}: {error.strerror}")
    detail = f"{free / 1024**3:.0f} GiB free for mirrors in {folder}"
    return Check("disk", Health.OK if free >= LEAST_FREE else Health.OPTIONAL, detail)


def _host(host: str) -> Check:
    name, _, port = host.partition(":")
    try:
        with (
            socket.create_connection((name, int(port or 443)), timeout=10) as connection,
            ssl.create_default_context().wrap_socket(connection, server_hostname=name) as encrypted,
        ):
            return Check(host, Health.OK, f"reached, {encrypted.version()}")
    except ValueError:
        return Check(host, Health.MISSING, "is not HOST or HOST:PORT")
    except OSError as error:
        return Check(host, Health.MISSING, f"cannot be reached: {error}")
