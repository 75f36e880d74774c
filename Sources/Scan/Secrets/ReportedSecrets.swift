import Content
import DotEnv
public import Findings
import GitObjects
import Platform
public import Rules
import Text

/// The secrets of a report, read again at the places that it names.
///
/// - Parameters:
///   - findings: Of the report; each counts as found where a place has a secret with its fingerprint.
///   - target: What the report was made of, for paths that are relative to it.
///   - configuration: Rule file that the user names; `nil` looks for the working directory's own.
/// - Throws: ``ScanError`` when the rules cannot be used.
public func secretsAgain(
  of findings: [Finding], target: String, configuration: String?, workers: Int
) throws(ScanError) -> SecretsAgain {
  var request = ScanRequest(targets: [.path(".")], workers: workers)
  request.configuration = configuration
  request.honourSuppressions = false
  request.findsBaseline = false
  request.includeIgnored = true
  (request.minimumSeverity, request.minimumConfidence) = (.info, .low)
  request.collectsSecrets = true
  let rules = try RuleLoading.load(request, folder: ".", ProjectFiles()).rules
  var reading = ReportedSecrets(request: request, rules: rules, target: target)
  let wanted = Set(findings.map(\.fingerprint))
  var known: Set<Fingerprint> = []
  let secrets = try reading.secrets(at: findings.flatMap(\.occurrences)).filter { secret in
    wanted.contains(secret.fingerprint) && known.insert(secret.fingerprint).inserted
  }
  return SecretsAgain(secrets: secrets, rules: rules.set, unread: reading.unread)
}

/// What was read again of the secrets of a report.
public struct SecretsAgain: Sendable {
  /// One for each finding that is still there.
  public let secrets: [FoundSecret]
  /// The rules that found them.
  public let rules: RuleSet
  /// Paths of the report that could not be read again, with the reason.
  public let unread: [Skip]

  /// Why no secret of a finding was found again.
  public func reason(for finding: Finding) -> String {
    let paths = Set(finding.occurrences.map(\.path))
    if let gap = unread.first(where: { paths.contains($0.path) }) { return "not read again: \(gap.reason)" }
    if finding.secret.isEmpty { return "it is no secret to ask about" }
    if rules.index(of: finding.rule.id) == nil, !DotEnvRules.all.contains(where: { $0.id == finding.rule.id }) {
      return "the rule \(finding.rule.id) is not in use here; name its file with -c"
    }
    return "not found again"
  }
}

/// Reads the places of a report again: files as they are, versions of a history by commit and path.
private struct ReportedSecrets {
  let request: ScanRequest
  let rules: ScanRules
  let target: String
  /// Places that could not be read, with the reason.
  private(set) var unread: [Skip] = []

  init(request: ScanRequest, rules: ScanRules, target: String) {
    (self.request, self.rules, self.target) = (request, rules, target)
  }

  /// Every secret that is at the places now, and others of the same files.
  mutating func secrets(at places: [Occurrence]) throws(ScanError) -> [FoundSecret] {
    let own = places.filter { $0.repository == nil && $0.pathID == nil }
    for place in places where place.repository != nil || place.pathID != nil {
      let reason = place.repository.map { "the report was joined from others; verify that of \($0) by itself" }
      unread.append(Skip(path: place.path, reason: reason ?? "its path is masked"))
    }
    let inFiles = own.filter { $0.commit == nil && !$0.isUnreachable && $0.messageID == nil }
    let files = Dictionary(grouping: inFiles.map(\.path)) { file(of: $0) }
    let inVersions = own.filter { $0.commit != nil || $0.isUnreachable || $0.messageID != nil }
    return try secrets(ofFiles: files) + (try secrets(ofVersions: inVersions))
  }

  /// The file on the disk that a path means: the container of a member's.
  private func file(of path: String) -> String? {
    [path, "\(target)/\(path)"].lazy.compactMap { ExplainedPlace($0).file }.first { FileSystem.isFile($0) }
  }

  /// - Parameter paths: The report's paths of each file; `nil` are those without one.
  private mutating func secrets(ofFiles paths: [String?: [String]]) throws(ScanError) -> [FoundSecret] {
    let files = paths.keys.compactMap(\.self).sorted()
    if files.isEmpty { return [] }
    var request = request
    request.targets = files.map { .path($0) }
    let scan = try scanForSecrets(request)
    for gap in scan.report.coverage.gaps {
      let known = files.first { gap.path == $0 || gap.path.hasPrefix("\($0)!") }
      for path in Set(paths[known ?? gap.path] ?? []).sorted() { unread.append(Skip(path: path, reason: gap.reason)) }
    }
    return scan.secrets
  }

  private mutating func secrets(ofVersions places: [Occurrence]) throws(ScanError) -> [FoundSecret] {
    guard let first = places.first else { return [] }
    guard let repository = repository(with: places) else {
      let what = first.commit.map { "commit \($0.id)" } ?? "object of \(first.path)"
      for path in Set(places.map(\.path)).sorted() {
        unread.append(Skip(path: path, reason: "no repository here has the \(what)"))
      }
      return []
    }
    let store = repository.openObjectStore()
    let reader = ObjectReader(store)
    let trees = TreeLookup(reader)
    let scan = ChangeScan(repository: repository, store: store, request: request, rules: rules) { _ in }
    var seen: Set<[UInt8]> = []
    var changes: [ContentChange] = []
    for place in places {
      do throws(GitError) {
        guard let change = try change(at: place, reader, trees) else { continue }
        if seen.insert(Array(change.blob.hex.utf8) + change.path).inserted { changes.append(change) }
      } catch {
        unread.append(Skip(path: place.path, reason: error.description))
      }
    }
    var result = try scan.run(changes)
    let detector = try rules.detector()
    let messages = places.compactMap { place in place.messageID.map { ($0, place.path) } }
    for (id, path) in Dictionary(messages, uniquingKeysWith: { $1 }) {
      do throws(GitError) {
        let content = try reader.read(id).content
        let scanner = TextScanner(detector)
        scanner.scan(TextChunk(content.span))
        result.add(scanner, of: TextOrigin(path: Array(id.hex.utf8)))
      } catch {
        unread.append(Skip(path: path, reason: error.description))
      }
    }
    unread += result.coverage.gaps
    let found = FindingBuilder(rules: rules.set, request: request).build(result).findings
    return try FoundSecrets.all(of: found, in: result, rules: rules)
  }

  /// The repository that has the places' objects: that of the working directory, else the report's.
  private func repository(with places: [Occurrence]) -> Repository? {
    let ids = places.lazy.compactMap { $0.commit.flatMap { ObjectID($0.id) } ?? $0.blobID }
    let repositories = [".", target].lazy.compactMap { try? Repository(at: $0) }
    return repositories.first { repository in
      let reader = ObjectReader(repository.openObjectStore())
      return ids.prefix(Self.mostTried).contains { (try? reader.read($0)) != nil }
    }
  }

  /// Places may be in objects that were removed since.
  private static let mostTried = 20

  /// The version that a place is in; `nil` when it is gone, or is a message.
  ///
  /// - Throws: ``GitError`` when the commit or its trees cannot be read.
  private func change(
    at place: Occurrence, _ reader: ObjectReader, _ trees: TreeLookup
  ) throws(GitError) -> ContentChange? {
    if place.isUnreachable {
      return place.blobID.map { ContentChange(path: Array(place.path.utf8), blob: $0, former: []) }
    }
    guard place.messageID == nil, let id = place.commit.flatMap({ ObjectID($0.id) }) else { return nil }
    guard let commit = CommitObject(try reader.read(id, as: .commit)) else {
      throw .corrupt(id, reason: "it has not the form of a commit")
    }
    let name = Array(place.path.utf8)
    for end in [name.count] + name.indices.reversed().filter({ name[$0] == UInt8(ascii: "!") }) {
      let entry = try trees.entry(at: name[..<end], in: commit.tree)
      if let entry, !entry.isTree { return ContentChange(path: Array(name[..<end]), blob: entry.id, former: []) }
    }
    return nil
  }
}

extension Occurrence {
  /// What the path of a blob begins with that no commit leads to.
  fileprivate static let unreachable = "unreachable/"

  fileprivate var isUnreachable: Bool { commit == nil && path.hasPrefix(Self.unreachable) }

  /// The blob that no commit leads to.
  fileprivate var blobID: ObjectID? {
    isUnreachable ? ObjectID(String(path.dropFirst(Self.unreachable.count))) : nil
  }

  /// The commit or tag whose message the place is in.
  fileprivate var messageID: ObjectID? {
    for kind in ["commit/", "tag/"] where path.hasPrefix(kind) {
      return ObjectID(String(path.dropFirst(kind.utf8.count)))
    }
    return nil
  }
}
