import Text

/// Accepted findings, as a file that is committed beside the code.
///
/// One JSON object a line: a header, then one entry for each finding, sorted by id, without times or line numbers. So
/// git merges it line by line, and neither moved lines, renamed files nor rebased commits change it.
public struct Baseline: Sendable, Equatable {
  /// Version of the file format.
  public static let version = 1

  /// What a person found an entry to be.
  public enum Status: String, Sendable, CaseIterable {
    /// A live secret, to be revoked.
    case real
    /// No secret at all.
    case noSecret = "false"
    /// A secret, left where it is on purpose.
    case accepted
  }

  /// One accepted finding.
  public struct Entry: Sendable, Equatable {
    /// Hash of the finding under the baseline's salt.
    public var id: Fingerprint
    /// Id of the rule that found it.
    public var rule: String
    /// Where it was first seen, for people; it hides the finding elsewhere too.
    public var path: String
    /// What it is; `nil` when nobody has said so.
    public var status: Status?
    /// Why it is accepted.
    public var reason: String?

    /// Creates an entry from its parts.
    public init(id: Fingerprint, rule: String, path: String, status: Status? = nil, reason: String? = nil) {
      self.id = id
      self.rule = rule
      self.path = path
      self.status = status
      self.reason = reason
    }
  }

  /// Random bytes that key the ids, so that nobody can look up a weak password in a table.
  public var salt: [UInt8]
  /// The scan it was made from: `files` or `history`.
  public var mode: String
  /// Sorted by id, each id once.
  public private(set) var entries: [Entry] = []

  /// Number of bytes of a salt.
  public static let saltLength = 16

  /// An empty baseline.
  ///
  /// - Parameter salt: `nil` draws a new one.
  public init(mode: String, salt: [UInt8]? = nil) {
    self.mode = mode
    self.salt = salt ?? Self.randomSalt()
  }

  /// The id of a finding in this baseline: a hash of its rule and its fingerprint, which represents the secret.
  public func id(rule: String, fingerprint: Fingerprint) -> Fingerprint {
    Fingerprint(rule: rule, secret: Array(fingerprint.description.utf8), key: salt)
  }

  /// Adds an entry; the judgement of the two wins that says more when the id is there already, as after a merge.
  public mutating func add(_ entry: Entry) {
    let place = entries.partitioningIndex { $0.id >= entry.id }
    guard place < entries.count, entries[place].id == entry.id else { return entries.insert(entry, at: place) }
    if Self.weight(entry.status) > Self.weight(entries[place].status) {
      let path = entries[place].path
      entries[place] = entry
      entries[place].path = path
    }
  }

  /// The entry of a finding.
  public func entry(for finding: Finding) -> Entry {
    Entry(
      id: id(rule: finding.rule.id, fingerprint: finding.fingerprint), rule: finding.rule.id,
      path: finding.occurrences.first?.path ?? "")
  }

  /// Leaves out the entries that a test does not want.
  public mutating func keep(where isKept: (Entry) -> Bool) {
    entries.removeAll { !isKept($0) }
  }

  /// Changes what is known of one entry.
  public mutating func judge(_ id: Fingerprint, as status: Status?, reason: String?) {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
    entries[index].status = status
    entries[index].reason = reason
  }

  /// The file's text.
  public var text: String {
    let header =
      "{\"leaksift-baseline\":\(Self.version),\"mode\":\(Self.quoted(mode)),\"salt\":\"\(Hexadecimal.text(of: salt))\"}\n"
    return entries.reduce(into: header) { $0 += Self.line(for: $1) + "\n" }
  }

  // MARK: - Parts

  private static func weight(_ status: Status?) -> Int {
    switch status {
    case nil: 0
    case .accepted: 1
    case .noSecret: 2
    case .real: 3
    }
  }

  private static func line(for entry: Entry) -> String {
    var line = "{\"id\":\"\(entry.id)\",\"rule\":\(quoted(entry.rule)),\"path\":\(quoted(entry.path))"
    if let status = entry.status { line += ",\"status\":\(quoted(status.rawValue))" }
    if let reason = entry.reason { line += ",\"reason\":\(quoted(reason))" }
    return line + "}"
  }

  private static func randomSalt() -> [UInt8] {
    // The system's generator is fit for keys: https://developer.apple.com/documentation/swift/systemrandomnumbergenerator
    var generator = SystemRandomNumberGenerator()
    return (0..<saltLength).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// A JSON string (RFC 8259); control characters, also U+0085 and the like, are escaped so that a line stays a line.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value):
        result += "\\u" + Hexadecimal.text(of: scalar.value, width: 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
