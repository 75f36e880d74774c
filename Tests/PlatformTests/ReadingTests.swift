import FileTestSupport
import Platform
import Testing

/// Regular files, read to their end or up to a limit.
struct ReadingTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
  func `a file is read as it is`(length: Int) throws {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
    try folder.write("f", bytes)
    #expect(try RegularFile.content(of: folder.at("f")) == bytes)
    #expect(try RegularFile.content(of: Array(folder.at("f").utf8), limit: length) == bytes)
    #expect(try Descriptor(reading: folder.at("f")).read(atMost: 100) == Array(bytes.prefix(100)))
  }

  @Test func `a file beyond the limit is refused`() throws {
    try folder.write("f", [1, 2, 3])
    #expect(throws: FileError.tooLarge) { try RegularFile.content(of: folder.at("f"), limit: 2) }
  }

  @Test func `what is no regular file is named`() throws {
    try folder.shell("mkfifo fifo; ln -s nowhere link; echo x >f; ln -s f good")
    #expect(throws: FileError.notRegular) { try RegularFile.content(of: folder.path) }
    #expect(throws: FileError.notRegular) { try RegularFile.content(of: folder.at("fifo")) }
    #expect(throws: FileError.system(.noEntry)) { try RegularFile.content(of: folder.at("link")) }
    #expect(throws: FileError.system(.linkLoop)) { _ = try RegularFile(folder.at("good"), followsLinks: false).size }
    #expect(try RegularFile.content(of: folder.at("good")) == [0x78, 0x0A])
  }

  @Test func `paths and links are resolved`() throws {
    try folder.shell("mkdir -p a/b; ln -s a/b link")
    #expect(try FileSystem.realPath(of: folder.at("link/../b")) == Array(folder.at("a/b").utf8))
    #expect(FileSystem.linkTarget(of: folder.at("link")) == Array("a/b".utf8))
    #expect(FileSystem.linkTarget(of: folder.at("a")) == nil)
    #expect(FileSystem.kind(of: folder.at("link")) == .folder)
    #expect(FileSystem.kind(of: folder.at("link"), followsLinks: false) == .link)
    #expect(throws: SystemError.noEntry) { try FileSystem.realPath(of: folder.at("c")) }
  }

  @Test func `a tree is removed without following its links`() throws {
    try folder.shell("mkdir -p tree/a/b kept; echo x >tree/a/f; echo x >kept/f; ln -s ../kept tree/link")
    FileSystem.removeTree(Array(folder.at("tree").utf8))
    #expect(try folder.shell("ls -R") == ".:\nkept\n\n./kept:\nf\n")
  }
}
