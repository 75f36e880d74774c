import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// Files that Git LFS stores are scanned through their pointers, where the repository has them.
struct LargeFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.shell("git init -q; git commit -q --allow-empty -m none")
  }

  /// Puts the file that a script makes as `content` into the local store, and its pointer in a file's place.
  private func store(_ name: String, _ script: String, storage: String = ".git/lfs") throws {
    try folder.shell(
      """
      \(script)
      id=$(sha256sum content | cut -c 1-64); size=$(wc -c <content)
      place=\(storage)/objects/$(echo $id | cut -c 1-2)/$(echo $id | cut -c 3-4)
      mkdir -p $place; mv content $place/$id
      printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%s\\nsize %s\\n' $id $size >\(name)
      git add \(name)
      """)
  }

  private func text(_ seed: UInt64 = 1) -> String { "printf 'one\\n\(Samples.token(seed))\\n' >content" }

  private let modes: [ScanRequest.Mode] = [.files, .since("HEAD~1"), .history(branch: nil)]

  @Test func `a pointer's file is scanned under the pointer's path, wherever the pointer is`() throws {
    try store("big.txt", text())
    try store("box", "printf '\(Samples.token(2))\\n' >a.txt; python3 -m zipfile -c content a.txt; rm a.txt")
    let places = [
      Place(path: "big.txt", line: 2, column: 1), Place(path: "box!a.txt", line: 1, column: 1),
    ]
    #expect(try folder.scan { $0.mode = .staged }.places == places)
    try folder.shell("git commit -q -m 1")
    for mode in modes {
      let report = try folder.scan { $0.mode = mode }
      #expect(report.places == places, "\(mode)")
      #expect(report.coverage.complete)
      #expect(report.coverage.bytes > 70, "\(mode): \(report.coverage.bytes)")
    }
    try folder.shell("git rm -q big.txt box; git commit -q -m 2")
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    #expect(report.findings.flatMap(\.occurrences).map { $0.commit?.subject } == ["1", "1"])
    #expect(try folder.scan { ($0.mode, $0.archives.depth) = (.history(branch: nil), 0) }.places == [])
  }

  @Test func `a file that the store does not have is left out`() throws {
    try store("big.txt", text())
    try store("other.txt", text(2))
    try folder.shell("rm -r .git/lfs; git commit -q -m 1")
    for mode in modes {
      let report = try folder.scan { $0.mode = mode }
      #expect(report.coverage.complete)
      #expect(report.coverage.leftOut.map(\.path) == ["big.txt", "other.txt"])
      #expect(Set(report.coverage.leftOut.map(\.reason)).count == 1)
      let strict = try folder.scan { ($0.mode, $0.archives.isStrict) = (mode, true) }
      #expect(strict.coverage.gaps.map(\.path) == ["big.txt", "other.txt"])
    }
    try folder.shell("rm -rf .git")
    #expect(try folder.scan().coverage.leftOut.map(\.path) == ["big.txt", "other.txt"])
  }

  @Test(arguments: [("printf x >>$f", "bytes"), ("printf x | dd of=$f conv=notrunc status=none", "hash")])
  func `a file that is not the pointer's is a gap`(damage: String, word: String) throws {
    try store("big.txt", text())
    try folder.shell("f=$(find .git/lfs -type f); \(damage); git commit -q -m 1")
    for mode in modes {
      let gaps = try folder.scan { $0.mode = mode }.coverage.gaps
      #expect(gaps.map(\.path) == ["big.txt"], "\(mode)")
      #expect(gaps.allSatisfy { $0.reason.contains(word) }, "\(gaps)")
    }
  }

  @Test(arguments: [
    "rm .git/HEAD", ": >.git/HEAD", "echo x >.git/HEAD", "rm .git/config; mkdir .git/config", "rm -r .git/objects",
    "rm -r .git/refs", "git config extensions.objectformat sha999", "rm -r .git; echo x >.git",
    "rm -r .git; echo 'gitdir: /missing' >.git",
  ])
  func `where the repository is damaged the file is a gap`(damage: String) throws {
    try store("big.txt", text())
    // The sound repository around it does not have the file.
    try folder.shell(
      """
      git config core.repositoryformatversion 1; mkdir inner; mv .git big.txt inner; git init -q
      cd inner; \(damage)
      """)
    for ignored in [false, true] {
      let gaps = try folder.scan("inner") { $0.includeIgnored = ignored }.coverage.gaps
      let ofFile = gaps.filter { $0.path.hasSuffix("big.txt") }
      #expect(ofFile.count == 1, "\(gaps)")
      #expect(ofFile.allSatisfy { $0.reason.contains("its repository cannot be opened: ") }, "\(gaps)")
    }
  }

  @Test func `lfs.storage says where the files are, else an alternate has them`() throws {
    try store("moved.txt", text(), storage: ".git/elsewhere")
    try store("borrowed.txt", text(2), storage: "other/.git/lfs")
    try folder.shell(
      """
      git commit -q -m 1; git config lfs.storage elsewhere
      git init -q other; echo "$PWD/other/.git/objects" >.git/objects/info/alternates
      """)
    for mode in modes {
      #expect(try folder.scan { $0.mode = mode }.places.map(\.path) == ["borrowed.txt", "moved.txt"])
    }
  }

  @Test func `a linked work tree has the files of its repository`() throws {
    try store("big.txt", text())
    try folder.shell("git commit -q -m 1; git worktree add -q linked HEAD")
    #expect(try folder.scan("linked").places.map(\.path) == ["big.txt"])
  }

  @Test func `a file that moves into Git LFS brings nothing new`() throws {
    try folder.shell("\(text()); mv content big.txt; git add .; git commit -q -m 1")
    try store("big.txt", text())
    #expect(try folder.scan { $0.mode = .staged }.places == [])
    try store("big.txt", "printf 'two\\n\(Samples.token(2))\\n' >content")
    #expect(try folder.scan { $0.mode = .staged }.places.map(\.path) == ["big.txt"])
  }
}
