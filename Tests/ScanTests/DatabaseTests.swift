import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// Databases of SQLite, which several coding agents keep their sessions in.
struct DatabaseTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Makes `a.db` with Python's module; `tokens` are the texts of `tokens.txt`.
  private func makeDatabase(_ script: String, tokens: Int) throws {
    let texts = (0..<tokens).map { Samples.token(UInt64($0) + 1) }
    try folder.write("tokens.txt", texts.joined(separator: "\n"))
    try folder.write(
      "make.py",
      """
      import gzip, sqlite3
      tokens = open("tokens.txt").read().split()
      database = sqlite3.connect("a.db")
      \(script)
      database.commit()
      database.close()
      """)
    try folder.shell("python3 make.py && rm tokens.txt make.py")
  }

  private func places(_ change: (inout ScanRequest) -> Void = { _ in }) throws -> [String] {
    try folder.scan(change: change).findings.flatMap(\.occurrences).map(\.path).sorted()
  }

  @Test(arguments: [512, 4096, 65_536], ["", " WITHOUT ROWID"])
  func `a value is found wherever its pages cut it`(pageSize: Int, kind: String) throws {
    try makeDatabase(
      """
      database.execute("PRAGMA page_size = \(pageSize)")
      database.execute("CREATE TABLE t (key TEXT PRIMARY KEY, n INTEGER, value TEXT)\(kind)")
      text = "".join("x" * 61 + "\\n" + token + "\\n" for token in tokens)
      database.execute("INSERT INTO t VALUES (?, ?, ?)", ("session:1", 7, text * 3))
      """, tokens: 400)
    let report = try folder.scan()
    #expect(report.findings.count == 400 && report.coverage.complete && report.coverage.leftOut.isEmpty)
    #expect(Set(report.findings.flatMap(\.occurrences).map(\.path)) == ["a.db!session:1"])
    #expect(report.findings.allSatisfy { $0.occurrences.count == 3 })
  }

  @Test func `short rows, deleted rows and names are found in the bytes`() throws {
    try makeDatabase(
      """
      database.execute("CREATE TABLE t (value TEXT)")
      database.execute("PRAGMA secure_delete = OFF")
      for token in tokens: database.execute("INSERT INTO t VALUES (?)", (token,))
      database.commit()
      database.execute("DELETE FROM t WHERE rowid = 2")
      """, tokens: 3)
    #expect(try places() == ["a.db", "a.db", "a.db"])
  }

  @Test func `compressed values are opened`() throws {
    try makeDatabase(
      """
      database.execute("CREATE TABLE threads (id TEXT, data BLOB)")
      database.execute("INSERT INTO threads VALUES (?, ?)", ("one", gzip.compress(tokens[0].encode())))
      long = "".join(chr(33 + i * i * 7919 % 90) for i in range(90000)) + "\\n" + tokens[1]
      database.execute("INSERT INTO threads VALUES (?, ?)", ("two words", gzip.compress(long.encode())))
      """, tokens: 2)
    #expect(try places().map { $0.prefix(8) } == ["a.db!#2!", "a.db!one"])
    #expect(try places { $0.archives.depth = 1 }.isEmpty)
  }

  @Test func `what is no database, or damaged, is searched as bytes`() throws {
    try makeDatabase(
      """
      database.execute("CREATE TABLE t (key TEXT, value TEXT)")
      for token in tokens: database.execute("INSERT INTO t VALUES ('k', ?)", (("y" * 99 + "\\n") * 90 + token,))
      """, tokens: 20)
    let whole = try #require(try folder.bytes("a.db"))
    var generator = SeededGenerator(seed: 7)
    for round in 0..<150 {
      var bytes = round % 3 == 0 ? Array(whole.prefix(Int.random(in: 16..<whole.count, using: &generator))) : whole
      for _ in 0..<(round % 40) {
        bytes[Int.random(in: 16..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      try folder.write("a.db", bytes)
      #expect(try folder.scan().findings.count >= (bytes.count == whole.count ? 10 : 0))
    }
  }

  @Test func `rows that have the same pages do not go on for ever`() throws {
    try makeDatabase(
      """
      database.execute("CREATE TABLE t (value TEXT)")
      database.execute("INSERT INTO t VALUES (?)", ("z" * 100000 + tokens[0],))
      """, tokens: 1)
    var bytes = try #require(try folder.bytes("a.db"))
    // The first page with the rest of the row leads to itself.
    let page = try #require((2..<bytes.count / 4096).first { bytes[($0 - 1) * 4096] == 0 })
    bytes[(page - 1) * 4096 + 3] = UInt8(page)
    try folder.write("a.db", bytes)
    #expect(try places() == ["a.db"])
  }
}
