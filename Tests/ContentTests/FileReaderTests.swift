import FileTestSupport
import Findings
import Foundation
import Platform
import Testing

@testable import Content

/// How the files of a listing become text.
struct FileReaderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  fileprivate struct Chunk: Equatable {
    var bytes: [UInt8]
    var offset: Int
    var isLast: Bool
  }

  private func read(
    _ name: String, _ limits: FileReader.Limits = FileReader.Limits(), during: () -> Void = {}
  ) -> (chunks: [Chunk], result: FileReader.Result) {
    var reader = FileReader(root: Array(folder.path.utf8), limits: limits)
    var chunks: [Chunk] = []
    let result = reader.read(ListedFile(path: Array(name.utf8))) { chunk, _ in
      if chunks.isEmpty { during() }
      chunks.append(Chunk(chunk))
    }
    return (chunks, result)
  }

  /// Puts chunks together by their offsets and checks that they meet.
  private func joined(_ chunks: [Chunk]) throws -> [UInt8] {
    var text: [UInt8] = []
    for chunk in chunks {
      try #require(chunk.offset <= text.count)
      #expect(Array(text[chunk.offset...]) == Array(chunk.bytes.prefix(text.count - chunk.offset)))
      text += chunk.bytes.dropFirst(text.count - chunk.offset)
    }
    #expect(chunks.map(\.isLast) == Array(repeating: false, count: chunks.count - 1) + [true])
    return text
  }

  @Test(arguments: [0, 1, 7_999, 8_000, 8_001, 100_000])
  func `a file up to the limit comes in one piece`(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 | 1) }
    try folder.write("f", bytes)
    let (chunks, result) = read("f", FileReader.Limits(whole: 100_000, overlap: 10))
    #expect(chunks == [Chunk(bytes: bytes, offset: 0, isLast: true)])
    #expect(result == FileReader.Result(bytes: size, encoding: .bytes, gap: nil))
  }

  @Test(arguments: [20_001, 29_000, 100_000, 250_003])
  func `a longer file comes in overlapping pieces`(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3 | 1) }
    try folder.write("f", bytes)
    let (chunks, result) = read("f", FileReader.Limits(whole: 20_000, overlap: 500))
    #expect(try joined(chunks) == bytes)
    #expect(chunks.count > 1)
    #expect(chunks.allSatisfy { $0.bytes.count <= 20_000 })
    for (chunk, next) in zip(chunks, chunks.dropFirst()) {
      #expect(next.offset == chunk.offset + chunk.bytes.count - 500)
    }
    #expect(result.bytes == size)
  }

  static let encodings: [(TextEncoding, String.Encoding, [UInt8])] = [
    (.bytes, .utf8, []), (.bytes, .utf8, [0xEF, 0xBB, 0xBF]),
    (.utf16LittleEndian, .utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, .utf16BigEndian, [0xFE, 0xFF]),
    (.utf16LittleEndian, .utf16LittleEndian, []), (.utf16BigEndian, .utf16BigEndian, []),
    (.utf32LittleEndian, .utf32LittleEndian, []), (.utf32BigEndian, .utf32BigEndian, []),
    (.utf32LittleEndian, .utf32LittleEndian, [0xFF, 0xFE, 0, 0]),
    (.utf32BigEndian, .utf32BigEndian, [0, 0, 0xFE, 0xFF]),
  ]

  @Test(arguments: encodings, [1, 3_000])
  func `Unicode text becomes UTF-8 without its mark`(
    encoding: (TextEncoding, String.Encoding, [UInt8]), repeats: Int
  ) throws {
    let text = String(repeating: "name = grün 😀 日本\r\nkey: value # comment in plain letters\n", count: repeats)
    try folder.write("f", encoding.2 + Array(try #require(text.data(using: encoding.1))))
    let (chunks, result) = read("f", FileReader.Limits(whole: 30_000, overlap: 777))
    #expect(String(decoding: try joined(chunks), as: UTF8.self) == text)
    #expect(result.encoding == encoding.0)
    #expect(repeats == 1 || chunks.count > 1)
  }

  @Test(arguments: [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]], [1, 3_000])
  func `a false mark hides no text`(mark: [UInt8], repeats: Int) throws {
    let text = String(repeating: "name = value # in plain letters\n", count: repeats)
    try folder.write("f", mark + Array(text.utf8))
    #expect(String(decoding: try joined(read("f").chunks), as: UTF8.self) == text)
    let wrong: String.Encoding = mark[0] == 0xFF ? .utf16BigEndian : .utf16LittleEndian
    try folder.write("g", mark + Array(try #require(text.data(using: wrong))))
    #expect(String(decoding: try joined(read("g").chunks), as: UTF8.self) == text)
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian], [[], [0xFF, 0xFE]] as [[UInt8]])
  func `UTF-16 that is one byte off is read`(encoding: String.Encoding, mark: [UInt8]) throws {
    let text = String(repeating: "name = value # in plain letters\n", count: 100)
    try folder.write("f", mark + [0x78] + Array(try #require(text.data(using: encoding))))
    #expect(String(decoding: try joined(read("f").chunks), as: UTF8.self).contains("value # in plain letters"))
  }

  static let wideStarts = [5_000, 8_001, 19_990, 19_999, 20_000, 40_003]

  @Test(arguments: wideStarts, [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian])
  func `UTF-16 and UTF-32 in the midst of other text are read`(start: Int, encoding: String.Encoding) throws {
    let text = String(repeating: "name = value # in plain letters\r\n", count: 1_000)
    let plain = (0..<start).map { UInt8(0x41 + $0 % 26) }
    let end = [UInt8](repeating: 0xE9, count: 9_000)
    try folder.write("f", plain + [0xFF] + Array(try #require(text.data(using: encoding))) + end)
    let read = try joined(read("f", FileReader.Limits(whole: 20_000, overlap: 500)).chunks)
    // Of big-endian text the NULs before the first character stay, since none of its own are after it.
    let shown = read.filter { $0 != 0 }
    #expect(shown == plain + [0xFF] + Array(text.utf8) + end)
    #expect(read.count - shown.count <= 3)
  }

  @Test func `binary content without text in it stays as it is`() throws {
    let bytes = (0..<60_000).map { $0 % 3 == 0 ? 0 : UInt8(truncatingIfNeeded: $0 &* $0 >> 4) }
    try folder.write("f", bytes + [UInt8](repeating: 0, count: 30_000))
    let (chunks, _) = read("f", FileReader.Limits(whole: 20_000, overlap: 500))
    #expect(try joined(chunks) == bytes + [UInt8](repeating: 0, count: 30_000))
  }

  @Test func `a mark before ideographs stays one`() throws {
    let text = String(repeating: "日本語日本語", count: 500)
    try folder.write("f", [0xFF, 0xFE] + Array(try #require(text.data(using: .utf16LittleEndian))))
    #expect(String(decoding: try joined(read("f").chunks), as: UTF8.self) == text)
  }

  @Test func `broken UTF-16 becomes replacement characters`() throws {
    let units: [UInt16] = [0xFEFF, 0x61, 0xD800, 0x62, 0xDC00, 0x0A, 0xD83D, 0xDE00, 0xD801]
    try folder.write("f", units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] } + [0x63])
    let (chunks, _) = read("f")
    #expect(String(decoding: try joined(chunks), as: UTF8.self) == "a\u{FFFD}b\u{FFFD}\n😀\u{FFFD}\u{FFFD}")
  }

  static let eightBitTexts: [[UInt8]] = [
    [UInt8](repeating: 0, count: 100),
    (0..<400).map { (index: Int) -> UInt8 in index % 2 == 0 ? UInt8(index % 13) : 0 },
    Array("Latin-1: ".utf8) + [0xE9, 0x0A],
    Array("a\0b\0\0c\0d plain text with NULs in it".utf8),
    Array("A\0\0\0B\0\0\0".utf8),
  ]

  @Test(arguments: eightBitTexts)
  func `other bytes pass unchanged`(bytes: [UInt8]) throws {
    try folder.write("f", bytes)
    #expect(try joined(read("f").chunks) == bytes)
  }

  @Test(arguments: [(0, true), (7_999, true), (8_000, false)])
  func `a text with an early NUL looks binary`(place: Int, expected: Bool) {
    let text = [UInt8](repeating: 0x61, count: place)
    let isBinary = looksBinary((text + [0]).span)
    #expect(isBinary == expected)
    let isPlainBinary = looksBinary(text.span)
    #expect(!isPlainBinary)
  }

  @Test func `a vanished file is a gap`() {
    let (chunks, result) = read("absent")
    #expect(chunks.isEmpty)
    #expect(result.gap == Skip(path: "absent", reason: "it cannot be read: it vanished while the scan ran"))
  }

  @Test func `a file without permission is a gap`() throws {
    try folder.write("f")
    try folder.shell("chmod 000 f")
    let (chunks, result) = try withoutPrivileges { read("f") }
    #expect(chunks.isEmpty)
    #expect(result.gap == Skip(path: "f", reason: "it cannot be read: permission denied"))
  }

  @Test(arguments: ["mkfifo f", "ln -s /etc/passwd f", "mkdir f"])
  func `what took the file's place is a gap and never hangs`(script: String) throws {
    try folder.shell(script)
    let (chunks, result) = read("f")
    #expect(chunks.isEmpty)
    #expect(result.gap?.path == "f")
  }

  @Test func `a file that shrinks is scanned as far as it was read with a gap`() throws {
    let bytes = [UInt8](repeating: 0x61, count: 400_000)
    try folder.write("f", bytes)
    let path = folder.at("f")
    let (chunks, result) = read("f", FileReader.Limits(whole: 20_000, overlap: 10)) { truncate(path, 100) }
    #expect(!chunks.isEmpty)
    #expect(result.bytes < bytes.count)
    #expect(result.gap?.reason.contains("shrank") == true)
  }

  @Test func `a file that grows is scanned with a gap`() throws {
    try folder.write("f", [UInt8](repeating: 0x61, count: 400_000))
    let path = folder.at("f")
    let (chunks, result) = read("f", FileReader.Limits(whole: 20_000, overlap: 10)) { truncate(path, 1_000_000) }
    #expect(try joined(chunks).count == 1_000_000)
    #expect(result.gap?.reason.contains("grew") == true)
  }

  @Test func `a file that grows without end is read only so far`() throws {
    try folder.write("f", [UInt8](repeating: 0x61, count: 50_000))
    let path = folder.at("f")
    let (_, result) = read("f", FileReader.Limits(whole: 20_000, overlap: 10)) { truncate(path, 1 << 36) }
    #expect(result.bytes < 40 << 20)
    #expect(result.gap?.reason.contains("grew") == true)
  }

  #if os(Linux)
    @Test func `the kernel's own files are read without a gap`() throws {
      var reader = FileReader(root: Array("/proc/self".utf8))
      var text: [UInt8] = []
      let result = reader.read(ListedFile(path: Array("status".utf8))) { chunk, _ in text = Chunk(chunk).bytes }
      #expect(text.starts(with: "Name:".utf8))
      #expect(result.gap == nil)
    }
  #endif

  @Test func `a reader reuses its buffer for files of any size`() throws {
    let sizes = [100_000, 0, 10, 50_000, 3]
    for (index, size) in sizes.enumerated() {
      try folder.write("\(index)", [UInt8](repeating: UInt8(0x61 + index), count: size))
    }
    var reader = FileReader(root: Array(folder.path.utf8))
    for (index, size) in sizes.enumerated() {
      var text: [UInt8] = []
      _ = reader.read(ListedFile(path: Array("\(index)".utf8))) { chunk, _ in text = Chunk(chunk).bytes }
      #expect(text == [UInt8](repeating: UInt8(0x61 + index), count: size))
    }
  }

  @Test func `a slow pipe is read to its end`() throws {
    let pipe = Pipe()
    let writer = pipe.fileHandleForWriting
    let thread = Thread {
      for line in 0..<200 {
        writer.write(Data("line \(line)\n".utf8))
        if line % 50 == 0 { usleep(1_000) }
      }
      try? writer.close()
    }
    thread.start()
    var chunks: [Chunk] = []
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    let result = readStream(OpenStream(descriptor), name: "-", limits: FileReader.Limits()) { chunk, _ in
      chunks.append(Chunk(chunk))
    }
    let expected = (0..<200).map { "line \($0)\n" }.joined()
    #expect(String(decoding: try joined(chunks), as: UTF8.self) == expected)
    #expect(result == FileReader.Result(bytes: expected.utf8.count, encoding: .bytes, gap: nil))
  }
}

extension FileReaderTests.Chunk {
  fileprivate init(_ chunk: TextChunk) {
    self.init(bytes: chunk.bytes.indices.map { chunk.bytes[$0] }, offset: chunk.offset, isLast: chunk.isLast)
  }
}
