import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// What is odd or damaged in a container is read as far as there is content, and is a gap where there is none to be had.
struct ContainerDamageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs Python, in which `token` is a secret's line and `put` writes a zip with a member.
  private func python(_ script: String) throws {
    try folder.write(
      "make.py",
      """
      import zipfile, tarfile, gzip, io, os
      token = b'\(Samples.token())\\n'
      def put(name='a.txt', method=zipfile.ZIP_DEFLATED, mode=0, dos=0, content=token):
        data, info = io.BytesIO(), zipfile.ZipInfo(name)
        info.compress_type, info.create_system = method, 3 if mode else 0
        info.external_attr = mode << 16 | dos
        with zipfile.ZipFile(data, 'w') as z: z.writestr(info, content); z.writestr('b.txt', b'clean')
        return bytearray(data.getvalue())
      def tar(*members):
        data = io.BytesIO()
        with tarfile.open(fileobj=data, mode='w') as t:
          for name, kind, content in members:
            info = tarfile.TarInfo(name); info.size, info.type = len(content), kind
            t.addfile(info, io.BytesIO(content))
        return bytearray(data.getvalue())

      """ + script)
    try folder.shell("python3 make.py; rm make.py")
  }

  @Test(arguments: ["ZIP_DEFLATED", "ZIP_STORED"])
  func `a member whose checksum differs is read, and a gap`(method: String) throws {
    try python("data = put(method=zipfile.\(method)); data[14] ^= 1; open('box', 'wb').write(data)")
    let report = try folder.scan()
    #expect(report.places.map(\.path) == ["box!a.txt"])
    #expect(report.coverage.gaps.map(\.path) == ["box!a.txt"])
  }

  @Test(arguments: [
    "put()", "gzip.compress(token)", "tar(('a.txt', tarfile.REGTYPE, token))", "b'#!/bin/sh exit' + put()",
  ])
  func `a container in a member whose checksum differs is read, and a gap`(inner: String) throws {
    try python("data = put(content=bytes(\(inner))); data[14] ^= 1; open('box', 'wb').write(data)")
    let report = try folder.scan()
    #expect(report.places.count == 1)
    #expect(report.coverage.gaps.count == 1, "\(report.coverage.gaps)")
  }

  @Test(arguments: ["token", "token * 5000", "tar(('a.txt', tarfile.REGTYPE, token))"])
  func `gzip whose checksum or length differs is read, and a gap`(content: String) throws {
    for place in [-8, -4] {
      try python("data = bytearray(gzip.compress(\(content))); data[\(place)] ^= 1; open('box', 'wb').write(data)")
      let report = try folder.scan()
      #expect(!report.places.isEmpty)
      #expect(report.coverage.gaps.count == 1, "\(report.coverage.gaps)")
    }
  }

  @Test(arguments: ["newc", "crc", "odc", "bin"])
  func `hard links of cpio are read, whichever has the content`(format: String) throws {
    guard (try? folder.shell("command -v cpio >/dev/null")) != nil else { return }
    try folder.write("h/a.txt", Samples.token() + "\n")
    try folder.shell(
      "cd h; ln a.txt b.txt; printf 'a.txt\\nb.txt\\n' | cpio --quiet -o -H \(format) >../box; cd ..; rm -r h")
    let report = try folder.scan()
    #expect(report.places.contains { $0.path == "box!b.txt" }, "\(report.places)")
    #expect(report.coverage.complete)
  }

  @Test func `a hard link of pax that has content is read`() throws {
    try python(
      """
      data = tar(('a.txt', tarfile.REGTYPE, b''), ('b.txt', tarfile.LNKTYPE, token))
      open('box', 'wb').write(data)
      """)
    // Without a sign of pax the content is none, and what is there instead is no header.
    #expect(try !folder.scan().coverage.complete)
  }

  @Test(arguments: ["data[512 * 2] ^= 1", "data[512 * 2 + 148] ^= 1"])
  func `a header of tar that is damaged is a gap, and what follows is read`(damage: String) throws {
    try python(
      """
      kind = tarfile.REGTYPE
      data = tar(('a', kind, b'clean'), ('b', kind, b'lost'), ('c', kind, token)); \(damage)
      open('box', 'wb').write(data)
      """)
    let report = try folder.scan()
    #expect(report.places.map(\.path) == ["box!c"])
    #expect(report.coverage.gaps.map(\.path) == ["box"])
  }

  @Test func `bytes between members of cpio are a gap`() throws {
    guard (try? folder.shell("command -v cpio >/dev/null")) != nil else { return }
    try folder.write("a", "clean\n")
    try folder.write("b", Samples.token() + "\n")
    try folder.shell("printf 'a\\nb\\n' | cpio --quiet -o -H newc >box; rm a b")
    try python(
      """
      data = open('box', 'rb').read(); place = data.index(b'070701', 6)
      open('box', 'wb').write(data[:place] + b'lost' * 6 + data[place:])
      """)
    let report = try folder.scan()
    #expect(report.places.map(\.path) == ["box!b"])
    #expect(report.coverage.gaps.map(\.path) == ["box"])
  }

  @Test(arguments: ["newc", "crc", "odc"]) func `so are bytes before the end of cpio`(format: String) throws {
    guard (try? folder.shell("command -v cpio >/dev/null")) != nil else { return }
    try folder.write("a", "clean\n")
    try folder.shell("echo a | cpio --quiet -o -H \(format) >box; rm a")
    #expect(try folder.scan().coverage.complete)
    try python(
      """
      data = open('box', 'rb').read(); place = data.rindex(b'07070', 0, data.index(b'TRAILER'))
      open('box', 'wb').write(data[:place] + b'lost' * 6 + data[place:])
      """)
    #expect(try folder.scan().coverage.gaps.map(\.path) == ["box"])
  }

  @Test func `a name that is not in the encoding that a zip says is its own bytes`() throws {
    try python(
      """
      data = put('#!/.txt').replace(b'#!/', '日本'.encode('shift-jis')[:3])
      for place in (data.index(b'PK\\3\\4') + 7, data.index(b'PK\\1\\2') + 9): data[place] |= 8
      open('box', 'wb').write(data)
      """)
    let report = try folder.scan()
    #expect(report.places.map(\.path) == [#"box!\x93\xFA\x96.txt"#])
    #expect(report.coverage.complete)
  }

  @Test func `what is before a zip in a program is searched as a text`() throws {
    try python("open('box', 'wb').write(b'#!/bin/sh\\nkey=' + token + put(content=b'clean'))")
    let report = try folder.scan()
    #expect(report.places.map(\.path) == ["box"])
    #expect(report.coverage.complete)
  }

  @Test func `zlib that is cut is a gap`() throws {
    try python(
      "import zlib, os; open('box', 'wb').write(zlib.compress(token + os.urandom(9000).hex().encode())[:-3000])")
    let report = try folder.scan()
    #expect(report.places.map(\.path) == ["box!box"])
    #expect(report.coverage.gaps.count == 1)
  }

  @Test func `parts of split archives and disk images are left out, wherever they are`() throws {
    try python(
      """
      for name in 'a.7z.002', 'a.z02': open(name, 'wb').write(bytes(9) + os.urandom(9000))
      open('a.dmg', 'wb').write(os.urandom(2_000_000) + b'koly' + bytes([0, 0, 0, 4, 0, 0, 2, 0]) + bytes(500))
      """)
    let names: Set = ["a.7z.002", "a.z02", "a.dmg"]
    let report = try folder.scan()
    #expect(Set(report.coverage.leftOut.map(\.path)) == names)
    try folder.shell("git init -q; git add .; tar cf box a.*")
    #expect(Set(try folder.scan { $0.mode = .staged }.coverage.leftOut.map(\.path)) == names)
    try folder.shell("git commit -q -m 1; git rm -q --cached a.*; git commit -q -m 2")
    #expect(Set(try folder.scan { $0.mode = .history(branch: nil) }.coverage.leftOut.map(\.path)) == names)
    try folder.shell("rm a.*; rm -rf .git")
    let inArchive = try folder.scan().coverage.leftOut.map(\.reason).joined()
    #expect(inArchive.contains("2 members were not opened") && inArchive.contains("a disk image of macOS"))
  }

  @Test(arguments: [
    "mode=0o020644", "mode=0o060644", "mode=0o140644", "mode=0o040755", "mode=0o170644", "dos=0x10", "name='a/'",
  ])
  func `content of what a zip calls no file is read, or a gap`(header: String) throws {
    try python("open('box', 'wb').write(put(\(header)))")
    let report = try folder.scan()
    #expect(report.places.count == 1 || !report.coverage.complete)
    try python("open('box', 'wb').write(put(\(header), content=b''))")
    #expect(try folder.scan().coverage.complete)
  }

  @Test(arguments: [("a", "b'D'"), ("a/", "tarfile.REGTYPE"), ("a/", "tarfile.AREGTYPE"), ("a", "tarfile.DIRTYPE")])
  func `content of what a tar calls a folder is read, or a gap`(name: String, type: String) throws {
    try python("open('box', 'wb').write(tar(('\(name)', \(type), token)))")
    let report = try folder.scan()
    #expect(report.places.count == 1 || !report.coverage.complete)
  }

  @Test func `the folders of an image of a disc have no content`() throws {
    guard (try? folder.shell("command -v genisoimage >/dev/null")) != nil else { return }
    try folder.write("inner/deep/a.txt", Samples.token() + "\n")
    try folder.shell("genisoimage -quiet -R -o box inner 2>/dev/null; rm -r inner")
    let report = try folder.scan()
    #expect(report.places.map(\.path) == ["box!deep/a.txt"])
    #expect(report.coverage.complete)
  }

  @Test func `where a symbolic link leads is read`() throws {
    try python("open('box', 'wb').write(put(mode=0o120777, content=token.strip()))")
    #expect(try folder.scan().places.map(\.path) == ["box!a.txt"])
    try folder.shell("rm box; ln -s \(Samples.token()) a; tar cf box a; rm a")
    #expect(try folder.scan().places.map(\.path) == ["box!a"])
  }
}
