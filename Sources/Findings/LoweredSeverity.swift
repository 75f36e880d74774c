/// Why a finding has a lower severity than its rule.
///
/// Only what nothing but its surroundings shows to be a secret is lowered: never what a vendor's prefix or a checksum proves.
public struct LoweredSeverity: Sendable, Hashable {
  /// What is known of the login or the place; of several with as many steps the first counts.
  public enum Reason: String, Sendable, CaseIterable {
    /// A login at the user's own machine, or at a service of one compose file.
    case localHost = "local_host"
    /// A login at a host that nobody can have, as of RFC 2606 and RFC 6761.
    case exampleDomain = "example_domain"
    case test, example, documentation

    /// Steps between the rule's severity and the finding's.
    public var steps: UInt8 { self == .documentation ? 1 : 2 }

    /// The reason as what follows a severity, such as `in a test`.
    public var text: String {
      switch self {
      case .test: "in a test"
      case .example: "in an example"
      case .documentation: "in documentation"
      case .localHost: "for a local host"
      case .exampleDomain: "for an example domain"
      }
    }
  }

  /// The severity that the finding had otherwise.
  public var from: Severity
  /// Why it is lower.
  public var reason: Reason

  /// Creates a value from its parts.
  public init(from: Severity, reason: Reason) {
    (self.from, self.reason) = (from, reason)
  }
}

/// Which places lower severities; logins at local hosts and example domains always do.
public struct SeverityLowering: Sendable, Equatable {
  /// Whether tests and examples do: folders and files.
  public var inTests = true
  /// Whether documentation does.
  public var inDocumentation = true

  /// What counts without a configuration.
  public init() {}

  /// Whether a reason counts.
  public func allows(_ reason: LoweredSeverity.Reason) -> Bool {
    switch reason {
    case .test, .example: inTests
    case .documentation: inDocumentation
    case .localHost, .exampleDomain: true
    }
  }
}

extension Severity {
  /// The severity some steps below, but not below ``low``: what is lowered goes on failing a run unless the user says
  /// otherwise.
  public func lowered(by steps: UInt8) -> Severity {
    if self <= .low { return self }
    return Severity(rawValue: rawValue - min(rawValue, steps)).map { max($0, .low) } ?? .low
  }
}
