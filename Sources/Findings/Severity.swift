/// What an attacker can do with a leaked secret, from least to most.
public enum Severity: UInt8, CaseIterable, Comparable, Sendable {
  /// Nothing to act on at once, such as a committed `.env` file without a secret: listed, and does not fail a run.
  case info
  /// Identifiers, client-side keys, test-mode keys.
  case low
  /// Limited scope.
  case medium
  /// Customer data, paid use of an API, sending in the owner's name.
  case high
  /// Accounts, infrastructure, money, code or package publishing.
  case critical

  /// The lower-case word used in rule files, flags and reports.
  public var name: String {
    switch self {
    case .info: "info"
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  /// Reads the word that ``name`` gives; letter case does not matter.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
    self = match
  }

  /// Whether a leak of the first kind is less bad.
  public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

/// How sure leaksift is that a finding is a secret.
public enum Confidence: UInt8, CaseIterable, Comparable, Sendable {
  /// Worth a look in an audit; hidden by default.
  case low
  /// Right about 85 times in 100.
  case medium
  /// Right at least 97 times in 100: a distinctive format, or a checksum that agrees.
  case high

  /// The lower-case word used in rule files, flags and reports.
  public var name: String {
    switch self {
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    }
  }

  /// Reads the word that ``name`` gives; letter case does not matter.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
    self = match
  }

  /// The next lower one; `nil` of the lowest.
  public var lowered: Confidence? { rawValue == 0 ? nil : Confidence(rawValue: rawValue - 1) }

  /// Whether the first is less sure.
  public static func < (left: Confidence, right: Confidence) -> Bool { left.rawValue < right.rawValue }
}
