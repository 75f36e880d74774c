import FileTestSupport
import Findings
import GitObjects
import Rules
import Testing

@testable import Scan

/// Baselines of leaksift and of its peers.
struct BaselineTests {
  let project: Project
  let secret = "demo_" + Project.random()

  init() throws {
    project = try Project()
    try project.folder.write("src/a.txt", "one\nkey = '\(secret)'\n")
  }

  private var path: String { project.folder.at("base") }

  /// Counts with a baseline of the given text.
  private func counts(_ text: String) throws -> [Int] {
    try project.folder.write("base", text)
    return try project.counts {
      $0.baseline = path
      $0.excludedFiles = [path]
    }
  }

  private func made() throws -> Baseline {
    var baseline = Baseline(mode: "files")
    for finding in try project.scan().findings { baseline.add(baseline.entry(for: finding)) }
    return baseline
  }

  private func error(_ text: String) throws -> String {
    try project.folder.write("base", text)
    let error = try #require(throws: ScanError.self) { _ = try project.scan { $0.baseline = path } }
    return error.description.replacing(path, with: "base")
  }

  // MARK: - leaksift's own

  @Test func `it hides what it holds, moved and renamed, and nothing new`() throws {
    let text = try made().text
    #expect(try counts(text) == [0, 1])
    try project.folder.shell("mkdir lib && mv src/a.txt lib/b.txt && sed -i '1i moved' lib/b.txt")
    #expect(try counts(text) == [0, 1])
    try project.folder.write("lib/b.txt", "key = 'demo_\(Project.random())'\n")
    #expect(try counts(text) == [1, 0])
  }

  @Test func `it holds no secret, line or time, and a salt of its own`() throws {
    let (first, second) = (try made(), try made())
    #expect(!first.text.contains(secret))
    #expect(first.salt != second.salt)
    #expect(first.entries[0].id != second.entries[0].id)
    #expect(first.text.split(separator: "\n").count == 2)
    #expect(first.text.hasSuffix(#""rule":"demo-token","path":"src/a.txt"}"# + "\n"))
  }

  @Test func `it comes back from its text`() throws {
    var baseline = try made()
    for number in 0..<50 {
      let id = Fingerprint(rule: "x", secret: [UInt8(number)], key: baseline.salt)
      baseline.add(.init(id: id, rule: "x", path: "a\"\\\n\u{7}\u{2028}é😀", status: .real, reason: "\(number)"))
    }
    #expect(baseline.entries.map(\.id) == baseline.entries.map(\.id).sorted())
    let read = try BaselineFile(name: "base", text: Array(baseline.text.utf8))
    #expect(read.own == baseline)
    #expect(read.entries.map(\.line) == Array(2...52))
  }

  @Test func `a union merge of two branches reads as one`() throws {
    var left = try made()
    var right = left
    left.add(.init(id: Fingerprint(value: 1), rule: "x", path: "l"))
    right.judge(right.entries[0].id, as: .accepted, reason: "test")
    let joined = left.text + right.text.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
    let own = try #require(try BaselineFile(name: "base", text: Array(joined.utf8)).own)
    #expect(own.entries.count == 2)
    #expect(own.entries.contains { $0.status == .accepted && $0.path == "src/a.txt" })
  }

  @Test func `stale and real entries are told`() throws {
    var baseline = try made()
    baseline.judge(baseline.entries[0].id, as: .real, reason: nil)
    baseline.add(.init(id: Fingerprint(value: 1), rule: "x", path: "gone"))
    try project.folder.write("base", baseline.text)
    let report = try project.scan { $0.baseline = path }
    #expect(report.staleSuppressions.count == 1)
    #expect(report.coverage.notes.contains { $0.contains("1 of 2 entries") })
    #expect(report.coverage.notes.contains { $0.hasSuffix("1 hidden finding is marked real: revoke them") })
    #expect(report.suppressed.first?.suppression?.reason == "real")
    #expect(report.suppressed.first?.suppression?.place == path + (baseline.entries[0].id.value == 1 ? ":3" : ":2"))
  }

  // MARK: - Rules that took over

  /// The project's rules, in which the demo token is found by a rule of another id.
  private func rules(_ id: String, _ keys: String, and former: String = "") -> String {
    Project.rules.replacing("id = \"demo-token\"", with: "id = \"\(id)\"\n\(keys)") + former
  }

  @Test(arguments: [
    // The former rule is gone, is outranked, or is named by the new one.
    ("new-token", "", "", [0, 1]), ("demo-token", "", "old-generic", [0, 1]),
    ("new-token", "formerly = [\"demo-two\", \"old-token\"]", "old-token", [0, 1]),
    // Both are there and as specific.
    ("new-token", "", "old-token", [1, 0]),
  ])
  func `what was accepted stays accepted when another rule finds it`(
    id: String, keys: String, former: String, expected: [Int]
  ) throws {
    let old = former.isEmpty ? "demo-token" : former
    try project.folder.write(".leaksift.toml", rules(old, ""))
    let text = try made().text
    let generic = "[[rules]]\nid = \"\(former)\"\nregex = 'never_[a-z]{9}'\nkeywords = [\"never_\"]\n"
    try project.folder.write(".leaksift.toml", rules(id, keys, and: former.isEmpty ? "" : generic))
    #expect(try counts(text) == expected)
    try project.folder.write("src/a.txt", "key = 'demo_\(Project.random())'\n")
    #expect(try counts(text) == [1, 0])
  }

  @Test func `fingerprints in an ignore file and in a report stay valid for a rule that names its former id`() throws {
    let report = try project.scan()
    let fingerprint = try #require(report.findings.first?.fingerprint)
    try project.folder.write(".leaksift.toml", rules("new-token", "formerly = [\"demo-token\"]"))
    #expect(try project.scan().findings.first?.fingerprint != fingerprint)
    #expect(try counts(#"{"findings": [{"fingerprint": "\#(fingerprint)"}]}"#) == [0, 1])
    try project.folder.write(".leaksiftignore", "\(fingerprint) reason=\"old\"\n")
    #expect(try project.counts() == [0, 1])
    try project.folder.write(".leaksift.toml", rules("new-token", ""))
    #expect(try project.counts() == [1, 0])
  }

  @Test func `a fingerprint of a scored rule stays valid for the rule that takes over from it`() throws {
    try project.folder.write(".leaksift.toml", rules("demo-token", "scored = true"))
    let value = String(secret.dropFirst(5))
    let fingerprint = Fingerprint(rule: "demo-token", secret: Array(value.utf8), key: Array("leaksift".utf8))
    let scored = "[[rules]]\nid = \"demo-token\"\nregex = 'never_[a-z]{9}'\nkeywords = [\"never_\"]\nscored = true\n"
    try project.folder.write(".leaksift.toml", rules("new-token", "", and: scored))
    try project.folder.write(".leaksiftignore", "\(fingerprint)\n")
    #expect(try project.counts() == [0, 1])
  }

  // MARK: - Peers'

  private func report(rule: String = "demo-token", file: String = "src/a.txt", secret: String, line: Int = 2) -> String
  {
    #"[{"RuleID": "\#(rule)", "File": "\#(file)", "Secret": "\#(secret)", "StartLine": \#(line), "Commit": "abc"}]"#
  }

  @Test func `a peer's report hides by rule, file and secret`() throws {
    let value = String(secret.dropFirst(5))
    #expect(try counts(report(secret: value, line: 99)) == [0, 1])
    #expect(try counts(report(rule: "rule-of-a-peer", secret: value)) == [0, 1])
    #expect(try counts(report(file: "/home/me/repo/src/a.txt", secret: value)) == [0, 1])
    #expect(try counts(report(rule: "other-token", secret: value)) == [1, 0])
    #expect(try counts(report(file: "src/b.txt", secret: value)) == [1, 0])
    #expect(try counts(report(secret: value + "x")) == [1, 0])
    #expect(try counts(#"[{"rule_id": "demo-token", "file": "src/a.txt", "secret": "\#(value)"}]"#) == [0, 1])
    #expect(try counts("[]") == [1, 0])
  }

  @Test(arguments: ["REDACTED", "demo...", "demo********"])
  func `a masked report hides by place`(masked: String) throws {
    #expect(try counts(report(secret: masked)) == [0, 1])
    #expect(try counts(report(secret: masked, line: 3)) == [1, 0])
  }

  @Test func `a detect-secrets baseline hides by file and hash`() throws {
    let hash = sha1(of: Array(secret.dropFirst(5).utf8)).map { String(UInt16($0) + 256, radix: 16).dropFirst() }
      .joined()
    func text(_ file: String, _ hash: String) -> String {
      #"{"version": "1.5.0", "results": {"\#(file)": [{"type": "Secret Keyword", "hashed_secret": "\#(hash)", "is_secret": false}]}}"#
    }
    #expect(try counts(text("src/a.txt", hash)) == [0, 1])
    #expect(try counts(text("src/b.txt", hash)) == [1, 0])
    #expect(try counts(text("src/a.txt", String(hash.reversed()))) == [1, 0])
  }

  @Test(arguments: [
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"), ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    (String(repeating: "a", count: 1_000), "291e9a6c66994949b57ba5e650361e98fc36b1ba"),
  ])
  func `SHA-1 gives the digests of FIPS 180`(text: String, hexadecimal: String) {
    let digest = sha1(of: Array(text.utf8)).map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
    #expect(digest == hexadecimal)
  }

  // MARK: - Broken files

  @Test func `a broken baseline names file, line and mend`() throws {
    let good = try made().text
    #expect(try error("[\n{,}]").hasPrefix("base:2: not valid JSON; give"))
    #expect(try error("").hasPrefix("base:1: not valid JSON"))
    #expect(try error("{}").hasPrefix("base:1: no baseline that is known"))
    #expect(try error("[{}]").contains("its finding number 1 lacks `RuleID`"))
    #expect(try error(good + "<<<<<<< HEAD\n").hasPrefix("base:3: a merge conflict is left"))
    #expect(try error(good + "{\"id\":\"x\"}\n").hasPrefix("base:3: `id` must be 16"))
    #expect(try error(#"{"leaksift-baseline":2,"salt":""}"#).contains("use a newer leaksift"))
    #expect(try error(#"{"leaksift-baseline":1,"salt":"zz"}"#).contains("base:1: `salt` must be 32"))
    try project.folder.shell("rm base")
    let missing = try #require(throws: ScanError.self) { _ = try project.scan { $0.baseline = path } }
    #expect(missing.description.contains("does not exist; make it with"))
  }

  @Test func `no text makes the reader fail in another way than with a message`() throws {
    var generator = SeededGenerator(seed: 11)
    let seeds = [try made().text, report(secret: "x"), #"{"results":{"a":[{"hashed_secret":"00"}]}}"#].map {
      Array($0.utf8)
    }
    for round in 0..<3_000 {
      var text = seeds[round % seeds.count]
      for _ in 0..<Int.random(in: 1...6, using: &generator) where !text.isEmpty {
        let place = Int.random(in: text.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: text.remove(at: place)
        case 1: text[place] = UInt8.random(in: 0...255, using: &generator)
        default: text.insert(contentsOf: text[place...].prefix(20), at: place)
        }
      }
      do throws(ScanError) { _ = try BaselineFile(name: "base", text: text) } catch {
        #expect(error.description.hasPrefix("base:"))
      }
    }
  }
}
