import FileTestSupport
import Findings
import Foundation
import Scan
import Testing

/// Rules that look at paths alone, in histories.
struct PathHistoryTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("keys/a.p12", [0, 1, 2])
    try folder.write("README", "nothing\n")
    try folder.commitAll()
    try folder.write("keys/a.p12", [0, 1, 3])
    try folder.shell("git commit -q -a -m second && git rm -q -r keys && git commit -q -m gone")
    try folder.write("b.p12", [4])
    try folder.shell("git add b.p12 && git commit -q -m third")
  }

  private func findings(
    path: String, mode: ScanRequest.Mode = .history(branch: nil), extra: String = "",
    change: (inout ScanRequest) -> Void = { _ in }
  ) throws -> [Finding] {
    let rules = "[[rules]]\nid = \"file\"\npath = '''\(path)'''\n\(extra)\n"
    return try folder.scan(rules: rules) {
      $0.mode = mode
      change(&$0)
    }.findings
  }

  @Test func `a file that was committed once is reported with the commit that brought it`() throws {
    let findings = try findings(path: #"(?i)\.(?:p12|pfx)$"#)
    #expect(findings.flatMap(\.occurrences).map(\.path) == ["b.p12", "keys/a.p12"])
    #expect(findings.flatMap(\.occurrences).map(\.inHead) == [true, false])
    #expect(findings.flatMap(\.occurrences).compactMap(\.commit?.subject) == ["third", "all"])
    #expect(findings.flatMap(\.occurrences).map(\.commitCount) == [1, 2])
  }

  @Test func `a regex whose end tells nothing of names is tried on every path`() throws {
    #expect(try findings(path: "^keys/").flatMap(\.occurrences).map(\.path) == ["keys/a.p12"])
    #expect(try findings(path: "^(README|nothing)").flatMap(\.occurrences).map(\.path) == ["README"])
  }

  @Test func `built-in rules for paths are applied, and a branch's own paths alone count`() throws {
    try folder.shell("git checkout -q --orphan other && git rm -q -rf . && git commit -q --allow-empty -m empty")
    let all = try folder.scan(rules: nil) { $0.mode = .history(branch: nil) }
    #expect(all.findings.filter { $0.rule.id == "pkcs12-file" }.count == 2)
    #expect(try folder.scan(rules: nil) { $0.mode = .history(branch: "other") }.findings == [])
  }

  @Test func `allowlists and ignore files hide such a file, and a cache keeps it`() throws {
    let list = "[[rules.allowlists]]\npaths = ['''^keys/''']"
    #expect(try findings(path: #"\.p12$"#, extra: list).flatMap(\.occurrences).map(\.path) == ["b.p12"])
    try folder.write(".leaksiftignore", "b.p12\n")
    #expect(try findings(path: #"\.p12$"#).flatMap(\.occurrences).map(\.path) == ["keys/a.p12"])
    let cache = try TemporaryFolder()
    let request = CacheRequest(folder: cache.path) { path, bytes in
      FileManager.default.createFile(atPath: path, contents: Data(bytes)) ? nil : "not written"
    }
    for _ in 0..<3 {
      let cached = try findings(path: #"\.p12$"#) { $0.cache = request }
      #expect(cached.flatMap(\.occurrences).map(\.path) == ["keys/a.p12"])
    }
  }
}
