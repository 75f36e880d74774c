"""Images of registries and objects of S3-compatible stores."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from leaksift_fleet import images, objects
from leaksift_fleet.client import Patience
from leaksift_fleet.credentials import Credentials, variable_suffix
from leaksift_fleet.model import Kind, Repository, SourceProblem
from leaksift_fleet.sources import Sources
from leaksift_fleet.sources.forge import basic
from tests.forges import Answer, Handler, Request, Server, answer

needs_skopeo = pytest.mark.skipif(shutil.which("skopeo") is None, reason="skopeo is not installed")


def digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def publish(server: Server, name: str, tag: str, files: dict[str, bytes]) -> bytes:
    """Makes the server a registry with an image of one layer; returns the manifest."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        for path, content in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    layer = gzip.compress(tar.getvalue())
    layout = {
        "architecture": "amd64",
        "os": "linux",
        "rootfs": {"type": "layers", "diff_ids": [digest(tar.getvalue())]},
    }
    config = json.dumps(layout).encode()
    media = "application/vnd.oci.image"
    blobs = [(f"{media}.config.v1+json", config), (f"{media}.layer.v1.tar+gzip", layer)]
    described = [{"mediaType": kind, "size": len(blob), "digest": digest(blob)} for kind, blob in blobs]
    body = {
        "schemaVersion": 2,
        "mediaType": f"{media}.manifest.v1+json",
        "config": described[0],
        "layers": described[1:],
    }
    manifest = json.dumps(body).encode()
    headers = {"Content-Type": f"{media}.manifest.v1+json", "Docker-Content-Digest": digest(manifest)}
    server.routes["/v2/"] = lambda _: answer({})
    for reference in (tag, digest(manifest)):
        server.routes[f"/v2/{name}/manifests/{reference}"] = lambda _: Answer(manifest, 200, headers)
    for _, blob in blobs:
        server.routes[f"/v2/{name}/blobs/{digest(blob)}"] = lambda _, blob=blob: Answer(blob)
    return manifest


@pytest.fixture
def sources(no_credentials: dict[str, str]) -> Sources:
    """What users name, without credentials and without waiting."""
    return Sources(credentials=Credentials(no_credentials), patience=Patience(sleep=lambda _: None))


@needs_skopeo
def test_an_image_becomes_an_oci_layout(server: Server, sources: Sources, tmp_path: Path) -> None:
    content = secrets.token_bytes(50)
    manifest = publish(server, "team/app", "1.0", {"etc/app.conf": content})
    reference = f"{server.host}/team/app:1.0"
    assert list(sources.named(f"docker://{reference}").repositories()) == [
        Repository(reference, Kind.IMAGE, f"docker://{reference}")
    ]
    assert images.version_of(f"docker://{reference}") == digest(manifest)
    images.copy(f"docker://{reference}", tmp_path / "layout", 60)
    assert (tmp_path / "layout" / "oci-layout").is_file()
    layers = [file.read_bytes() for file in (tmp_path / "layout" / "blobs" / "sha256").iterdir()]
    assert any(blob.startswith(b"\x1f\x8b") and content in gzip.decompress(blob) for blob in layers)


@needs_skopeo
def test_tags_and_catalogues_are_listed(server: Server, sources: Sources) -> None:
    publish(server, "team/app", "1.0", {})
    server.routes["/v2/team/app/tags/list"] = lambda _: answer({"name": "team/app", "tags": ["1.0", "0.9"]})
    server.routes["/v2/gone/tags/list"] = lambda _: answer({"errors": [{"code": "NAME_UNKNOWN"}]}, 404)
    server.list("/v2/_catalog", ["team/app", "gone"], size=1, wrap="repositories")
    source = sources.named(f"docker://{server.host}")
    assert source.hosts == (server.host,)
    first, second, problem = source.repositories()
    assert (first, second) == tuple(
        Repository(f"{server.host}/team/app:{tag}", Kind.IMAGE, f"docker://{server.host}/team/app:{tag}")
        for tag in ("0.9", "1.0")
    )
    assert isinstance(problem, SourceProblem)
    assert problem.place == f"docker://{server.host}/gone"
    assert "skopeo: " in problem.reason


def wants_tokens(server: Server, realm: str) -> tuple[str, str]:
    """Has a registry take only tokens of a token service, as Docker Hub, GitLab and Harbor do.

    Returns user and password.
    """
    user, password, token = "ada", secrets.token_hex(8), secrets.token_hex(16)
    for path, handler in list(server.routes.items()):

        def guarded(request: Request, handler: Handler = handler) -> Answer:
            if request.authorization == f"Bearer {token}":
                return handler(request)
            return answer({}, 401, WWW_Authenticate=f'Bearer realm="{realm}",service="registry"')

        server.routes[path] = guarded

    def give(request: Request) -> Answer:
        return answer({"token": token}) if request.authorization == basic(user, password) else answer({}, 401)

    server.routes["/token"] = give
    return user, password


@needs_skopeo
def test_a_registry_behind_a_token_service_is_listed_and_copied(
    server: Server, no_credentials: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(server, "team/app", "1.0", {"x": b"y"})
    server.routes["/v2/team/app/tags/list"] = lambda _: answer({"name": "team/app", "tags": ["1.0"]})
    server.list("/v2/_catalog", ["team/app"], wrap="repositories")
    user, password = wants_tokens(server, f"{server.url}/token")
    stored = {"auths": {server.host: {"auth": base64.b64encode(f"{user}:{password}".encode()).decode()}}}
    (tmp_path / "auth.json").write_text(json.dumps(stored))
    monkeypatch.setenv("REGISTRY_AUTH_FILE", str(tmp_path / "auth.json"))
    suffix = variable_suffix(server.host)
    variables = {f"LEAKSIFT_TOKEN_{suffix}": password, f"LEAKSIFT_USER_{suffix}": user}
    with_credentials = Sources(
        credentials=Credentials({**no_credentials, **variables}), patience=Patience(sleep=lambda _: None)
    )
    (image,) = with_credentials.named(f"docker://{server.host}").repositories()
    assert isinstance(image, Repository), image
    assert image.name == f"{server.host}/team/app:1.0"
    images.copy(image.location, tmp_path / "layout", 60)
    assert (tmp_path / "layout" / "oci-layout").is_file()


def test_a_credential_goes_to_no_token_service_elsewhere(server: Server, no_credentials: dict[str, str]) -> None:
    server.list("/v2/_catalog", [], wrap="repositories")
    wants_tokens(server, "https://elsewhere.example/token")
    variables = {f"LEAKSIFT_TOKEN_{variable_suffix(server.host)}": "x"}
    named = Sources(credentials=Credentials({**no_credentials, **variables}), patience=Patience(sleep=lambda _: None))
    (problem,) = named.named(f"docker://{server.host}").repositories()
    assert isinstance(problem, SourceProblem)
    assert "name its images instead" in problem.reason
    assert server.count("/token") == 0


def test_a_registry_without_a_catalogue_says_what_to_name(server: Server, sources: Sources) -> None:
    server.routes["/v2/_catalog"] = lambda _: answer({}, 401)
    (problem,) = sources.named(f"docker://{server.host}").repositories()
    assert isinstance(problem, SourceProblem)
    assert f"name its images instead: docker://{server.host}/NAME" in problem.reason


def test_without_skopeo_the_problem_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(images.ImageError, match="skopeo is not installed"):
        images.version_of("docker://registry.example/app:1")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """An empty bucket of a store on this machine."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": secrets.token_hex(8),
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
    }.items():
        monkeypatch.setenv(name, value)
    name = f"bucket-{secrets.token_hex(4)}"
    objects._client().create_bucket(Bucket=name)
    yield name
    server.stop()


def put(bucket: str, key: str, content: bytes, **members: str) -> None:
    objects._client().put_object(Bucket=bucket, Key=key, Body=content, **members)  # type: ignore[arg-type]


def copied(location: str, folder: Path, *, largest: int = 10**9) -> tuple[objects.Copied, dict[str, bytes]]:
    """Copies a location; what came of it, and the files by their paths."""
    folder.mkdir()
    result = objects.copy(location, folder, 60, largest=largest)
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return result, files


def test_objects_become_files(bucket: str, tmp_path: Path) -> None:
    for key, content in {"a/x.env": b"1", "a/sub/y": b"22", "b/z": b"3", "a/sub/": b""}.items():
        put(bucket, key, content)
    result, files = copied(f"s3://{bucket}/a/", tmp_path / "out")
    assert files == {"a/x.env": b"1", "a/sub/y": b"22"}
    assert result == objects.Copied(2, 3, [])


def test_hostile_and_impossible_keys_stay_inside_and_apart(bucket: str, tmp_path: Path) -> None:
    keys = [
        "../../up",
        "/abs",
        "a//b",
        "./c",
        "d",
        "d/e",
        "f%2Fg",
        "x" * 400,
        "x" * 401,
        "ü/ß",
        "d%/e",
        "h/..",
    ]
    for key in keys:
        put(bucket, key, key.encode())
    result, files = copied(f"s3://{bucket}/", tmp_path / "out")
    assert result.problems == []
    assert sorted(files.values()) == sorted(key.encode() for key in keys)
    assert objects.file_name("new\nline/%") == "new%0Aline/%25"
    assert files["ü/ß"] == "ü/ß".encode()
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


def test_what_is_not_copied_is_said(bucket: str, tmp_path: Path) -> None:
    put(bucket, "a", b"x" * 100)
    put(bucket, "b", b"x" * 1000)
    put(bucket, "c", b"x" * 100)
    put(bucket, "cold", b"x", StorageClass="DEEP_ARCHIVE")
    result, files = copied(f"s3://{bucket}/", tmp_path / "out", largest=250)
    assert sorted(files) == ["a", "c"]
    assert [key for key, _ in result.problems] == ["b", "cold"]
    assert "space for copying" in result.problems[0][1]
    assert "restoring" in result.problems[1][1]


def test_a_prefix_is_split_on_request(bucket: str, sources: Sources, tmp_path: Path) -> None:
    for key in ("logs/a/1", "logs/b/2", "logs/top", "other/3"):
        put(bucket, key, key.encode())
    listed = list(sources.named(f"s3://{bucket}/logs/*").repositories())
    places = [f"s3://{bucket}/logs/{end}" for end in ("a/", "b/", "*")]
    assert listed == [Repository(place, Kind.OBJECTS, place) for place in places]
    assert [sorted(copied(place, tmp_path / str(n))[1]) for n, place in enumerate(places)] == [
        ["logs/a/1"],
        ["logs/b/2"],
        ["logs/top"],
    ]
    assert list(sources.named(f"s3://{bucket}/logs").repositories()) == [
        Repository(f"s3://{bucket}/logs", Kind.OBJECTS, f"s3://{bucket}/logs")
    ]


def test_the_version_changes_with_any_object(bucket: str) -> None:
    put(bucket, "a", b"1")
    first = objects.version_of(f"s3://{bucket}/")
    assert objects.version_of(f"s3://{bucket}/") == first
    put(bucket, "a", b"2")
    assert objects.version_of(f"s3://{bucket}/") != first


def test_a_store_that_refuses_is_a_problem(bucket: str, sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = sources.named("s3://no-such-bucket-here/*").repositories()
    assert isinstance(problem, SourceProblem)
    assert "NoSuchBucket" in problem.reason
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://store.example")
    with pytest.raises(objects.StoreError, match="only https"):
        objects.version_of(f"s3://{bucket}/")
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    source = sources.named(f"s3://{bucket}/*")
    assert source.hosts == ()
    (problem,) = source.repositories()
    assert isinstance(problem, SourceProblem)
    assert "no-such-profile" in problem.reason
