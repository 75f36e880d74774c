"""Prefixes of S3-compatible object stores."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leaksift_fleet import objects
from leaksift_fleet.model import Kind, Repository, SourceProblem
from leaksift_fleet.sources.addresses import AddressError

_BUCKET = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[^\x00-\x1f\x7f]*))?", re.ASCII)
"""Bucket names as S3 allows them (docs.aws.amazon.com, Bucket naming rules)."""


class Store:
    """`s3://BUCKET/PREFIX`: the objects under a prefix, scanned as one; `s3://BUCKET/PREFIX/*`: each folder under a
    prefix by itself, and the objects beside them."""

    def __init__(self, address: str) -> None:
        """Raises :class:`AddressError`."""
        parts = _BUCKET.fullmatch(address)
        if parts is None:
            raise AddressError("objects of a store are s3://BUCKET/PREFIX")
        self._bucket = parts["bucket"]
        prefix = parts["prefix"] or ""
        self._is_split = prefix == "*" or prefix.endswith("/*")
        self._prefix = prefix.removesuffix("*") if self._is_split else prefix

    @property
    def hosts(self) -> tuple[str, ...]:
        """The store, where folders are listed; none without a usable configuration, which the list then says."""
        try:
            return (objects.host(),) if self._is_split else ()
        except objects.StoreError:
            return ()

    def repositories(self) -> Iterator[Repository | SourceProblem]:
        """Lists the prefix, or the folders under it."""
        if not self._is_split:
            yield _part(f"s3://{self._bucket}/{self._prefix}")
            return
        place = f"s3://{self._bucket}/{self._prefix}"
        try:
            folders, has_objects = objects.folders(self._bucket, self._prefix)
        except objects.StoreError as error:
            yield SourceProblem(place + "*", str(error))
            return
        for folder in folders:
            yield _part(f"s3://{self._bucket}/{folder}")
        if has_objects:
            yield _part(place + objects.BESIDE)


def _part(location: str) -> Repository:
    return Repository(location, Kind.OBJECTS, location)
