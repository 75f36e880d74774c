import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// Git bundles are scanned as repositories.
struct BundleTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("r/in/a.txt", "one\n\(Samples.token(1))\n")
    try folder.write("r/big.txt", (0..<3_000).map { "line \($0 * 7_919 % 3_001)\n" }.joined())
    try folder.shell(
      """
      git init -q -b main .; git add .; git commit -q -m first
      for n in 1 2 3 4 5 6; do echo "more $n" >>big.txt; git commit -q -a -m "change $n"; done
      sed -i '9s/.*/\(Samples.token(2))/' big.txt; git commit -q -a -m second
      git rm -q -r in; git commit -q -m last; git gc -q --aggressive
      """, in: "r")
  }

  private func bundle(_ arguments: String = "HEAD --all", options: String = "") throws {
    try folder.shell("git \(options) bundle create -q ../x.bundle \(arguments)", in: "r")
  }

  private let places = [
    Place(path: "x.bundle!big.txt", line: 9, column: 1), Place(path: "x.bundle!in/a.txt", line: 2, column: 1),
  ]

  @Test(arguments: [1, 2]) func `secrets of every commit are found, with commit, author and path`(workers: Int) throws {
    try bundle()
    try folder.shell("rm -rf r")
    let report = try folder.scan(workers: workers)
    #expect(report.coverage.gaps == [])
    #expect(report.coverage.commits == 9)
    #expect(report.places == places)
    let commits = report.findings.flatMap(\.occurrences).sorted { $0.path < $1.path }
    #expect(commits.map { $0.commit?.subject } == ["second", "first"])
    #expect(commits.map { $0.commit?.author } == ["Test", "Test"])
    #expect(commits.map(\.inHead) == [true, false])
    let named = try folder.scan("x.bundle", workers: workers).places.map(\.path)
    #expect(named == places.map { folder.at($0.path) })
    #expect(try folder.scan(workers: workers) { $0.archives.depth = 0 }.places == [])
  }

  @Test func `a bundle in a staged change, a range or a history is scanned as well`() throws {
    try bundle()
    try folder.shell("rm -rf r; git init -q; git commit -q --allow-empty -m none; git add .")
    #expect(try folder.scan { $0.mode = .staged }.places == places)
    try folder.shell("git commit -q -m 1")
    #expect(try folder.scan { $0.mode = .since("HEAD~1") }.places == places)
    try folder.shell("git rm -q x.bundle; git commit -q -m 2")
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    #expect(report.places == places)
    #expect(report.coverage.complete)
  }

  @Test func `a bundle that needs commits which it does not have is scanned for the others`() throws {
    try bundle("HEAD~2..main")
    try folder.shell("rm -rf r")
    let report = try folder.scan()
    // Deltas of what its prerequisite has cannot be read; or they are none, and what is missing is left out.
    #expect(!report.coverage.gaps.isEmpty || report.places.map(\.path) == ["x.bundle!big.txt"])
    #expect(report.coverage.leftOut.map(\.path) == ["x.bundle"])
  }

  @Test func `deltas that name their bases are read`() throws {
    try folder.shell(
      """
      git rev-list --objects --all | git pack-objects -q --stdout --no-reuse-delta >../pack
      (printf '# v2 git bundle\\n'; git for-each-ref --format '%(objectname) %(refname)'; echo; cat ../pack) >../x.bundle
      rm ../pack
      """, in: "r")
    try folder.shell("rm -rf r")
    let report = try folder.scan()
    #expect(report.places == places)
    #expect(report.coverage.gaps == [])
  }

  @Test func `objects named by SHA-256 are read`() throws {
    try folder.shell(
      """
      git init -q --object-format=sha256 s; cd s; echo '\(Samples.token(3))' >a; git add a; git commit -q -m 1
      git bundle create -q ../y.bundle HEAD --all; cd ..; rm -rf r s
      """)
    let report = try folder.scan()
    #expect(report.places == [Place(path: "y.bundle!a", line: 1, column: 1)])
    #expect(report.coverage.gaps == [])
  }

  @Test func `damage is a gap wherever it is`() throws {
    try bundle()
    let whole = try #require(try folder.bytes("x.bundle"))
    try folder.shell("rm -rf r")
    // Nothing shows that the name of a ref is another one.
    let start = try #require(whole.indices.first { whole[$0...].starts(with: "\nPACK".utf8) })
    for place in [20] + stride(from: start, to: whole.count, by: whole.count / 12) + [whole.count - 1] {
      var damaged = whole
      damaged[place] ^= 0x55
      try folder.write("x.bundle", damaged)
      #expect(!(try folder.scan().coverage.complete), "byte \(place)")
      try folder.write("x.bundle", Array(whole[..<place]))
      #expect(!(try folder.scan().coverage.complete), "\(place) bytes")
    }
    try folder.write("x.bundle", "# v3 git bundle\n@unknown=1\n\n")
    #expect(try folder.scan().coverage.gaps.map(\.path) == ["x.bundle"])
  }

  @Test func `a bundle in a bundle is scanned, as deep as archives are opened`() throws {
    try bundle()
    try folder.shell(
      """
      git init -q o; mv x.bundle o; cd o; git add .; git commit -q -m outer; git bundle create -q ../o.bundle HEAD
      cd ..; rm -rf o r
      """)
    let report = try folder.scan()
    #expect(report.places.map(\.path) == places.map { "o.bundle!\($0.path)" })
    #expect(report.coverage.complete)
    let short = try folder.scan { $0.archives.depth = 1 }
    #expect(short.coverage.gaps.map(\.path) == ["o.bundle!x.bundle"])
    let slow = try folder.scan { $0.archives.seconds = 0 }
    #expect(slow.coverage.gaps.contains { $0.path == "o.bundle" && $0.reason.contains("max_seconds") })
  }

  @Test func `a bundle in an archive is left out`() throws {
    try bundle()
    try folder.shell("rm -rf r; tar cf x.tar x.bundle; rm x.bundle")
    #expect(try folder.scan().coverage.leftOut.map(\.path) == ["x.tar!x.bundle"])
  }
}
