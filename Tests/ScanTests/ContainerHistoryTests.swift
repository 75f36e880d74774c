import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// Containers of commits: what is in them has the commits of their paths.
struct ContainerHistoryTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.shell("git init -q")
  }

  /// Writes a zip; commits it unless it is only staged.
  private func zip(_ members: [String: String], message: String? = "change") throws {
    let writes = members.sorted { $0.key < $1.key }.map { "z.writestr('\($0.key)', '''\($0.value)''')" }
    try folder.write(
      "make.py", "import zipfile\nwith zipfile.ZipFile('box.zip', 'w', 8) as z: \(writes.joined(separator: "; "))\n")
    try folder.shell("python3 make.py; rm make.py; git add .")
    if let message { try folder.shell("git commit -q -m '\(message)'") }
  }

  @Test func `a secret in a container has the oldest commit and whether it is in HEAD`() throws {
    try zip(["a.txt": Samples.token(1)], message: "first")
    try zip(["a.txt": Samples.token(1), "b.txt": Samples.token(2)], message: "second")
    try zip(["b.txt": Samples.token(2)], message: "third")
    try folder.shell("git rm -q box.zip; git commit -q -m last")
    for isFull in [false, true] {
      let report = try folder.scan {
        $0.mode = .history(branch: nil)
        $0.scansInFull = isFull
      }
      #expect(report.coverage.complete)
      let found = report.findings.flatMap(\.occurrences)
      #expect(Set(found.map(\.path)) == ["box.zip!a.txt", "box.zip!b.txt"])
      #expect(Set(found.map { $0.commit?.subject }) == ["first", "second"])
      #expect(found.allSatisfy { $0.inHead == false && $0.commitCount == 2 })
    }
  }

  @Test func `only what a member has that no former version has is new`() throws {
    try zip(["a.txt": Samples.token(1), "b.txt": Samples.token(2)])
    try zip(["a.txt": Samples.token(1), "b.txt": "x\n" + Samples.token(2), "c.txt": Samples.token(3)], message: nil)
    let staged = try folder.scan { $0.mode = .staged }
    #expect(staged.places.map(\.path) == ["box.zip!b.txt", "box.zip!c.txt"])
    try folder.shell("git commit -q -m more")
    #expect(try folder.scan { $0.mode = .since("HEAD~1") }.places == staged.places)
    // A new name alone makes nothing new.
    try folder.shell("git mv box.zip other.zip")
    #expect(try folder.scan { $0.mode = .staged }.places == [])
  }

  @Test func `a damaged container of a history is a gap that its blob names`() throws {
    try folder.write("a.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1])
    try folder.shell("git add .; git commit -q -m 1; git rm -q a.gz; git commit -q -m 2")
    let blob = try folder.shell("git rev-parse HEAD~1:a.gz").split(separator: "\n")[0]
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    #expect(report.coverage.gaps.map(\.path) == ["a.gz"])
    #expect(report.coverage.gaps.allSatisfy { $0.reason.hasSuffix("in blob \(blob)") })
  }
}
