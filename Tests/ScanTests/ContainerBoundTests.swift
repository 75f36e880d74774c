import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// What of a container is not read is a gap or left out, and never silence.
struct ContainerBoundTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs Python, in which `token` is a secret's line.
  private func python(_ script: String) throws {
    try folder.write("make.py", "import zipfile, tarfile, gzip, io\ntoken = b'\(Samples.token())\\n'\n" + script)
    try folder.shell("python3 make.py; rm make.py")
  }

  private static let nested = """
    box, name = token, 'a.txt'
    for depth in range(4):
      data = io.BytesIO()
      with zipfile.ZipFile(data, 'w') as z: z.writestr(name, box)
      box, name = data.getvalue(), 'z%d.zip' % depth
    open('box', 'wb').write(box)
    """

  @Test func `containers are opened to the depth that is given`() throws {
    try python(Self.nested)
    let whole = try folder.scan()
    #expect(whole.places.map(\.path) == ["box!z2.zip!z1.zip!z0.zip!a.txt"])
    #expect(whole.coverage.complete)
    let short = try folder.scan { $0.archives.depth = 3 }
    #expect(short.coverage.gaps.map(\.path) == ["box!z2.zip!z1.zip!z0.zip"])
    // Its bytes are a text all the same, in which nothing is compressed here.
    #expect(short.places.map(\.path) == ["box!z2.zip!z1.zip!z0.zip"])
    let off = try folder.scan { $0.archives.depth = 0 }
    #expect(off.coverage.complete)
    #expect(off.places.map(\.path) == ["box"])
  }

  @Test(arguments: [
    ("with zipfile.ZipFile('box', 'w') as z:\n  for n in range(30): z.writestr('%d' % n, token)", "members"),
    ("open('box', 'wb').write(gzip.compress(bytes(80 << 20)))", "times its bytes"),
    ("open('box', 'wb').write(gzip.compress(b'word ' * 400000))", "--max-archive-size"),
    ("with zipfile.ZipFile('box', 'w') as z: z.writestr('a', b'x' * 600000)", "max_member_size"),
  ])
  func `each bound is a gap with its reason`(script: String, word: String) throws {
    try python(script)
    let report = try folder.scan() {
      $0.archives.members = 20
      $0.archives.size = word == "times its bytes" ? 1 << 30 : 1 << 20
      $0.archives.memberSize = word == "max_member_size" ? 1 << 19 : 1 << 30
    }
    #expect(!report.coverage.complete)
    #expect(report.coverage.gaps.contains { $0.reason.contains(word) }, "\(report.coverage.gaps)")
  }

  @Test(arguments: ["w", "w:gz", "w:bz2", "w:xz"]) func `a truncated archive is a gap at every length`(mode: String)
    throws
  {
    try python(
      """
      data = io.BytesIO()
      with tarfile.open(fileobj=data, mode='\(mode)') as t:
        for n in range(3):
          info = tarfile.TarInfo('%d.txt' % n); info.size = 400; t.addfile(info, io.BytesIO(bytes(range(100)) * 4))
      open('whole', 'wb').write(data.getvalue())
      """)
    let whole = try #require(try folder.bytes("whole"))
    try folder.shell("rm whole")
    for count in stride(from: 16, to: mode == "w" ? 2_000 : whole.count, by: mode == "w" ? 130 : 11) {
      try folder.write("box", Array(whole[..<count]))
      let report = try folder.scan()
      // Where a tar ends between two members nothing shows that there were more.
      let isWhole = mode == "w" && (count < 512 || count % 1_024 < 512 && count % 1_024 == 0)
      #expect(report.coverage.complete == isWhole, "\(count) of \(whole.count) bytes: \(report.coverage.gaps)")
    }
  }

  @Test func `what came before damage is found`() throws {
    try python("import os\ndata = gzip.compress(token + os.urandom(300_000))\nopen('box', 'wb').write(data[:-100_000])")
    let report = try folder.scan()
    #expect(report.places == [Place(path: "box!box", line: 1, column: 1)])
    #expect(report.coverage.gaps.map(\.path) == ["box!box"])
  }

  @Test func `the holes of a sparse file are zeros`() throws {
    try python(
      """
      import os
      with open('a', 'wb') as f: f.write(b'one\\n'); f.seek(1 << 20); f.write(b'\\n' + token)
      """)
    try folder.shell("tar --sparse -cf box a; rm a")
    let report = try folder.scan()
    #expect(report.places == [Place(path: "box!a", line: 3, column: 1)])
    #expect(report.coverage.bytes == 1 << 20 + 1 + Samples.token().utf8.count + 1)
  }

  @Test func `a container that takes too long is a gap`() throws {
    try python(Self.nested)
    let report = try folder.scan { $0.archives.seconds = 0 }
    #expect(report.coverage.gaps.map(\.path) == ["box"])
    #expect(report.coverage.gaps.allSatisfy { $0.reason.contains("max_seconds") })
  }

  @Test func `what is no archive after its first bytes is searched as it is`() throws {
    try python("open('box', 'wb').write(b'PK\\3\\4 ' + token)")
    let report = try folder.scan()
    #expect(report.places.map(\.path) == ["box"])
    #expect(report.coverage.gaps.map(\.path) == ["box"])
  }

  @Test(arguments: ["gzip.compress(token)", "tar", "gzip.compress(tar)"])
  func `what follows the end of an archive is a gap, unless it is padding`(content: String) throws {
    let made = """
      data = io.BytesIO()
      with tarfile.open(fileobj=data, mode='w') as t:
        info = tarfile.TarInfo('a.txt'); info.size = len(token); t.addfile(info, io.BytesIO(token))
      tar = data.getvalue()
      """
    try python("\(made)\nopen('box', 'wb').write(\(content) + bytes(5120))")
    #expect(try folder.scan().coverage.complete)
    try python("\(made)\nopen('box', 'wb').write(\(content) + bytes(5120) + b'more')")
    #expect(try folder.scan().coverage.gaps.map(\.path) == ["box"])
    // Appended, as `tar -A` and `cat` do, it is read too.
    try python("\(made)\nopen('box', 'wb').write(\(content) + \(content))")
    let report = try folder.scan()
    #expect(report.coverage.complete)
    #expect(report.coverage.bytes == 2 * (Samples.token().utf8.count + 1))
  }

  @Test func `what cannot be opened is left out, or a gap on request`() throws {
    try folder.write("a.rar", Array("Rar!".utf8) + [0x1A, 7, 0] + [UInt8](repeating: 1, count: 50))
    try folder.write("b.pdf", "%PDF-1.4\n\(Samples.token())\n")
    let report = try folder.scan()
    #expect(report.coverage.complete)
    #expect(report.coverage.leftOut.map(\.path) == ["a.rar", "b.pdf"])
    #expect(report.places.map(\.path) == ["b.pdf"])
    let strict = try folder.scan { $0.archives.isStrict = true }
    #expect(strict.coverage.gaps.map(\.path) == ["a.rar", "b.pdf"])
  }

  @Test func `an encrypted member is left out, and the others are read`() throws {
    try python(
      """
      with zipfile.ZipFile('box', 'w') as z:
        z.writestr('a.txt', token); z.writestr('b.txt', token)
      data = bytearray(open('box', 'rb').read())
      for sign, flags in ((b'PK\\3\\4', 6), (b'PK\\1\\2', 8)): data[data.rfind(sign) + flags] |= 1
      open('box', 'wb').write(data)
      """)
    let report = try folder.scan()
    #expect(report.places.map(\.path) == ["box!a.txt"])
    #expect(report.coverage.leftOut.map(\.path) == ["box!b.txt"])
  }

  @Test func `names are the bytes that the archive has`() throws {
    try python(
      """
      with tarfile.open('box', 'w', format=tarfile.GNU_FORMAT, encoding='utf-8', errors='surrogateescape') as t:
        for name in ['ü.txt', '日本'.encode('shift-jis').decode('utf-8', 'surrogateescape'), '../up', 'n' * 65536]:
          info = tarfile.TarInfo(name); info.size = len(token); t.addfile(info, io.BytesIO(token))
      """)
    let paths = try folder.scan().places.map(\.path)
    #expect(
      Set(paths) == ["box!ü.txt", "box!\\x93\\xFA\\x96{", "box!../up", "box!" + String(repeating: "n", count: 65_536)])
  }

  @Test func `a member in UTF-16 is decoded`() throws {
    try python("with zipfile.ZipFile('box', 'w') as z: z.writestr('a', (b'x\\n' + token).decode().encode('utf-16'))")
    #expect(try folder.scan().places == [Place(path: "box!a", line: 2, column: 1)])
  }

  @Test func `an ignore file names a member`() throws {
    try python("with zipfile.ZipFile('box', 'w') as z: z.writestr('in/a', token); z.writestr('b', token)")
    try folder.write(".leaksiftignore", "box!in/a\n")
    #expect(try folder.scan().places.map(\.path) == ["box!b"])
    try folder.write(".leaksiftignore", "box!**\n")
    #expect(try folder.scan().places == [])
  }

  @Test func `settings bound what is read`() throws {
    try python(Self.nested)
    try folder.write("rules.toml", Samples.tokenRule + "\n[archives]\nmax_depth = 1\nmax_size = \"1M\"\n")
    let report = try folder.scan(rules: nil) { $0.configuration = folder.at("rules.toml") }
    #expect(report.coverage.gaps.map(\.path) == ["box!z2.zip"])
  }
}
