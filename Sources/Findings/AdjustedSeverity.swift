/// Why a finding has another severity than its rule.
///
/// Only what nothing but its surroundings shows to be a secret is lowered: never what a vendor's prefix or a checksum proves.
public struct AdjustedSeverity: Sendable, Hashable {
  /// What is known of the name, the login or the place; of several that lower by as many steps the first counts.
  public enum Reason: String, Sendable, CaseIterable {
    /// A setting that bundlers copy into what browsers load; see ``PublishedName``.
    case publishedName = "published_name"
    /// A login at the user's own machine, or at a service of one compose file.
    case localHost = "local_host"
    /// A login at a host that nobody can have, as of RFC 2606 and RFC 6761.
    case exampleDomain = "example_domain"
    case test, example, documentation

    /// Whether the finding is graver than its rule says, rather than less grave.
    public var raises: Bool { self == .publishedName }

    /// Steps between the rule's severity and the finding's.
    public var steps: UInt8 {
      switch self {
      case .publishedName, .documentation: 1
      case .localHost, .exampleDomain, .test, .example: 2
      }
    }

    /// The reason as what follows a severity, such as `in a test`.
    public var text: String {
      switch self {
      case .publishedName: "under a name that is published to browsers"
      case .test: "in a test"
      case .example: "in an example"
      case .documentation: "in documentation"
      case .localHost: "for a local host"
      case .exampleDomain: "for an example domain"
      }
    }
  }

  /// The severity that the finding had otherwise; the same as its own when nothing is above that.
  public var from: Severity
  /// Why it is another.
  public var reason: Reason

  /// Creates a value from its parts.
  public init(from: Severity, reason: Reason) {
    (self.from, self.reason) = (from, reason)
  }

  /// The reason as what follows the finding's severity, with the severity that it had otherwise: `in a test, otherwise high`.
  public func text(beside severity: Severity) -> String {
    from == severity ? reason.text : "\(reason.text), otherwise \(from.name)"
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
  public func allows(_ reason: AdjustedSeverity.Reason) -> Bool {
    switch reason {
    case .test, .example: inTests
    case .documentation: inDocumentation
    case .localHost, .exampleDomain, .publishedName: true
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

  /// The severity some steps above; nothing is above ``critical``.
  public func raised(by steps: UInt8) -> Severity { Severity(rawValue: rawValue + steps) ?? .critical }
}
