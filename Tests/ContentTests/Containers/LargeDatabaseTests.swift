import FileTestSupport
import Findings
import Testing

@testable import Content

/// Databases beyond the bounds of what is compressed or in memory.
struct LargeDatabaseTests {
  private let folder: TemporaryFolder
  /// A database of 66 MB: 65 rows that are spread over pages.
  private let bytes: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    try folder.shell(
      """
      python3 - <<'END'
      import sqlite3
      made = sqlite3.connect("box")
      made.execute("PRAGMA page_size = 65536")
      made.execute("CREATE TABLE t (key TEXT, value TEXT)")
      for row in range(65): made.execute("INSERT INTO t VALUES (?, ?)", (f"row{row}", "x" * 1_020_000 + f"end{row}"))
      made.commit()
      END
      """)
    bytes = try #require(try folder.bytes("box"))
  }

  @Test func `rows are no decompression, whatever they come to`() throws {
    var names: Set<String> = []
    let outcome = ContainerReader(ContainerBounds()).read(bytes, path: Array("box".utf8)) { _, origin in
      names.insert(String(decoding: origin.path, as: UTF8.self))
    }
    #expect(outcome?.gaps == [] && outcome?.leftOut == [])
    #expect(names == Set((0..<65).map { "box!row\($0)" } + ["box"]))
  }

  @Test func `one that is read once is searched as bytes when it is too large for memory`() throws {
    var bounds = ContainerBounds()
    bounds.memory = 8 << 20
    var place = 0
    let input = ForwardInput(head: []) { [bytes] buffer in
      let count = min(buffer.count, bytes.count - place)
      for index in 0..<count { buffer[index] = bytes[place + index] }
      place += count
      return .success(count)
    }
    var last: [UInt8] = []
    let outcome = ContainerReader(bounds).read(.database, input, path: Array("box".utf8)) { chunk, origin in
      #expect(String(decoding: origin.path, as: UTF8.self) == "box")
      if chunk.isLast { last = chunk.bytes.withUnsafeBufferPointer { Array($0) } }
    }
    #expect(outcome.gaps == [] && outcome.leftOut.count == 1 && outcome.bytes == bytes.count)
    #expect(last.suffix(100) == bytes.suffix(100))
  }
}
