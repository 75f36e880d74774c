import FileTestSupport
import Findings
import Rules
import Testing

@testable import Scan

/// History scans that remember what holds nothing report the same as scans that do not.
struct HistoryCacheTests {
  private let folder: TemporaryFolder
  private let caches: TemporaryFolder
  private let scans: CachedScans

  init() throws {
    scans = try CachedScans()
    folder = scans.folder
    caches = scans.caches
  }

  /// Commits versions of some files, of which one holds secrets now and then.
  private func makeHistory(_ options: String = "", versions: Range<Int> = 0..<30) throws {
    if versions.lowerBound == 0 { try folder.shell("git init -q \(options) -b main .") }
    for version in versions {
      for name in ["a", "b", "c"] {
        var lines = (0..<200).map { "line \($0) of \(name), which git packs as a chain of deltas" }
        for change in 0...version { lines[(change * 37) % lines.count] = "value \(change) of \(name)" }
        if name == "b", version % 3 == 0 { lines[version] = "k = \(Samples.token(UInt64(version % 4)))" }
        try folder.write(name, lines.joined(separator: "\n"))
      }
      let message = version % 10 == 9 ? Samples.token(77) : "version \(version)"
      let date = "\(1_700_000_000 + version) +0000"
      try folder.shell(
        "git add -A && GIT_AUTHOR_DATE='\(date)' GIT_COMMITTER_DATE='\(date)' git commit -q -m '\(message)'")
    }
  }

  // MARK: - The same report

  @Test(arguments: ["", "--object-format=sha256"])
  func `a second scan looks at little and reports the same`(options: String) throws {
    try makeHistory(options)
    #expect(try scans.compare() == [])
    let loose = try #require(try scans.compare().first)
    // 90 versions, of which 10 hold a secret.
    #expect(loose == "80 of 90 blobs were known from the cache")
    let before = try scans.cacheFile().bytes
    try folder.shell("git gc -q --aggressive --prune=now")
    let packed = try #require(try scans.compare().first)
    #expect(packed.hasSuffix(" of 90 blobs were known from the cache") && packed != loose)
    #expect(try scans.cacheFile().bytes == before)
  }

  @Test func `new commits are looked at, in packs whose deltas have known bases too`() throws {
    try makeHistory(versions: 0..<20)
    try folder.shell("git gc -q --aggressive --prune=now")
    try scans.compare()
    try makeHistory(versions: 20..<30)
    try scans.compare()
    for arguments in ["-f --depth=50", "-f --depth=1", "-f --window=2"] {
      try folder.shell("git repack -q -a -d \(arguments)")
      #expect(try scans.compare().count == 1)
      #expect(try scans.compare().count == 1)
    }
  }

  @Test func `other rules make another cache`() throws {
    try makeHistory()
    let wide = Samples.tokenRule.replacing("{32}", with: "{30,}")
    try scans.compare()
    for rules in [wide, Samples.tokenRule, nil, wide] {
      let notes = try scans.compare(rules: rules)
      #expect(notes.contains { $0.contains("with other rules and was not used") }, "\(notes)")
      #expect(try scans.compare(rules: rules).contains { $0.contains("known from the cache") })
    }
  }

  @Test func `objects that left the repository leave the cache`() throws {
    try makeHistory()
    try scans.compare()
    let before = try scans.cacheFile().bytes.count
    try folder.shell("git reset -q --hard HEAD~20 && git reflog expire --expire=now --all && git gc -q --prune=now")
    try scans.compare()
    #expect(try scans.cacheFile().bytes.count < before)
  }

  @Test func `what is damaged since is reported all the same`() throws {
    try makeHistory()
    try folder.shell("git gc -q --aggressive --prune=now && chmod -R u+w .git/objects")
    try scans.compare()
    let pack = String(try folder.shell("ls .git/objects/pack/*.pack").prefix { $0 != "\n" })
    let intact = try #require(try folder.bytes(pack))
    var generator = SeededGenerator(seed: 3)
    var gaps = 0
    for _ in 0..<12 {
      var damaged = intact
      damaged[Int.random(in: 12..<damaged.count - 20, using: &generator)] ^= 0x55
      try folder.write(pack, damaged)
      let saved = try scans.cacheFile()
      let plain = try scans.report(cached: false).report
      #expect(try scans.report(cached: true).report == plain)
      gaps += plain.coverage.gaps.count
      try caches.write(saved.name, saved.bytes)
    }
    #expect(gaps > 0)
  }

  @Test(arguments: ["HEAD~3", "HEAD~3^{tree}", "HEAD~3:a"])
  func `a known loose object that has another's content now is reported`(object: String) throws {
    try makeHistory(versions: 0..<6)
    try scans.compare()
    let objects = [object, object.replacing("~3", with: "~2")]
    let files = try objects.map { object in
      let id = String(try folder.shell("git rev-parse '\(object)'").prefix { $0 != "\n" })
      return ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    }
    try folder.shell("cp -f \(files[1]) \(files[0])")
    try scans.compare()
    #expect(try scans.report(cached: true).report.coverage.gaps.count > 0)
  }

  @Test(arguments: ["HEAD~3", "HEAD~3^{tree}", "HEAD~3:b"], [true, false])
  func `what was missing and is back is looked at again`(object: String, wasKnown: Bool) throws {
    try makeHistory(versions: 0..<12)
    if wasKnown { try scans.compare() }
    let id = String(try folder.shell("git rev-parse '\(object)'").prefix { $0 != "\n" })
    let file = ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    try folder.shell("mv \(file) kept")
    for _ in 0..<2 { try scans.compare() }
    #expect(try scans.report(cached: true).report.coverage.gaps.count > 0)
    try folder.shell("mv kept \(file)")
    for _ in 0..<2 { try scans.compare() }
    #expect(try scans.report(cached: true).report.coverage.gaps == [])
  }

  @Test func `blobs that a rule gave up on are tried again`() throws {
    let runaway = """
      [[rules]]
      id = "runaway"
      description = "Takes for ever on a long run."
      regex = '''start(?:a|aa|aaa)+(?:a|aa)+(?:a|aaa)+[0-9]'''
      keywords = ["start"]
      """
    try folder.shell("git init -q -b main .")
    for version in 0..<4 {
      try folder.write("a", "start" + String(repeating: "a", count: 4000) + "\n" + "line \(version)\n")
      try folder.shell("git add -A && git commit -q -m \(version)")
    }
    try folder.shell("git gc -q --aggressive --prune=now")
    let first = try scans.report(cached: true, rules: runaway)
    #expect(first.report.coverage.gaps.count > 0)
    #expect(try scans.report(cached: true, rules: runaway).report == first.report)
    #expect(try scans.report(cached: false, rules: runaway).report == first.report)
  }

  // MARK: - The file

  @Test func `a damaged cache is not used and is replaced`() throws {
    try makeHistory(versions: 0..<5)
    try scans.compare()
    let (name, intact) = try scans.cacheFile()
    var generator = SeededGenerator(seed: 9)
    var broken: [[UInt8]] = [[], Array("something else\n".utf8), intact + [0], Array(intact.dropLast())]
    for _ in 0..<20 {
      var bytes = intact
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
      broken.append(bytes)
      broken.append(Array(intact.prefix(Int.random(in: 0..<intact.count, using: &generator))))
    }
    for bytes in broken {
      try caches.write(name, bytes)
      #expect(try scans.compare() == ["the cache \(caches.at(name)) is damaged and was not used"])
      #expect(try scans.cacheFile().bytes == intact)
    }
  }

  @Test func `the cache of a repository with other ids is not used`() throws {
    try makeHistory(versions: 0..<5)
    try scans.compare()
    let saved = try scans.cacheFile()
    try folder.shell("rm -rf .git a b c")
    try makeHistory("--object-format=sha256", versions: 0..<5)
    #expect(try scans.compare().count == 1)
    #expect(try scans.cacheFile().name == saved.name)
  }

  @Test func `a cache holds no secret and no blob with one`() throws {
    try makeHistory()
    try scans.compare()
    let bytes = try scans.cacheFile().bytes
    for seed in [0, 1, 2, 3, 77] as [UInt64] {
      #expect(!bytes.contains(Array(Samples.token(seed).utf8)))
      #expect(!bytes.contains(Array(Samples.random(seed: seed).utf8.prefix(6))))
    }
    let guilty = try folder.shell("for v in $(seq 0 3 29); do git rev-parse HEAD~$((29 - v)):b; done")
    for id in guilty.split(separator: "\n") {
      let raw = stride(from: 0, to: id.count, by: 2).compactMap { UInt8(id.dropFirst($0).prefix(2), radix: 16) }
      #expect(raw.count == 20 && !bytes.contains(raw))
    }
  }

  @Test func `a cache that cannot be written is told of and changes nothing`() throws {
    try makeHistory(versions: 0..<5)
    let plain = try scans.report(cached: false).report
    let report = try folder.scan {
      $0.mode = .history(branch: nil)
      $0.cache = CacheRequest(folder: "/nowhere") { _, _ in "no room" }
    }
    #expect(report.findings == plain.findings)
    #expect(report.coverage.notes == ["the cache was not written: no room"])
  }

  @Test func `each repository has a file of its own`() throws {
    for (number, name) in ["one", "two"].enumerated() {
      try folder.write("\(name)/a", "a\(number)\n")
      try folder.commitAll(in: name)
    }
    _ = try scans.report(cached: true)
    #expect(try caches.shell("ls").split(separator: "\n").count == 2)
  }
}
