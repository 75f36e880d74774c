import Findings
import GitObjects

/// The entries of a baseline, found by what they know of a finding.
struct BaselineIndex {
  let file: BaselineFile
  private var keyed: [Fingerprint: Int] = [:]
  private var fingerprints: [Fingerprint: Int] = [:]
  private var secrets: [[UInt8]: [Int]] = [:]
  private var hashes: [[UInt8]: [Int]] = [:]
  private var places: [String: [Int]] = [:]

  init(_ file: BaselineFile) {
    self.file = file
    for (index, entry) in file.entries.enumerated() {
      switch entry.subject {
      case .keyed(let id): keyed[id] = keyed[id] ?? index
      case .fingerprint(let fingerprint): fingerprints[fingerprint] = index
      case .secret(let secret, _, _): secrets[secret, default: []].append(index)
      case .hash(let hash, _): hashes[hash, default: []].append(index)
      case .place(let place): places[place.path, default: []].append(index)
      }
    }
  }

  /// The index of the entry that accepts a finding.
  ///
  /// - Parameter isRule: Whether there is a rule of an id: an entry of another tool's rule is for any rule.
  func entry(accepting suspect: Suspect, isRule: (String) -> Bool) -> Int? {
    if let own = file.own { return keyed[own.id(rule: suspect.rule, fingerprint: suspect.fingerprint)] }
    if let index = fingerprints[suspect.fingerprint] { return index }
    if let index = entry(bySecretOf: suspect, isRule) { return index }
    return places[suspect.reported]?.first { index in
      guard case .place(let place) = file.entries[index].subject else { return false }
      return place.matches(suspect, path: suspect.reported, isRule: isRule)
    }
  }

  private func entry(bySecretOf suspect: Suspect, _ isRule: (String) -> Bool) -> Int? {
    guard let secret = suspect.secret, !secrets.isEmpty || !hashes.isEmpty else { return nil }
    let found = secrets[secret]?.first { index in
      guard case .secret(_, let rule, let path) = file.entries[index].subject else { return false }
      return Self.isSame(path, suspect.reported) && (rule == suspect.rule || !isRule(rule))
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
