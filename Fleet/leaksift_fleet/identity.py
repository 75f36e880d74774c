"""The fleet's own key, and the ids of findings under it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

LEAST_BYTES = 32


class FleetKeyError(Exception):
    """A key file that cannot be used: its place and the fix."""


def load_key(path: Path) -> bytes:
    """The key of a file; a new random one, which only its owner can read, when there is no file."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise FleetKeyError(f"{path}: the key cannot be written: {error.strerror}") from error
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(LEAST_BYTES) + "\n")
    return _read(path)


def fleet_id(key: bytes, rule: str, fingerprint: str) -> str:
    """A finding's id in the fleet, 32 hexadecimal digits: HMAC-SHA256 of rule and fingerprint.

    The fingerprint of a guessed secret can be computed by anyone; without the key this cannot.
    """
    return hmac.new(key, f"{rule}\0{fingerprint}".encode(), hashlib.sha256).hexdigest()[:32]


def mark(key: bytes) -> str:
    """A word that changes with the key and does not tell it."""
    return hmac.new(key, b"which key", hashlib.sha256).hexdigest()[:8]


def _read(path: Path) -> bytes:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise FleetKeyError(f"{path}: others can read the key; chmod 600 {path}")
        key = path.read_bytes().strip()
    except OSError as error:
        raise FleetKeyError(f"{path}: the key cannot be read: {error.strerror}") from error
    if len(key) < LEAST_BYTES:
        raise FleetKeyError(f"{path}: a key has {LEAST_BYTES} bytes at least; without the file a new one is made")
    return key
