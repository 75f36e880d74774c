public import Findings

/// What a project's `.leaksift.toml` sets beside its rules; `docs/CONFIGURATION.md` describes the keys.
public struct ProjectSettings: Sendable, Equatable {
  /// Settings for some paths.
  public struct PathRule: Sendable, Equatable {
    /// Patterns as in `.gitignore`.
    public var patterns: [String] = []
    /// Findings below it are left out there; `nil` for no limit of their own.
    public var minimumSeverity: Severity?
    /// Findings below it are left out there; `nil` for no limit of their own.
    public var minimumConfidence: Confidence?
    /// Ids of rules that do not count there.
    public var disabledRules: [String] = []
    /// Where it is written.
    public var origin = Allowlist.Origin()
  }

  /// How much of containers is read; `nil` means the usual bound.
  public var archives = ArchiveSettings()
  /// Findings below it are left out; `nil` when the file does not say.
  public var minimumSeverity: Severity?
  /// Findings below it are left out; `nil` when the file does not say.
  public var minimumConfidence: Confidence?
  /// Which places lower the severity of a generic finding.
  public var lowering = SeverityLowering()
  /// The least severity that fails a run.
  public var failOn: Severity?
  /// In the order of the file; each that matches a path applies.
  public var paths: [PathRule] = []
  /// Whether `.env` files are judged.
  public var judgesEnvironmentFiles = true
  /// Patterns, as in `.gitignore`, of `.env` files that are not judged.
  public var ignoredEnvironmentFiles: [String] = []
  /// Whether environment files without secrets, and those outside of repositories, fail a run.
  public var isStrictWithEnvironmentFiles = false
  /// Where `[dotenv]` is written.
  public var environmentOrigin = Allowlist.Origin()
  /// Path of the baseline: absolute, or relative to the file.
  public var baseline: String?
  /// Name of the report's format when the command line names none.
  public var reportFormat: String?
  /// What hooks of coding agents refuse beside what they refuse anyway.
  public var agent = AgentSettings()

  /// The settings of a project without a file.
  public init() {}
}

extension RuleFileDecoder {
  /// The tables `[severity]`, `[confidence]`, `[[paths]]`, `[dotenv]`, `[archives]`, `[suppressions]`, `[report]` and `[agent]`.
  static func decodeSettings(_ keys: inout TableReader) -> ProjectSettings {
    var settings = ProjectSettings()
    read("severity", of: &keys) { severity, _ in
      settings.minimumSeverity = severity.severity("minimum")
      settings.failOn = severity.severity("fail_on")
      settings.lowering.inTests = severity.lowers("test_folders")
      settings.lowering.inDocumentation = severity.lowers("documentation")
    }
    settings.minimumConfidence = read("confidence", of: &keys) { keys, _ in keys.confidence("minimum") } ?? nil
    settings.paths = (keys.subtables("paths") ?? []).compactMap { decodePathRule($0.table, at: $0.value, keys.notes) }
    read("dotenv", of: &keys) { dotenv, value in
      settings.environmentOrigin.place = "\(dotenv.notes.file):\(value.line)"
      settings.judgesEnvironmentFiles = dotenv.boolean("enabled") ?? true
      settings.ignoredEnvironmentFiles = dotenv.strings("ignore") ?? []
      settings.isStrictWithEnvironmentFiles = dotenv.boolean("strict") ?? false
    }
    settings.archives = read("archives", of: &keys) { keys, _ in ArchiveSettings(&keys) } ?? settings.archives
    settings.baseline = read("suppressions", of: &keys) { keys, _ in keys.string("baseline") } ?? nil
    settings.reportFormat = read("report", of: &keys) { keys, _ in keys.string("format") } ?? nil
    settings.agent = read("agent", of: &keys) { keys, _ in AgentSettings(&keys) } ?? settings.agent
    return settings
  }

  private static func decodePathRule(
    _ table: TOMLTable, at value: TOMLValue, _ notes: RuleFileNotes
  ) -> ProjectSettings.PathRule? {
    var keys = TableReader(table, subject: "[[paths]]", notes: notes)
    var rule = ProjectSettings.PathRule()
    rule.patterns = keys.strings("patterns") ?? []
    rule.minimumSeverity = keys.severity("min_severity")
    rule.minimumConfidence = keys.confidence("min_confidence")
    rule.disabledRules = keys.strings("disabled_rules") ?? []
    rule.origin.place = "\(notes.file):\(value.line)"
    keys.finish()
    if rule.patterns.isEmpty {
      notes.error("[[paths]]: give \"patterns\", such as [\"docs/\", \"*.md\"]", at: value)
      return nil
    }
    if rule.minimumSeverity == nil, rule.minimumConfidence == nil, rule.disabledRules.isEmpty {
      notes.warn("[[paths]]: it sets nothing: give min_severity, min_confidence or disabled_rules", at: value)
    }
    return rule
  }

  @discardableResult
  private static func read<Value>(
    _ name: String, of keys: inout TableReader, _ body: (inout TableReader, TOMLValue) -> Value
  ) -> Value? {
    guard let (table, value) = keys.subtable(name) else { return nil }
    var inner = TableReader(table, subject: "[\(name)]", notes: keys.notes)
    defer { inner.finish() }
    return body(&inner, value)
  }
}

extension TableReader {
  mutating func severity(_ key: String) -> Severity? {
    choice(key, among: Severity.allCases.reversed().map(\.name), Severity.init(name:))
  }

  /// Whether a place lowers severities, which it does unless the file says `keep`.
  fileprivate mutating func lowers(_ key: String) -> Bool {
    choice(key, among: ["lower", "keep"]) { ["lower": true, "keep": false][$0] } ?? true
  }

  fileprivate mutating func confidence(_ key: String) -> Confidence? {
    choice(key, among: Confidence.allCases.reversed().map(\.name), Confidence.init(name:))
  }
}
