import Findings
import GitObjects

/// The entries of a baseline, found by what they know of a finding.
struct BaselineIndex {
  let file: BaselineFile
  private var keyed: [Fingerprint: Int] = [:]
  /// Rules of the keyed entries.
  private var keyedRules: [String] = []
  private var fingerprints: [Fingerprint: Int] = [:]
  private var secrets: [[UInt8]: [Int]] = [:]
  private var hashes: [[UInt8]: [Int]] = [:]
  private var places: [String: [Int]] = [:]

  init(_ file: BaselineFile) {
    self.file = file
    var rules: Set<String> = []
    for (index, entry) in file.entries.enumerated() {
      switch entry.subject {
      case .keyed(let id, let rule):
        keyed[id] = keyed[id] ?? index
        rules.insert(rule)
      case .fingerprint(let fingerprint): fingerprints[fingerprint] = index
      case .secret(let secret, _, _): secrets[secret, default: []].append(index)
      case .hash(let hash, _): hashes[hash, default: []].append(index)
      case .place(let place): places[place.path, default: []].append(index)
      }
    }
    keyedRules = rules.sorted()
  }

  /// The index of the entry that accepts a finding.
  ///
  /// An entry of a rule that the finding's rule took over from accepts it too.
  /// - Parameter rules: The rules in use.
  func entry(accepting suspect: Suspect, rules: KnownRules) -> Int? {
    if let own = file.own { return keyedEntry(accepting: suspect, own, rules) }
    if let index = fingerprints[suspect.fingerprint] { return index }
    if !fingerprints.isEmpty {
      let former = rules.formerIDs(of: suspect.rule).lazy.compactMap(suspect.fingerprint(asFoundBy:))
      if let index = former.compactMap({ fingerprints[$0] }).first { return index }
    }
    if let index = entry(bySecretOf: suspect, rules) { return index }
    let path = PathSpelling.normal(suspect.reported)
    return places[path]?.first { index in
      guard case .place(let place) = file.entries[index].subject else { return false }
      return place.matches(suspect, path: path, rules: rules)
    }
  }

  private func keyedEntry(accepting suspect: Suspect, _ own: Baseline, _ rules: KnownRules) -> Int? {
    if let index = keyed[own.id(rule: suspect.rule, fingerprint: suspect.fingerprint)] { return index }
    return keyedRules.lazy.compactMap { former -> Int? in
      guard let fingerprint = suspect.fingerprint(asFoundBy: former) else { return nil }
      return keyed[own.id(rule: former, fingerprint: fingerprint)].flatMap {
        rules.hasTakenOver(suspect.rule, from: former) ? $0 : nil
      }
    }.first
  }

  private func entry(bySecretOf suspect: Suspect, _ rules: KnownRules) -> Int? {
    guard let secret = suspect.secret, !secrets.isEmpty || !hashes.isEmpty else { return nil }
    let found = secrets[secret]?.first { index in
      guard case .secret(_, let rule, let path) = file.entries[index].subject else { return false }
      return Self.isSame(path, suspect.reported) && rules.mayBeMeant(suspect.rule, byPeers: rule)
    }
    if let found { return found }
    if hashes.isEmpty { return nil }
    return hashes[sha1(of: secret)]?.first { index in
      guard case .hash(_, let path) = file.entries[index].subject else { return false }
      return Self.isSame(path, suspect.reported)
    }
  }

  /// Peers write paths as their command line had them: absolute, or below another folder.
  private static func isSame(_ written: String, _ path: String) -> Bool {
    written == path || written.hasSuffix("/" + path) || path.hasSuffix("/" + written)
  }
}
