"""Images of registries, copied by skopeo as OCI layouts.

skopeo finds credentials by itself: `REGISTRY_AUTH_FILE`, what `podman login` and `docker login` have stored, and their
credential helpers.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from leaksift_fleet.client import is_loopback
from leaksift_fleet.messages import printable

LIST_SECONDS = 120.0

RETRIES = "3"
"""Of skopeo itself, after what it takes for a passing failure."""


class ImageError(Exception):
    """skopeo failed; the text is the end of what it said."""


def skopeo(command: str, reference: str, *more: str, seconds: float = LIST_SECONDS) -> bytes:
    """Runs a command of skopeo's on an image's reference, without `docker://`, and returns what it prints.

    TLS is checked, but for a registry on this machine.
    """
    program = shutil.which("skopeo")
    if program is None:
        raise ImageError("skopeo is not installed; it copies images from registries")
    local = is_loopback(urlsplit(f"//{reference}").hostname)
    flag = "--src-tls-verify" if command == "copy" else "--tls-verify"
    options = [f"{flag}=false"] if local else []
    line = [program, command, "--retry-times", RETRIES, *options, *_switches(command), f"docker://{reference}", *more]
    try:
        done = subprocess.run(line, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired as error:
        raise ImageError(f"skopeo took more than {seconds:.0f} s") from error
    except OSError as error:
        raise ImageError(f"skopeo cannot be started: {error.strerror}") from error
    if done.returncode != 0:
        raise ImageError(f"skopeo: {_last_line(done.stderr)}")
    return done.stdout


def version_of(location: str) -> str:
    """The digest of an image's manifest, which changes when anything in the image does. Raises :class:`ImageError`."""
    return "sha256:" + hashlib.sha256(skopeo("inspect", _reference(location))).hexdigest()


def copy(location: str, folder: Path, seconds: float) -> None:
    """Copies an image, for all its platforms, into `folder` as an OCI layout. Raises :class:`ImageError`."""
    skopeo("copy", _reference(location), f"oci:{folder}:image", seconds=seconds)


def _reference(location: str) -> str:
    """What is after `docker://` in the location of a repository of the kind `image`."""
    return location.removeprefix("docker://")


def _switches(command: str) -> list[str]:
    return {"copy": ["--all", "--quiet"], "inspect": ["--raw"]}.get(command, [])


def _last_line(output: bytes) -> str:
    """The end of a message, without control characters."""
    lines = output.decode("utf-8", "replace").strip().splitlines() or ["failed without a message"]
    found = re.search(r'msg="(.*)"$', lines[-1])
    return printable(found[1] if found else lines[-1])
