import FileTestSupport
import Findings
import Testing

@testable import Content

/// What decompresses a container takes no more memory than the bound, whatever the container's format.
struct ContainerMemoryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Reads a container that a script made as `box`.
  private func read(_ script: String, memory: Int = 2 << 20) throws -> (texts: [String], outcome: ContainerOutcome)? {
    try folder.shell(script)
    var bounds = ContainerBounds()
    bounds.memory = memory
    var texts: [String] = []
    let content = try #require(try folder.bytes("box"))
    let outcome = ContainerReader(bounds).read(content, path: Array("box".utf8)) { chunk, _ in
      if chunk.isLast {
        texts.append(String(decoding: chunk.bytes.withUnsafeBufferPointer { Array($0) }, as: UTF8.self))
      }
    }
    return outcome.map { (texts, $0) }
  }

  private func xz(_ text: String, dictionary: Int, format: String = "FORMAT_XZ") -> String {
    let filter = format == "FORMAT_ALONE" ? "FILTER_LZMA1" : "FILTER_LZMA2"
    return
      "lzma.compress(b'\(text)', format=lzma.\(format), filters=[{'id': lzma.\(filter), 'dict_size': \(dictionary)}])"
  }

  private func python(_ expression: String) -> String {
    "python3 -c \"import lzma; open('box', 'wb').write(\(expression))\""
  }

  @Test func `a window of a later block that is too large is a gap, and what is before it is read`() throws {
    let (first, second) = (xz("one ", dictionary: 1 << 16), xz("two", dictionary: 64 << 20))
    let read = try #require(try read(python(first + " + " + second)))
    #expect(read.texts == ["one "])
    #expect(read.outcome.gaps.map(\.reason).allSatisfy { $0.contains("of memory, more than is used for containers") })
    #expect(read.outcome.gaps.count == 1)
    let whole = try #require(try self.read(python(first + " + " + second), memory: 128 << 20))
    #expect(whole.texts == ["one two"])
    #expect(whole.outcome.gaps == [])
  }

  /// What a zip has that is too large to be read from both ends where it is, in gzip: it only goes forward.
  @Test(arguments: ["name='a/'", "name='a/', method=0", "name='a/', mode=0o040755"])
  func `content of what a zip that goes forward calls no file is a gap, unless it is empty`(header: String) throws {
    func script(_ content: String) -> String {
      """
      python3 -c "
      import gzip, os, zipfile
      class Pipe:
        def __init__(self): self.data = b''
        def write(self, data): self.data += data; return len(data)
        def flush(self): pass
      pipe = Pipe()
      def put(archive, content, name='a', method=8, mode=0):
        info = zipfile.ZipInfo(name)
        info.compress_type, info.create_system, info.external_attr = method, 3 if mode else 0, mode << 16
        with archive.open(info, 'w') as member: member.write(content)
      with zipfile.ZipFile(pipe, 'w') as archive:
        put(archive, os.urandom(99000).hex().encode(), name='before')
        put(archive, \(content), \(header))
        put(archive, b'after', name='after')
      open('box', 'wb').write(gzip.compress(pipe.data))"
      """
    }
    for content in ["os.urandom(50)", "b'/etc/some/place/with/a/long/name'", "b''"] {
      let read = try #require(try read(script(content), memory: 180_000))
      #expect(read.texts.last == "after")
      #expect(read.outcome.gaps.map(\.path) == (content == "b''" ? [] : ["box!box!a/"]))
    }
  }

  @Test(arguments: ["FORMAT_XZ", "FORMAT_ALONE"]) func `so is one of the first block`(format: String) throws {
    let read = try #require(try read(python(xz("one", dictionary: 64 << 20, format: format))))
    #expect(read.texts == [])
    #expect(read.outcome.gaps.count == 1)
    #expect(!read.outcome.isOpened)
  }

  @Test func `a member of a zip is read as far as its method may take memory`() throws {
    let script = """
      python3 -c "
      import zipfile
      with zipfile.ZipFile('box', 'w', METHOD) as z: z.writestr('a', b'x' * 5_000_000); z.writestr('b', b'y')"
      """
    let read = try #require(try read(script.replacing("METHOD", with: "zipfile.ZIP_LZMA")))
    #expect(read.outcome.gaps.map(\.path) == ["box!a"])
    #expect(read.outcome.gaps.allSatisfy { $0.reason.contains("memory") })
    let deflated = try #require(try self.read(script.replacing("METHOD", with: "zipfile.ZIP_DEFLATED")))
    #expect(deflated.outcome.gaps == [])
    #expect(deflated.texts.count == 2)
  }

  @Test(arguments: [
    ("-m0=lzma2 -md=64m", 1), ("-m0=lzma -md=64m", 1), ("-m0=ppmd:mem=64m", 1), ("-m0=lzma2 -md=64m -mhc=off", 1),
    ("-m0=lzma2 -md=64k", 0), ("-m0=lzma:d=64k", 0), ("-m0=deflate", 0), ("-m0=copy", 0), ("-m0=bzip2", 0),
  ])
  func `the windows of 7z are read from its header`(options: String, gaps: Int) throws {
    guard (try? folder.shell("command -v 7z")) != nil else { return }
    try folder.write("a.txt", String(repeating: "one two\n", count: 1 << 17))
    let read = try #require(try read("7z a \(options) x.7z a.txt >7z.log; mv x.7z box", memory: 1 << 19))
    #expect(read.outcome.gaps.count == gaps, "\(read.outcome.gaps)")
    #expect(read.texts.count == 1 - gaps)
    #expect(read.outcome.gaps.allSatisfy { $0.reason.contains("of memory, more than is used") })
  }

  @Test func `a 7z archive whose header is not understood is read as far as memory allows`() throws {
    guard (try? folder.shell("command -v 7z")) != nil else { return }
    try folder.write("a.txt", String(repeating: "one two\n", count: 1 << 17))
    try folder.shell("7z a -mhe=on -psecret x.7z a.txt >7z.log; mv x.7z box")
    let box = try #require(try folder.bytes("box"))
    let budget = ContainerBudget(ContainerBounds(), ContainerInput())
    #expect(SevenZipWindow.size(MemoryInput(box), budget) == nil)
    for count in stride(from: 0, to: box.count, by: 7) {
      #expect(SevenZipWindow.size(MemoryInput(Array(box[..<count])), budget) == nil)
    }
  }
}
