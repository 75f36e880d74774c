"""Images of a registry, listed by skopeo."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from leaksift_fleet.client import Client, Page, Patience, RefusedError, RequestError, origin
from leaksift_fleet.credentials import CredentialName, Credentials
from leaksift_fleet.images import ImageError, skopeo
from leaksift_fleet.model import Kind, Repository, SourceProblem
from leaksift_fleet.sources.addresses import AddressError
from leaksift_fleet.sources.forge import basic

_REFERENCE = re.compile(
    r"(?P<host>[\w.-]+(?::\d+)?)(?:/(?P<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
    r"(?::(?P<tag>\w[\w.-]{0,127})|@(?P<digest>sha256:[0-9a-f]{64}))?)?/?",
    re.ASCII,
)
"""A host with an image, as the distribution specification spells them."""


class Registry:
    """`docker://HOST/NAME:TAG`, `docker://HOST/NAME` for all its tags, `docker://HOST` for all images of a registry."""

    def __init__(self, reference: str, credentials: Credentials, patience: Patience) -> None:
        """Raises :class:`AddressError`."""
        parts = _REFERENCE.fullmatch(reference)
        if parts is None:
            raise AddressError("an image is docker://HOST/NAME:TAG; without a tag, all of them are scanned")
        self.host = parts["host"]
        self._name = parts["name"]
        self._reference = reference if parts["tag"] or parts["digest"] else None
        self._credentials = credentials
        self._credential = str(CredentialName("registry", self.host))
        self._patience = patience
        self._token: str | None = None
        """For the catalogue, from the registry's token service."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The registry, where there is something to list."""
        return () if self._reference else (self.host,)

    def repositories(self) -> Iterator[Repository | SourceProblem]:
        """Lists images; one whose tags cannot be listed is a problem."""
        if self._reference:
            yield _image(self._reference)
            return
        try:
            for name in [self._name] if self._name else self._catalog():
                yield from self._tags(name)
        except RequestError as error:
            yield SourceProblem(f"docker://{self.host}", str(error))

    def _tags(self, name: str) -> Iterator[Repository | SourceProblem]:
        place = f"{self.host}/{name}"
        try:
            answer = json.loads(skopeo("list-tags", place))
            tags = answer["Tags"]
            if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
                raise ValueError
        except ImageError as error:
            yield SourceProblem(f"docker://{place}", str(error))
            return
        except (ValueError, KeyError, TypeError):
            yield SourceProblem(f"docker://{place}", "skopeo's list of tags is not as expected")
            return
        for tag in sorted(tags):
            reference = f"{place}:{tag}"
            if _REFERENCE.fullmatch(reference):
                yield _image(reference)
            else:
                yield SourceProblem(f"docker://{place}", f"a tag's name is not usable: {tag[:100]!r}")

    def _catalog(self) -> Iterator[str]:
        """The names of all images; registries that serve many customers, such as Docker Hub, have no such list."""
        client = Client(origin(self.host), self._headers, renew=self._obtain_token, patience=self._patience)
        try:
            for page in client.pages(f"{client.base}/v2/_catalog?n=1000"):
                yield from self._names(page)
        except RefusedError as error:
            raise RequestError(f"{error}; name its images instead: docker://{self.host}/NAME") from error

    def _names(self, page: Page) -> Iterator[str]:
        names = page.value.get("repositories") if isinstance(page.value, dict) else None
        if not isinstance(names, list):
            raise RequestError(f"{self.host}: the catalogue is not as expected")
        for name in names:
            if not isinstance(name, str) or not _REFERENCE.fullmatch(f"{self.host}/{name}"):
                raise RequestError(f"{self.host}: an image's name is not usable: {str(name)[:100]!r}")
            yield name

    def _obtain_token(self, challenge: str) -> bool:
        """Gets a token for the catalogue where the registry wants one of its token service, on the same host: the
        credential goes to no other (distribution.github.io, Token Authentication Specification)."""
        wanted = dict(re.findall(r'(\w+)="([^"]*)"', challenge)) if challenge.lower().startswith("bearer ") else {}
        realm = wanted.get("realm", "")
        if urlsplit(realm).netloc != self.host:
            return False
        query = urlencode({"service": wanted.get("service", ""), "scope": "registry:catalog:*"})
        try:
            given = Client(origin(self.host), self._basic, patience=self._patience).get(f"{realm}?{query}").value
        except RequestError:
            return False
        token = (given.get("token") or given.get("access_token")) if isinstance(given, dict) else None
        self._token = token if isinstance(token, str) else None
        return self._token is not None

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else self._basic()

    def _basic(self) -> dict[str, str]:
        credential = self._credentials.lookup(self._credential)
        return {"Authorization": basic(credential.user or "token", credential.secret)} if credential else {}


def _image(reference: str) -> Repository:
    return Repository(reference, Kind.IMAGE, f"docker://{reference}")
