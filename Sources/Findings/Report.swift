/// The result of one run: what every report format is written from.
public struct Report: Sendable, Equatable {
  /// Name, version and number of rules of the tool that made it.
  public struct Tool: Sendable, Equatable {
    /// The program's name.
    public var name: String
    /// The program's version, such as `0.1.0`.
    public var version: String
    /// Number of rules in use.
    public var rules: Int
    /// The project's page, for formats that link to it.
    public var informationURL: String?

    /// Creates a description from its parts.
    public init(name: String, version: String, rules: Int, informationURL: String? = nil) {
      self.name = name
      self.version = version
      self.rules = rules
      self.informationURL = informationURL
    }
  }

  /// The program that made the report.
  public var tool: Tool
  /// What was scanned, as the user named it.
  public var target: String
  /// `files`, `staged`, `range`, `history` or `env`.
  public var mode: String
  /// Absolute path of the folder that all paths of files are relative to; `nil` when that is the working directory, and
  /// when they name no files on this machine.
  public var pathRoot: String?
  /// The configuration file in use, as messages name it; `nil` for the built-in rules and settings.
  public var configuration: String?
  /// A digest of the configuration file's text, such as `sha256:…`; `nil` without one.
  public var configurationDigest: String?
  /// The command line without what cannot change what is found, such as files for reports and the number of threads, and
  /// without credentials; empty when there was none.
  public var command: [String] = []
  /// The repositories that what was scanned is in, in the order of the scan.
  public var repositories: [ScannedRepository]
  /// Seconds since 1970-01-01 UTC.
  public var startedAt: Int64
  /// How long the run took, in milliseconds.
  public var durationMilliseconds: Int
  /// What was scanned, and what was not.
  public var coverage: Coverage
  /// Findings of this severity and above fail the run; those below are listed only.
  public var failOn: Severity
  /// Findings that count, sorted: severity falling, then rule, first occurrence, fingerprint.
  public var findings: [Finding]
  /// Findings that the user's own suppressions, allowlists and settings hide, in the same order.
  public var suppressed: [Finding]
  /// Findings below the least severity or confidence that a report lists, in the same order.
  public var belowThreshold: [Finding]
  /// Places beyond the number that is listed, sorted: they count, or are hidden, as the others.
  public var further: [FurtherPlaces] = []
  /// Hidden findings of a stored report that it counts and does not list.
  public var unlisted: [Suppression.Kind: Int] = [:]
  /// What became of the findings of an earlier report; ``findings`` are the new ones then.
  public var comparison: ReportComparison?
  /// Whether secrets are shown as they are.
  public var showsSecrets = false
  /// Whether only findings that their vendors take for active fail the run.
  public var failsOnActive = false
  /// Whether only findings fail the run that are active, and of some nobody could tell.
  public var leavesActiveOpen = false
  /// The requests that verification sent; `nil` when nothing was verified.
  public var requests: [VerificationRequest]?
  /// Suppressions that hide nothing any more or have expired, each as one sentence; the coverage's notes list them too.
  public var staleSuppressions: [String]

  /// Creates a report from its parts.
  public init(
    tool: Tool, target: String, mode: String, configuration: String? = nil,
    repositories: [ScannedRepository] = [],
    startedAt: Int64,
    durationMilliseconds: Int, coverage: Coverage = Coverage(), failOn: Severity = .low, findings: [Finding] = [],
    suppressed: [Finding] = [], belowThreshold: [Finding] = [], staleSuppressions: [String] = []
  ) {
    self.tool = tool
    self.target = target
    self.mode = mode
    self.configuration = configuration
    self.repositories = repositories
    self.startedAt = startedAt
    self.durationMilliseconds = durationMilliseconds
    self.coverage = coverage
    self.failOn = failOn
    self.findings = findings
    self.suppressed = suppressed
    self.belowThreshold = belowThreshold
    self.staleSuppressions = staleSuppressions
  }

  /// Number of listed findings that fail the run.
  public var failingCount: Int { findings.count(where: fails) }

  /// Whether a finding fails the run.
  public func fails(_ finding: Finding) -> Bool {
    failsOnActive ? finding.verification?.status == .active : finding.severity >= failOn
  }

  /// What fails the run, as options and reports name it.
  public var failing: String { failsOnActive ? Verification.Status.active.rawValue : failOn.name }

  /// Whether something that was found, listed or not, fails the run.
  public var fails: Bool {
    failingCount > 0 || !failsOnActive && further.contains { $0.hiddenBy == nil && $0.severity >= failOn }
  }

  /// Number of places that count and are not listed.
  public var furtherCount: Int { further.reduce(0) { $0 + ($1.hiddenBy == nil ? $1.count : 0) } }

  /// All findings that do not count.
  public var hidden: [Finding] { suppressed + belowThreshold }

  /// How many findings each kind of suppression hides, in the order of the kinds.
  public var hiddenCounts: [(kind: Suppression.Kind, count: Int)] {
    Suppression.Kind.allCases.map { kind in
      let listed = kind == .threshold ? belowThreshold.count : suppressed.count { $0.suppression?.kind == kind }
      return (kind, further.reduce(listed + (unlisted[kind] ?? 0)) { $0 + ($1.hiddenBy == kind ? $1.count : 0) })
    }
  }
}

extension Finding {
  /// The order of findings in every report: those that are known to be active first.
  public static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    let (leftIsActive, rightIsActive) = (left.verification?.status == .active, right.verification?.status == .active)
    if leftIsActive != rightIsActive { return leftIsActive }
    if left.severity != right.severity { return left.severity > right.severity }
    if left.confidence != right.confidence { return left.confidence > right.confidence }
    if left.rule.id != right.rule.id { return left.rule.id < right.rule.id }
    if let first = left.occurrences.first, let other = right.occurrences.first, first != other {
      if Occurrence.precedes(first, other) { return true }
      if Occurrence.precedes(other, first) { return false }
    }
    return left.fingerprint < right.fingerprint
  }
}
