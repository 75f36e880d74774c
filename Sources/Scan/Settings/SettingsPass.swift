import Detection
import Findings
import Content
import Rules

/// Hides what a project's configuration sets for paths and for `.env` files.
struct SettingsPass: Sendable {
  private let settings: ProjectSettings
  private let rules: RuleSet
  private let paths: [(patterns: [PathPattern], rule: ProjectSettings.PathRule)]
  private let ignoredEnvironmentFiles: [PathPattern]

  init(_ settings: ProjectSettings, rules: RuleSet) {
    self.settings = settings
    self.rules = rules
    paths = settings.paths.map { ($0.patterns.compactMap { PathPattern($0) }, $0) }
    ignoredEnvironmentFiles = settings.ignoredEnvironmentFiles.compactMap { PathPattern($0) }
  }

  /// Marks in one target's part of a scan what the settings hide.
  func apply(to part: inout TargetScan.Part, of target: NamedTarget) {
    for index in part.environmentFindings.indices
    where !settings.judgesEnvironmentFiles || ignores(part.environmentFindings[index], of: target) {
      part.environmentFindings[index].suppression = environmentSuppression
    }
    guard !paths.isEmpty else { return }
    let shift = Self.shift(of: target)
    for index in part.result.matches.indices where part.result.matches[index].suppression == nil {
      part.result.matches[index].suppression = suppression(of: part.result.matches[index], shift)
    }
    for index in part.result.files.indices where part.result.files[index].suppression == nil {
      let rule = rules.rule(at: part.result.files[index].rule)
      let path = part.result.files[index].path
      part.result.files[index].suppression = suppression(
        shift(path) ?? path, rule.id, rule.severity, rule.confidence)
    }
    for index in part.environmentFindings.indices where part.environmentFindings[index].suppression == nil {
      part.environmentFindings[index].suppression = suppression(of: part.environmentFindings[index], shift)
    }
  }

  /// The finding about an environment file, which fails a run if `[dotenv]` is strict.
  func judged(_ finding: Finding) -> Finding {
    var judged = finding
    if settings.isStrictWithEnvironmentFiles { judged.severity = max(finding.severity, .low) }
    return judged
  }

  /// What hides the findings that `[dotenv]` leaves out.
  var environmentSuppression: Suppression {
    Suppression(kind: .settings, place: settings.environmentOrigin.place, reason: "[dotenv]")
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

  /// What hides a finding at one place; `nil` where it counts.
  private func suppression(
    _ path: String, _ rule: String, _ severity: Severity, _ confidence: Confidence
  ) -> Suppression? {
    for setting in paths where PathPattern.index(hiding: path, among: setting.patterns) != nil {
      let place = setting.rule.origin.place
      if setting.rule.disabledRules.contains(rule) {
        return Suppression(kind: .settings, place: place, reason: "disabled_rules of [[paths]]")
      }
      let isBelow =
        setting.rule.minimumSeverity.map { severity < $0 } ?? false
        || setting.rule.minimumConfidence.map { confidence < $0 } ?? false
      if isBelow { return Suppression(kind: .threshold, place: "the minimum of [[paths]] at \(place)") }
    }
    return nil
  }

  /// Tells what hides a secret of a target.
  func hiding(of target: NamedTarget) -> @Sendable (Match) -> Suppression? {
    if paths.isEmpty { return { _ in nil } }
    let shift = Self.shift(of: target)
    return { suppression(of: $0, shift) }
  }

  private func suppression(of match: Match, _ shift: PathShift) -> Suppression? {
    let candidate = match.candidate
    return suppression(
      shift(match.path) ?? match.path, rules.id(at: candidate.rule), candidate.severity, candidate.confidence)
  }

  /// A finding of several places is hidden when all of them are.
  private func suppression(of finding: Finding, _ shift: PathShift) -> Suppression? {
    var first: Suppression?
    for occurrence in finding.occurrences {
      let hidden = suppression(
        shift(occurrence.path) ?? occurrence.path, finding.rule.id, finding.severity, finding.confidence)
      guard let hidden else { return nil }
      first = first ?? hidden
    }
    return first
  }
}

extension ScanRequest {
  /// The request with the thresholds of the configuration where the command line gives none.
  func completed(by settings: ProjectSettings) -> ScanRequest {
    var request = self
    request.minimumSeverity = minimumSeverity ?? settings.minimumSeverity
    request.minimumConfidence = minimumConfidence ?? settings.minimumConfidence
    request.failOn = failOn ?? settings.failOn
    request.archives = archives.completed(by: settings.archives)
    if findsBaseline { request.baseline = baseline ?? settings.baseline }
    return request
  }
}
