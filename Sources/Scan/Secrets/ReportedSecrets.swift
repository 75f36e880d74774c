import Content
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
/// - Returns: A secret for each finding that is still there, and the rules that found them.
/// - Throws: ``ScanError`` when the rules cannot be used.
public func secretsAgain(
  of findings: [Finding], target: String, configuration: String?, workers: Int
) throws(ScanError) -> (secrets: [FoundSecret], rules: RuleSet) {
  var request = ScanRequest(targets: [.path(".")], workers: workers)
  request.configuration = configuration
  request.honourSuppressions = false
  request.findsBaseline = false
  request.includeIgnored = true
  (request.minimumSeverity, request.minimumConfidence) = (.info, .low)
  request.collectsSecrets = true
  let rules = try RuleLoading.load(request, folder: ".", ProjectFiles()).rules
  let reading = ReportedSecrets(request: request, rules: rules, target: target)
  let wanted = Set(findings.map(\.fingerprint))
  var known: Set<Fingerprint> = []
  let secrets = try reading.secrets(at: findings.flatMap(\.occurrences)).filter { secret in
    wanted.contains(secret.fingerprint) && known.insert(secret.fingerprint).inserted
  }
  return (secrets, rules.set)
}

/// Reads the places of a report again: files as they are, versions of a history by commit and path.
private struct ReportedSecrets {
  let request: ScanRequest
  let rules: ScanRules
  let target: String

  /// Every secret that is at the places now, and others of the same files.
  func secrets(at places: [Occurrence]) throws(ScanError) -> [FoundSecret] {
    let own = places.filter { $0.repository == nil && $0.pathID == nil }
    let files = Set(own.filter { $0.commit == nil && !$0.isUnreachable }.compactMap { file(of: $0.path) }).sorted()
    return try secrets(ofFiles: files) + (try secrets(ofVersions: own.filter { $0.commit != nil || $0.isUnreachable }))
  }

  /// The file on the disk that a path means: the container of a member's.
  private func file(of path: String) -> String? {
    [path, "\(target)/\(path)"].lazy.compactMap { ExplainedPlace($0).file }.first { FileSystem.isFile($0) }
  }

  private func secrets(ofFiles files: [String]) throws(ScanError) -> [FoundSecret] {
    if files.isEmpty { return [] }
    var request = request
    request.targets = files.map { .path($0) }
    return try scanForSecrets(request).secrets
  }

  private func secrets(ofVersions places: [Occurrence]) throws(ScanError) -> [FoundSecret] {
    guard !places.isEmpty, let repository = repository(with: places) else { return [] }
    let store = repository.openObjectStore()
    let reader = ObjectReader(store)
    let trees = TreeLookup(reader)
    let scan = ChangeScan(repository: repository, store: store, request: request, rules: rules) { _ in }
    var seen: Set<[UInt8]> = []
    let changes = places.compactMap { change(at: $0, reader, trees) }.filter { change in
      seen.insert(Array(change.blob.hex.utf8) + change.path).inserted
    }
    var result = try scan.run(changes)
    for place in Set(places.compactMap(\.messageID)) {
      guard let content = try? reader.read(place).content else { continue }
      let scanner = TextScanner(try rules.detector())
      scanner.scan(TextChunk(content.span))
      result.add(scanner, of: TextOrigin(path: Array(place.hex.utf8)))
    }
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
  private func change(at place: Occurrence, _ reader: ObjectReader, _ trees: TreeLookup) -> ContentChange? {
    if place.isUnreachable {
      return place.blobID.map { ContentChange(path: Array(place.path.utf8), blob: $0, former: []) }
    }
    guard place.messageID == nil, let id = place.commit.flatMap({ ObjectID($0.id) }),
      let commit = (try? reader.read(id, as: .commit)).flatMap({ CommitObject($0) })
    else { return nil }
    let name = Array(place.path.utf8)
    for end in [name.count] + name.indices.reversed().filter({ name[$0] == UInt8(ascii: "!") }) {
      let entry = try? trees.entry(at: name[..<end], in: commit.tree)
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
