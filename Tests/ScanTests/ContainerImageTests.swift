import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// Images of containers without a network: every layer, also of files that a later layer deletes, and the configuration.
struct ContainerImageTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("make.py", Self.script)
    try folder.shell("python3 make.py")
  }

  /// Writes the same image as `docker save` did before version 25, as it does since, and as a folder in the OCI layout.
  private static let script = """
    import gzip, hashlib, io, json, os, tarfile
    def tar(files):
      data = io.BytesIO()
      with tarfile.open(fileobj=data, mode='w') as t:
        for name, text in files:
          info = tarfile.TarInfo(name); info.size = len(text); t.addfile(info, io.BytesIO(text))
      return data.getvalue()
    sha = lambda data: hashlib.sha256(data).hexdigest()
    layers = [tar([('app/.env', b'one\\n\(Samples.token(1))\\n'), ('app/a', b'a')]), tar([('app/.wh..env', b'')])]
    config = json.dumps({'config': {'Env': ['PATH=/bin', 'KEY=\(Samples.token(2))'],
      'Labels': {'key': '\(Samples.token(3))'}}, 'rootfs': {'diff_ids': ['sha256:' + sha(l) for l in layers]},
      'history': [{'created_by': '|1 TOKEN=\(Samples.token(4)) /bin/sh -c make'}]}).encode()
    ids = ['%064x' % n for n in (1, 2)]
    manifest = json.dumps([{'Config': sha(config) + '.json', 'Layers': [i + '/layer.tar' for i in ids]}]).encode()
    members = [(sha(config) + '.json', config)] + [(i + '/layer.tar', l) for i, l in zip(ids, layers)]
    open('old.tar', 'wb').write(tar(members + [('manifest.json', manifest)]))
    packed = [gzip.compress(l, mtime=0) for l in layers]
    blob = lambda data: ('blobs/sha256/' + sha(data), data)
    index = json.dumps({'manifests': [{'digest': 'sha256:' + sha(manifest)}]}).encode()
    files = [blob(d) for d in packed + [config, manifest]] + [('index.json', index), ('oci-layout', b'{}')]
    open('new.tar', 'wb').write(tar(files))
    os.makedirs('oci/blobs/sha256')
    for name, data in files: open('oci/' + name, 'wb').write(data)
    open('digests', 'w').write(' '.join(sha(d) for d in (layers[0], packed[0], config)))
    """

  @Test func `what a later layer deletes is found in its layer, and so is the configuration`() throws {
    let digests = try folder.read("digests").split(separator: " ").map(String.init)
    let (plain, packed, config) = (digests[0], digests[1], digests[2])
    try folder.shell("rm make.py digests")
    let report = try folder.scan()
    #expect(report.coverage.complete)
    let token = try #require(report.findings.first { $0.occurrences.contains { $0.line == 2 } })
    #expect(
      Set(token.occurrences.map(\.path)) == [
        "old.tar!sha256-\(plain.prefix(12))!app/.env", "new.tar!sha256-\(packed.prefix(12))!app/.env",
        "oci/blobs/sha256/\(packed)!app/.env",
      ])
    #expect(Set(token.occurrences.map(\.layer)) == ["sha256:\(plain)", "sha256:\(packed)"])
    let others = report.findings.filter { $0.fingerprint != token.fingerprint }
    #expect(others.count == 3)
    let places = ["old.tar!\(config).json", "new.tar!blobs/sha256/\(config)", "oci/blobs/sha256/\(config)"]
    for finding in others {
      #expect(Set(finding.occurrences.map(\.path)) == Set(places))
      #expect(finding.occurrences.allSatisfy { $0.layer == nil })
    }
  }

  /// As crane and ko write it, and as `tar -c .` does of what `docker save` wrote.
  @Test func `layers of images that other programs wrote have their digests in paths too`() throws {
    try folder.write(
      "more.py",
      Self.script + """

        named = [(sha(p) + '.tar.gz', p) for p in packed]
        manifest = json.dumps([{'Config': 'sha256:' + sha(config), 'Layers': [n for n, _ in named]}]).encode()
        open('crane.tar', 'wb').write(tar([('sha256:' + sha(config), config)] + named + [('manifest.json', manifest)]))
        os.makedirs('old'); tarfile.open('old.tar').extractall('old')
        os.system('tar cf dot.tar -C old .')
        """)
    try folder.shell("rm -r oci; python3 more.py; rm -r old oci new.tar old.tar")
    let digest = try folder.read("digests").split(separator: " ")[0]
    try folder.shell("rm digests *.py")
    let found = try folder.scan().findings.flatMap(\.occurrences).filter { $0.path.hasSuffix("app/.env") }
    #expect(
      Set(found.map(\.path)) == [
        "crane.tar!sha256-\(digest.prefix(12))!app/.env", "dot.tar!sha256-\(digest.prefix(12))!app/.env",
      ])
    #expect(Set(found.map(\.layer)) == ["sha256:\(digest)"])
  }

  @Test func `an image of the older form without descriptions is read all the same`() throws {
    try folder.shell("rm -r oci new.tar make.py digests; tar --delete -f old.tar manifest.json")
    let paths = try folder.scan().places.map(\.path)
    let layer = "old.tar!" + String(repeating: "0", count: 63) + "1/layer.tar!app/.env"
    #expect(paths.contains(layer))
  }
}
