"""Objects of S3-compatible stores, copied into a folder by boto3.

boto3 finds credentials, region and endpoint by itself: `AWS_PROFILE`, `AWS_ACCESS_KEY_ID` and its kin, the machine's or
pod's role, `AWS_ENDPOINT_URL_S3`; it repeats requests that fail in passing.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from leaksift_fleet.client import is_loopback
from leaksift_fleet.messages import printable

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

BESIDE = "*"
"""At the end of a location: only the objects right under the prefix, not those in its folders."""

COLD = frozenset({"GLACIER", "DEEP_ARCHIVE"})
"""Storage classes whose objects are not readable before they are restored, which costs money."""

LONGEST_NAME = 200
"""Bytes of a part of a key that is kept as a file's name; Linux allows 255."""


class StoreError(Exception):
    """A store could not be read: one sentence without a secret."""


@dataclass
class Copied:
    """What came of copying a prefix."""

    objects: int = 0
    size: int = 0
    """Bytes."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Objects that were not copied, by key, with the reason: they make the scan incomplete."""


@dataclass(frozen=True)
class Location:
    """The parts of `s3://BUCKET/PREFIX`."""

    bucket: str
    prefix: str
    is_flat: bool
    """Only objects right under the prefix."""

    @classmethod
    def parsed(cls, location: str) -> Location:
        """Reads the location of a repository of the kind `objects`."""
        bucket, _, prefix = location.removeprefix("s3://").partition("/")
        return cls(bucket, prefix.removesuffix(BESIDE), prefix == BESIDE or prefix.endswith("/" + BESIDE))


def folders(bucket: str, prefix: str) -> tuple[list[str], bool]:
    """The folders right under a prefix, and whether there are objects beside them. Raises :class:`StoreError`."""
    found: list[str] = []
    has_objects = False
    try:
        for page in _client().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, Delimiter="/"):
            found += [folder["Prefix"] for folder in page.get("CommonPrefixes", [])]
            has_objects = has_objects or bool(page.get("Contents"))
    except (BotoCoreError, ClientError) as error:
        raise StoreError(_in_words(error)) from error
    return found, has_objects


def version_of(location: str) -> str:
    """A hash of all keys with their sizes and entity tags, which changes when an object does. One request for each
    thousand objects. Raises :class:`StoreError`."""
    digest = hashlib.sha256()
    for item in _listed(_client(), Location.parsed(location)):
        digest.update(repr((item["Key"], item.get("Size"), item.get("ETag"))).encode())
    return f"sha256:{digest.hexdigest()}"


def copy(location: str, folder: Path, seconds: float, *, largest: int) -> Copied:
    """Copies the objects of a location into a folder that exists, under their keys.

    At most `largest` bytes in all and for at most `seconds`; objects beyond that, and those that cannot be read, are
    problems. Raises :class:`StoreError` when the store cannot be listed.
    """
    client = _client()
    parsed = Location.parsed(location)
    copied = Copied()
    deadline = time.monotonic() + seconds
    for item in _listed(client, parsed):
        key, size = item["Key"], int(item.get("Size", 0))
        if key.endswith("/") and size == 0:
            continue  # what consoles make to show an empty folder
        problem = _obstacle(item, copied.size + size > largest, time.monotonic() > deadline)
        if problem is None:
            problem = _copy_object(client, parsed.bucket, key, folder / file_name(key))
        if problem is None:
            copied.objects += 1
            copied.size += size
        else:
            copied.problems.append((printable(key), problem))
    return copied


def host() -> str:
    """The host that requests go to, as boto3's configuration says. Raises :class:`StoreError`."""
    return urlsplit(_client().meta.endpoint_url).netloc


def file_name(key: str) -> str:
    """A key as a relative path: itself where it can be one, each part that cannot percent-encoded.

    Equal only for equal keys: what a key has of `%` is encoded too.
    """
    return "/".join(_part(part) for part in key.split("/"))


def _part(part: str) -> str:
    if part in ("", ".", ".."):
        return part.replace(".", "%2E") or "%"
    if re.search(r"[\x00-\x1f\x7f%]", part):
        part = quote(part, safe=" !#$&'()*+,;=:@[]{}<>|\"^`~\\?" + "".join(c for c in part if ord(c) > 127))
    encoded = part.encode("utf-8", "surrogateescape")
    if len(encoded) <= LONGEST_NAME:
        return part
    kept = encoded[: LONGEST_NAME - 70].decode("utf-8", "ignore")
    return f"{kept}%{hashlib.sha256(encoded).hexdigest()}"


def _copy_object(client: S3Client, bucket: str, key: str, path: Path) -> str | None:
    """Copies one object; why it could not be copied."""
    try:
        path = _free(path)
        client.download_file(bucket, key, str(path))
    except (BotoCoreError, ClientError) as error:
        return _in_words(error)
    except OSError as error:
        return error.strerror or "cannot be written"
    return None


def _free(path: Path) -> Path:
    """Makes the folders of a file; a name that is a file and a folder in the store gets a `%` for the later one."""
    folder = Path(path.anchor)
    for part in path.parent.parts[1:] if path.anchor else path.parent.parts:
        folder /= part
        if folder.is_file():
            folder = folder.with_name(folder.name + "%")
        folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / path.name
    return file.with_name(file.name + "%") if file.is_dir() else file


def _obstacle(item: Any, is_too_much: bool, is_late: bool) -> str | None:
    if item.get("StorageClass") in COLD:
        return f"is in {item['StorageClass']}, which cannot be read without restoring it"
    if is_late:
        return "the time for copying was over"
    return "the space for copying was used up" if is_too_much else None


def _listed(client: S3Client, location: Location) -> Iterator[Any]:
    """The objects of a location, page by page. A store whose pages begin again would never end."""
    paginator = client.get_paginator("list_objects_v2")
    wanted: Any = {"Bucket": location.bucket, "Prefix": location.prefix}
    seen: set[str] = set()
    try:
        for page in paginator.paginate(**(wanted | ({"Delimiter": "/"} if location.is_flat else {}))):
            items = page.get("Contents", [])
            if items and items[0]["Key"] in seen:
                raise StoreError("the list repeats itself")
            seen.update(item["Key"] for item in items[:1])
            yield from items
    except (BotoCoreError, ClientError) as error:
        raise StoreError(_in_words(error)) from error


def _client() -> S3Client:
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 5},
        connect_timeout=10,
        read_timeout=60,
        max_pool_connections=10,
    )
    try:
        client: S3Client = boto3.client("s3", config=config)
    except (BotoCoreError, ValueError) as error:
        raise StoreError(_in_words(error)) from error
    url = urlsplit(client.meta.endpoint_url)
    if url.scheme != "https" and not is_loopback(url.hostname):
        raise StoreError(f"{url.netloc}: only https is used, and http to this machine")
    return client


def _in_words(error: Exception) -> str:
    if isinstance(error, ClientError):
        details = error.response.get("Error", {})
        return printable(f"{details.get('Code', 'error')}: {details.get('Message', '')}")
    return printable(str(error))
