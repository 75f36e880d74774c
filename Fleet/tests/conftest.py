"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forges import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """A loopback server that plays a forge."""
    with serving() as running:
        yield running


@pytest.fixture
def no_credentials(tmp_path: Path) -> dict[str, str]:
    """An environment without a credential, or a git configuration that might have one."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
