public import Findings

/// Why a line is, or is not, a finding.
public struct Explanation: Sendable, Equatable {
  /// One filter's say on a match.
  public struct Step: Sendable, Equatable {
    /// Such as `entropy`.
    public var name: String
    /// Value and threshold in words.
    public var text: String
  }

  /// One match of one rule on the line.
  public struct Match: Sendable, Equatable {
    /// The rule that matched.
    public var rule: RuleSummary
    /// 1-based line and column, in bytes, of the secret's first byte.
    public var line: Int
    /// 1-based, in bytes; see ``line``.
    public var column: Int
    /// Masked, unless secrets are to be shown.
    public var secret: String
    /// In the order in which the filters are applied.
    public var steps: [Step]
    /// What became of the match, as a sentence.
    public var verdict: String
    /// What would have made a finding of a match that is none; `nil` where the verdict says it all.
    public var missing: String?
    /// Whether a scan counts it.
    public var isFinding: Bool
  }

  /// The path as a scan of the whole project reports it, with the line after a colon.
  public var place: String
  /// The line with its secrets masked, clipped when it is long.
  public var text: String
  /// Every match that touches the line, in the order of the text.
  public var matches: [Match]
  /// What else there is to know: rules for the path alone, keywords without a match, what is missing.
  public var remarks: [String]
}

/// A line for `explain`.
public struct ExplainRequest: Sendable {
  /// A file, or `nil` for standard input.
  public var path: String?
  /// 1-based.
  public var line: Int
  /// Rule and configuration file; `nil` looks for the file's own.
  public var configuration: String?
  /// Baseline; `nil` means what the configuration says, else the usual one.
  public var baseline: String?
  /// Whether secrets are not masked.
  public var showSecrets = false

  /// Creates a request with the defaults of the command line.
  public init(path: String?, line: Int) {
    self.path = path
    self.line = line
  }
}
