import Detection
import Findings
import Inputs
import Rules

/// Applies what a project's configuration sets for paths and for `.env` files.
struct SettingsPass {
  /// A secret of a rule.
  private struct Key: Hashable {
    var rule: Int
    var secret: HashedBytes
  }

  private let settings: ProjectSettings
  private let rules: RuleSet
  private let paths: [(patterns: [PathPattern], rule: ProjectSettings.PathRule)]
  private let ignoredEnvironmentFiles: [PathPattern]
  private var belowThreshold: Set<Key> = []
  /// Number of `.env` findings below a path's thresholds.
  private var environmentBelow = 0

  init(_ settings: ProjectSettings, rules: RuleSet) {
    self.settings = settings
    self.rules = rules
    paths = settings.paths.map { ($0.patterns.compactMap { PathPattern($0) }, $0) }
    ignoredEnvironmentFiles = settings.ignoredEnvironmentFiles.compactMap { PathPattern($0) }
  }

  /// Findings that the settings for their path leave out, as far as they count as such.
  var leftOut: Int { belowThreshold.count + environmentBelow }

  /// Removes from one target's part of a scan what the settings leave out.
  mutating func apply(to part: inout TargetScan.Part, of target: NamedTarget) {
    let shift = Self.shift(of: target)
    if !settings.judgesEnvironmentFiles { part.environmentFindings = [] }
    part.environmentFindings.removeAll { ignores($0, of: target) }
    guard !paths.isEmpty else { return }
    part.result.secrets.removeAll { found in
      let candidate = found.sighting.placed.candidate
      let verdict = verdict(
        shift(found.path) ?? found.path, rules.id(at: candidate.rule), candidate.severity, candidate.confidence)
      if verdict == .below { belowThreshold.insert(Key(rule: candidate.rule, secret: found.sighting.secret)) }
      return verdict != .counts
    }
    part.environmentFindings.removeAll { finding in
      let verdicts = finding.occurrences.map {
        verdict(shift($0.path) ?? $0.path, finding.rule.id, finding.severity, finding.confidence)
      }
      if verdicts.contains(.counts) || verdicts.isEmpty { return false }
      environmentBelow += verdicts.contains(.below) ? 1 : 0
      return true
    }
  }

  /// Whether `[dotenv] ignore` names every file that a finding is about.
  func ignores(_ finding: Finding, of target: NamedTarget) -> Bool {
    if ignoredEnvironmentFiles.isEmpty { return false }
    let shift = Self.shift(of: target)
    return finding.occurrences.allSatisfy {
      PathPattern.index(hiding: shift($0.path) ?? $0.path, among: ignoredEnvironmentFiles) != nil
    }
  }

  /// Leads from a target's paths to those below the project's top.
  private static func shift(of named: NamedTarget) -> PathShift {
    let top = named.target.folder.flatMap { ProjectFolder.around($0).last }
    return top.flatMap { PathShift(from: named.naming.root, to: $0.real) } ?? PathShift()
  }

  private enum Verdict {
    case counts, below, disabled
  }

  private func verdict(_ path: String, _ rule: String, _ severity: Severity, _ confidence: Confidence) -> Verdict {
    for setting in paths where PathPattern.index(hiding: path, among: setting.patterns) != nil {
      if setting.rule.disabledRules.contains(rule) { return .disabled }
      if let least = setting.rule.minimumSeverity, severity < least { return .below }
      if let least = setting.rule.minimumConfidence, confidence < least { return .below }
    }
    return .counts
  }
}

extension ScanRequest {
  /// The request with the thresholds of the configuration where the command line gives none.
  func completed(by settings: ProjectSettings) -> ScanRequest {
    var request = self
    request.minimumSeverity = minimumSeverity ?? settings.minimumSeverity
    request.minimumConfidence = minimumConfidence ?? settings.minimumConfidence
    request.failOn = failOn ?? settings.failOn
    return request
  }
}
