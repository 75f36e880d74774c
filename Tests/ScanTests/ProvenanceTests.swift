import FileTestSupport
import Findings
import Scan
import Testing

/// Every commit, path and line that a scan reports is compared with what `git log`, `git grep` and `git blame` say.
struct ProvenanceTests {
  /// A secret in a file.
  private struct Place: Hashable {
    var token: String
    var path: String
  }

  /// Where a secret first stood in a file, and what became of it.
  private struct Origin: Equatable {
    var commit: String
    var line: Int
    var isInHead: Bool
    var commitCount: Int
  }

  /// Commits oldest first, those that only reflogs know among them.
  private func commits(_ folder: TemporaryFolder) throws -> [String] {
    try lines(folder, "git rev-list --date-order --reverse --all --reflog")
  }

  private func lines(_ folder: TemporaryFolder, _ script: String) throws -> [String] {
    try folder.shell(script).split(separator: "\n").map { String($0) }
  }

  /// A path as git quotes it, as a report shows it.
  private func shown(_ path: Substring) -> String {
    String(path).replacing("\"", with: "").replacing("\\377", with: "\\xFF")
  }

  private func forShell(_ path: String) -> String {
    path == ProvenanceHistory.oddName.shown ? "\"\(ProvenanceHistory.oddName.shell)\"" : "'\(path)'"
  }

  /// The tokens of a commit's tree, by `git grep`: each with its line and the blob it stands in.
  private func tokens(_ folder: TemporaryFolder, in commit: String) throws -> [Place: (line: Int, blob: String)] {
    var blobs: [String: String] = [:]
    for entry in try lines(folder, "git ls-tree -r \(commit)") {
      let fields = entry.split(separator: "\t")
      blobs[shown(fields[1])] = String(fields[0].split(separator: " ")[2])
    }
    var found: [Place: (line: Int, blob: String)] = [:]
    for match in try lines(folder, "git grep -n --full-name -F tkn_ \(commit) || true") {
      let fields = match.split(separator: ":", maxSplits: 3)
      let path = shown(fields[1])
      let token = try #require(fields[3].split(separator: " ").last)
      found[Place(token: String(token), path: path)] = (
        try #require(Int(fields[2])), try #require(blobs[path], "\(path)")
      )
    }
    return found
  }

  private func expectedOrigins(_ folder: TemporaryFolder) throws -> [Place: Origin] {
    let head = try lines(folder, "git rev-parse HEAD")[0]
    var origins: [Place: Origin] = [:]
    var blobsOf: [Place: Set<String>] = [:]
    var commitsOf: [String: Int] = [:]
    for commit in try commits(folder) {
      let tokens = try tokens(folder, in: commit)
      for blob in Set(tokens.values.map(\.blob)) { commitsOf[blob, default: 0] += 1 }
      for (place, found) in tokens {
        blobsOf[place, default: []].insert(found.blob)
        if origins[place] == nil {
          origins[place] = Origin(commit: commit, line: found.line, isInHead: false, commitCount: 0)
        }
        if commit == head { origins[place]?.isInHead = true }
      }
    }
    for (place, blobs) in blobsOf { origins[place]?.commitCount = blobs.reduce(0) { $0 + (commitsOf[$1] ?? 0) } }
    return origins
  }

  private func scan(_ folder: TemporaryFolder, _ mode: ScanRequest.Mode) throws -> Report {
    let report = try folder.scan {
      $0.mode = mode
      $0.showSecrets = true
    }
    #expect(report.coverage.complete)
    return report
  }

  /// What `git blame` says of a line: the commit, path and line that it comes from.
  private func blame(_ folder: TemporaryFolder, _ commit: String, _ path: String, line: Int) throws -> [String] {
    let output = try lines(
      folder, "git blame --porcelain -L \(line),\(line) \(commit) -- \(forShell(path))")
    let fields = output[0].split(separator: " ")
    let name = try #require(output.first { $0.hasPrefix("filename ") }).dropFirst("filename ".count)
    return [String(fields[0]), shown(name), String(fields[1])]
  }

  @Test(arguments: [1, 2] as [UInt64], [false, true])
  func `a history scan says what git says`(seed: UInt64, packed: Bool) throws {
    let folder = try ProvenanceHistory(seed: seed, packed: packed).folder
    let expected = try expectedOrigins(folder)
    #expect(expected.count > 25 && expected.keys.contains { $0.path == ProvenanceHistory.oddName.shown })
    var reported: [Place: Origin] = [:]
    for finding in try scan(folder, .history(branch: nil)).findings {
      for occurrence in finding.occurrences {
        let commit = try #require(occurrence.commit)
        let told = try lines(folder, "git show -s --format='%an%n%ae%n%at%n%s' \(commit.id)")
        #expect(told == [commit.author, commit.email, "\(commit.time)", commit.subject])
        let place = Place(token: finding.secret, path: occurrence.path)
        #expect(reported[place] == nil)
        reported[place] = Origin(
          commit: commit.id, line: occurrence.line, isInHead: occurrence.inHead ?? false,
          commitCount: occurrence.commitCount ?? 0)
      }
    }
    #expect(reported == expected)
    for (place, origin) in reported {
      let blamed = try blame(folder, origin.commit, place.path, line: origin.line)
      // A file that was renamed has its lines from its former path, which is reported too.
      let source = try #require(reported[Place(token: place.token, path: blamed[1])])
      #expect(blamed == [source.commit, blamed[1], "\(source.line)"])
    }
  }

  @Test(arguments: ["main~4..main", "main~2^..main", "left..main", "main~12..right"], [1, 2] as [UInt64])
  func `a range scan reports the lines that git blames on its commits`(range: String, seed: UInt64) throws {
    let folder = try ProvenanceHistory(seed: seed, packed: false).folder
    var expected: Set<[String]> = []
    for commit in try lines(folder, "git rev-list \(range)") {
      for (place, found) in try tokens(folder, in: commit) {
        let blamed = try blame(folder, commit, place.path, line: found.line)
        // What a file had under its former name is not new.
        if blamed[0] == commit {
          expected.insert([place.token, place.path, commit, "\(found.line)"])
        }
      }
    }
    let reported = try scan(folder, .range(range)).findings.flatMap { finding in
      try finding.occurrences.map { [finding.secret, $0.path, try #require($0.commit).id, "\($0.line)"] }
    }
    #expect(!expected.isEmpty && Set(reported) == expected && reported.count == expected.count)
  }
}
