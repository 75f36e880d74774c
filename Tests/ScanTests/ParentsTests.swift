import FileTestSupport
import Findings
import Scan
import Testing

/// What a former version had under another name, or a side of a merge has, is not new.
struct ParentsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.shell("git init -q -b main .")
    try folder.write("lib/a.txt", "one\ntwo\nthree\n\(Samples.token(1))\n")
    try folder.write("lib/b.txt", "b\n\(Samples.token(2))\n")
    try commit()
  }

  private func commit() throws {
    try folder.shell("git add -A && git commit -q -m change")
  }

  /// Where a staged change has findings, and then where the commit of the same change has some.
  private func places() throws -> [[String]] {
    try folder.shell("git add -A")
    let staged = try folder.scan { $0.mode = .staged }
    try folder.shell("git commit -q -m change")
    let range = try folder.scan { $0.mode = .since("HEAD^") }
    return [staged, range].map { $0.places.map { "\($0.path):\($0.line)" } }
  }

  @Test func `a renamed file is not new`() throws {
    try folder.shell("git mv lib/a.txt other.txt")
    #expect(try places() == [[], []])
  }

  @Test func `a renamed folder is not new`() throws {
    try folder.shell("git mv lib src")
    #expect(try places() == [[], []])
  }

  @Test func `of a renamed file its new lines count`() throws {
    try folder.shell("git mv lib/a.txt other.txt")
    try folder.write("other.txt", "one\ntwo\nthree\n\(Samples.token(1))\n\(Samples.token(3))\n")
    #expect(try places() == [["other.txt:5"], ["other.txt:5"]])
  }

  @Test func `a copy is new`() throws {
    try folder.shell("cp lib/a.txt copy.txt")
    #expect(try places() == [["copy.txt:4"], ["copy.txt:4"]])
  }

  @Test func `a rename in the same commit as a leak elsewhere hides nothing`() throws {
    try folder.shell("git mv lib/a.txt other.txt")
    try folder.write("new.txt", "\(Samples.token(4))\n")
    #expect(try places() == [["new.txt:1"], ["new.txt:1"]])
  }

  @Test func `settings of git for renames change nothing`() throws {
    try folder.shell("git config diff.renames false && git config diff.renameLimit 0 && git mv lib src")
    try folder.write("src/b.txt", "b\nb\n\(Samples.token(2))\n")
    #expect(try places() == [[], []])
  }

  @Test func `an environment file that only moved is not new, one that was another file is`() throws {
    try folder.write(".env", "API_KEY=\(Samples.random())\n")
    try folder.write("settings", "OTHER_KEY=\(Samples.random(seed: 2))\nMODE=production\n")
    try commit()
    try folder.shell("mkdir app && git mv .env app/.env && git mv settings .env.production")
    let staged = try folder.scan { $0.mode = .staged }
    #expect(
      staged.findings.filter { $0.rule.id == "dotenv-committed" }.flatMap(\.occurrences).map(\.path) == [
        ".env.production"
      ])
  }

  // MARK: - Merges

  /// Branches that each bring a leak, and one of them renames a file.
  private func branches(_ names: [String]) throws {
    for (index, name) in names.enumerated() {
      try folder.shell("git checkout -q -b \(name) main")
      try folder.write("\(name).txt", "\(Samples.token(UInt64(10 + index)))\n")
      try commit()
    }
    try folder.shell("git checkout -q main")
    try folder.write("main.txt", "m\n")
    try commit()
  }

  @Test(arguments: [["side"], ["left", "right"]])
  func `in a merge only what no parent has is new`(_ names: [String]) throws {
    try branches(names)
    try folder.shell("git merge -q --no-commit --no-ff \(names.joined(separator: " "))")
    try folder.write("lib/b.txt", "b\n\(Samples.token(2))\n\(Samples.token(5))\n")
    #expect(try places()[0] == ["lib/b.txt:3"])
    #expect(try folder.shell("git rev-list --parents -1 HEAD").split(separator: " ").count == names.count + 2)
    let merged = try folder.scan { $0.mode = .range("HEAD^..HEAD") }
    #expect(merged.places.filter { $0.path == "lib/b.txt" }.map(\.line) == [3])
  }

  @Test func `in a merge a file that one side renamed and the other changed is compared with both`() throws {
    try folder.shell(
      "git checkout -q -b side && git mv lib/a.txt moved.txt && git commit -q -m move && git checkout -q main")
    try folder.write("lib/a.txt", "one\ntwo\nthree\n\(Samples.token(1))\n\(Samples.token(6))\n")
    try commit()
    try folder.shell("git merge -q --no-commit --no-ff side")
    #expect(try places() == [[], []])
  }

  @Test func `what a cherry-pick brings is new`() throws {
    try branches(["side"])
    try folder.shell("git cherry-pick --no-commit side && git rev-parse side >.git/CHERRY_PICK_HEAD")
    #expect(try places() == [["side.txt:1"], ["side.txt:1"]])
  }

  @Test func `without the contents to compare renamed files count as new, and a note says so`() throws {
    try folder.shell("git mv lib/a.txt other.txt")
    try folder.write("other.txt", "one\ntwo\nthree\nfour\n\(Samples.token(1))\n")
    let blob = try folder.shell("git rev-parse HEAD:lib/a.txt").prefix { $0 != "\n" }
    try folder.shell("git add -A && rm -f .git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
    let report = try folder.scan { $0.mode = .staged }
    #expect(report.places.map(\.path) == ["other.txt"])
    #expect(report.coverage.notes.contains { $0.hasPrefix("renamed files count as new") })
  }
}
