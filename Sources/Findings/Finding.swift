/// One rule and one secret: what a user has to act on, with every place where it is.
public struct Finding: Sendable, Equatable {
  /// Stable id: survives line moves, renames and rebases, changes when the secret changes.
  public var fingerprint: Fingerprint
  /// Its id under the key of a fleet, as `leaksift-fleet` adds it to a report; `nil` elsewhere.
  public var fleetID: String?
  /// The rule that found it.
  public var rule: RuleSummary
  /// May differ from the rule's own, for example for a `.env` file that contains only placeholders.
  public var severity: Severity
  /// Why the severity is not the one that it would be elsewhere; `nil` when it is.
  public var adjusted: AdjustedSeverity?
  /// May differ from the rule's own: a checksum that agrees raises it.
  public var confidence: Confidence
  /// The secret as a report may show it: masked, unless the user asked for `--show-secrets`.
  public var secret: String
  /// Shannon entropy of the unmasked secret in bits per byte; `nil` when nothing measured it.
  public var entropy: Double?
  /// Where it is, sorted, never empty.
  public var occurrences: [Occurrence]
  /// Facts read from the secret offline, such as an AWS account number or a token's expiry.
  public var details: [Detail]
  /// Why the finding does not count, when something the user wrote hides it.
  public var suppression: Suppression?
  /// What of the scanned files themselves would hide the finding if their word counted, with a trusted revision; the
  /// finding counts.
  public var hiddenByChange: String?
  /// What the vendor said about the secret; `nil` when nobody wanted to know.
  public var verification: Verification?

  /// Creates a finding from its parts.
  public init(
    fingerprint: Fingerprint, rule: RuleSummary, severity: Severity, confidence: Confidence, secret: String,
    entropy: Double? = nil, occurrences: [Occurrence], details: [Detail] = [], suppression: Suppression? = nil
  ) {
    self.fingerprint = fingerprint
    self.rule = rule
    self.severity = severity
    self.confidence = confidence
    self.secret = secret
    self.entropy = entropy
    self.occurrences = occurrences
    self.details = details
    self.suppression = suppression
  }
}

/// A named fact about a finding; never part of the secret itself.
public struct Detail: Sendable, Hashable {
  /// What the fact is about, in a few words.
  public var name: String
  /// The fact, as people read it.
  public var value: String

  /// Name of the detail that says what is wrong with the environment file in which the secret is, and what to do.
  public static let environmentFile = "environment file"

  /// Creates a fact from its parts.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What a report says about a rule.
public struct RuleSummary: Sendable, Equatable {
  /// The rule's id, such as `github-pat`.
  public var id: String
  /// A few words, such as "GitHub personal access token".
  public var title: String
  /// One sentence: what it is and why a leak matters.
  public var summary: String
  /// The rule's own severity and confidence, before a finding's details change them.
  public var severity: Severity
  /// How sure the rule is by itself.
  public var confidence: Confidence
  /// Words to select or group rules by.
  public var tags: [String]
  /// The vendor's page about the format.
  public var docsURL: String?
  /// Where the owner revokes or rotates it: a URL or a menu path.
  public var revokeURL: String?
  /// What to do next, in order.
  public var steps: [String]
  /// What leaksift itself can do then, one sentence each.
  public var commands: [String] = []

  /// Creates a summary from its parts.
  public init(
    id: String, title: String, summary: String = "", severity: Severity = .high, confidence: Confidence = .high,
    tags: [String] = [], docsURL: String? = nil, revokeURL: String? = nil, steps: [String] = []
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.severity = severity
    self.confidence = confidence
    self.tags = tags
    self.docsURL = docsURL
    self.revokeURL = revokeURL
    self.steps = steps
  }
}

/// Why a finding does not count.
public struct Suppression: Sendable, Hashable {
  /// What hides it.
  public enum Kind: String, Sendable, CaseIterable {
    /// A comment beside the secret.
    case inline
    case ignoreFile = "ignore_file"
    case baseline
    /// An allowlist or filter of the configuration.
    case allowlist
    /// What the configuration sets for paths and `.env` files.
    case settings
    /// A least severity or confidence, for all paths or for some.
    case threshold
  }
  /// What hides it.
  public var kind: Kind
  /// Where it is written, as `path` or `path:line`; of a ``Kind/threshold`` for all paths, which one.
  public var place: String
  /// What its author gave as reason.
  public var reason: String?

  /// Creates a suppression from its parts.
  public init(kind: Kind, place: String, reason: String? = nil) {
    self.kind = kind
    self.place = place
    self.reason = reason
  }
}
