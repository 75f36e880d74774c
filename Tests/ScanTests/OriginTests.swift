import FileTestSupport
import Findings
import Scan
import Testing

/// What reports say of where findings come from: repository, remote, branch, commit, links.
@Suite struct OriginTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func makeRepository(in name: String = "", remote: String = "git@github.com:acme/shop.git") throws -> String {
    try folder.write(name.isEmpty ? "src/a.conf" : "\(name)/src/a.conf", "x\nkey = \(Samples.token())\n")
    try folder.commitAll(in: name)
    try folder.shell("git remote add origin '\(remote)'", in: name)
    return String(try folder.shell("git rev-parse HEAD", in: name).prefix { !$0.isNewline })
  }

  @Test func `a scan of files links to the commit that is checked out`() throws {
    let id = try makeRepository(remote: "https://user:pass@github.com/acme/shop.git")
    let report = try folder.scan("src")
    #expect(
      report.repositories == [
        ScannedRepository(remote: "https://github.com/acme/shop.git", branch: "main", commit: id)
      ])
    let place = try #require(report.findings.first?.occurrences.first)
    #expect(place.link == "https://github.com/acme/shop/blob/\(id)/src/a.conf#L2")
  }

  @Test func `a file that is not in the commit has no link`() throws {
    _ = try makeRepository()
    try folder.write("src/new.conf", "key = \(Samples.token(2))\n")
    let links = try folder.scan().findings.flatMap(\.occurrences).map { ($0.path, $0.link == nil) }
    #expect(links.sorted { $0.0 < $1.0 }.map(\.1) == [false, true])
    try folder.shell("git add -A")
    let staged = try folder.scan { $0.mode = .staged }
    #expect(staged.findings.flatMap(\.occurrences).map(\.link) == [nil])
    #expect(staged.repositories.count == 1)
  }

  @Test func `a scan of the history links to the commit that brought it`() throws {
    let id = try makeRepository()
    try folder.shell("git mv src/a.conf b.conf && git commit -q -m 'move \(Samples.token(3))'")
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    let places = report.findings.flatMap(\.occurrences)
    let first = try #require(places.first { $0.path == "src/a.conf" })
    #expect(first.link == "https://github.com/acme/shop/blob/\(id)/src/a.conf#L2")
    #expect(first.commit?.link == "https://github.com/acme/shop/commit/\(id)")
    let message = try #require(places.first { $0.path.hasPrefix("commit/") })
    #expect(message.link == message.commit?.link && message.link != nil)
    let range = try folder.scan { $0.mode = .range("HEAD~1..HEAD") }
    #expect(range.findings.flatMap(\.occurrences).map(\.link) == [message.link])
  }

  @Test func `a member of a container links to the container`() throws {
    try folder.write("in/x.conf", "key = \(Samples.token())\n")
    try folder.shell("tar cf a!b.tar in && rm -r in")
    let id = try makeRepository()
    for mode in [ScanRequest.Mode.files, .history(branch: nil)] {
      let places = try folder.scan { $0.mode = mode }.findings.flatMap(\.occurrences)
      let place = try #require(places.first { $0.path == "a!b.tar!in/x.conf" })
      #expect(place.link == "https://github.com/acme/shop/blob/\(id)/a%21b.tar")
    }
  }

  @Test func `each of several repositories has its own links`() throws {
    let one = try makeRepository(in: "one")
    let two = try makeRepository(in: "two", remote: "https://gitlab.example.org/acme/two.git")
    for mode in [ScanRequest.Mode.files, .history(branch: nil)] {
      let report = try folder.scan { $0.mode = mode }
      #expect(report.repositories.map(\.path).sorted() == ["one", "two"])
      let links = report.findings.flatMap(\.occurrences).compactMap(\.link)
      #expect(
        links == [
          "https://github.com/acme/shop/blob/\(one)/src/a.conf#L2",
          "https://gitlab.example.org/acme/two/-/blob/\(two)/src/a.conf#L2",
        ])
    }
  }

  @Test func `a path with a secret has no link`() throws {
    try folder.write("\(Samples.token()).conf", "key = \(Samples.token())\n")
    _ = try makeRepository()
    let report = try folder.scan()
    #expect(!report.findings.isEmpty)
    #expect(!report.findings.flatMap(\.occurrences).contains { $0.link?.contains(Samples.token()) ?? false })
  }

  @Test func `the remote that the branch follows is the main one`() throws {
    _ = try makeRepository()
    try folder.shell("git remote add fork https://github.com/jo/shop && git config branch.main.remote fork")
    #expect(try folder.scan().repositories.map(\.remote) == ["https://github.com/jo/shop"])
    try folder.shell("git remote remove fork; git remote remove origin; git checkout -q --detach")
    let repository = try #require(try folder.scan().repositories.first)
    #expect(repository.remote == nil && repository.branch == nil && repository.commit != nil)
  }

  @Test func `a configuration is told by its digest`() throws {
    try folder.write("a.conf", "x")
    let report = try folder.scan()
    #expect(report.configurationDigest?.hasPrefix("sha256:") == true)
    #expect(report.repositories.isEmpty)
    #expect(try folder.scan(rules: nil).configurationDigest == nil)
  }
}
