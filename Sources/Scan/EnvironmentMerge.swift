import DotEnv
import Findings

/// Merges findings about environment files into those of rules about the same values, so that each secret counts once.
///
/// A value that a rule found is left out of the finding about its file; the rule's finding takes over the severity and
/// what to do about the file. A finding about a file of which nothing is left is not reported. What the user accepted,
/// by a comment, an ignore file or a baseline, is accepted as a value of the file too.
struct EnvironmentMerge {
  /// A file, of histories and ranges as a commit brought it.
  private struct File: Hashable {
    var path: String
    var commit: String?

    init(_ occurrence: Occurrence) {
      path = occurrence.path
      commit = occurrence.commit?.id
    }
  }

  /// Where a rule found a secret in an environment file.
  private struct RuleOccurrence {
    var occurrence: Occurrence
    /// Index of the finding.
    var finding: Int
  }

  /// The findings of rules.
  private(set) var findings: [Finding]
  /// What is left of the findings about environment files.
  private(set) var environment: [Finding] = []
  private var places: [File: [RuleOccurrence]] = [:]

  /// - Parameters:
  ///   - findings: What rules found, with what hides it.
  ///   - environment: What is wrong with environment files.
  init(_ findings: [Finding], environment: [Finding]) {
    self.findings = findings
    let files = Set(environment.flatMap(\.occurrences).map(File.init))
    for (index, finding) in findings.enumerated() where !files.isEmpty && finding.countsOrIsAccepted {
      for occurrence in finding.occurrences where files.contains(File(occurrence)) {
        places[File(occurrence), default: []].append(RuleOccurrence(occurrence: occurrence, finding: index))
      }
    }
    for finding in environment { merge(finding) }
  }

  private mutating func merge(_ finding: Finding) {
    guard finding.suppression == nil else { return environment.append(finding) }
    let covered = finding.occurrences.map(places(of:))
    let isShared = finding.rule.id == DotEnvRules.sharedSecret.id
    let isGone = covered.allSatisfy { !$0.isEmpty }
    if !isGone {
      var rest = finding
      // That environments share a secret is said of all its places.
      if !isShared {
        rest.occurrences = zip(finding.occurrences, covered).filter { $1.isEmpty }.map(\.0)
      }
      environment.append(rest)
    }
    // A rule's finding says by itself that its secret is published, or that it is meant to be.
    if finding.rule.id == DotEnvRules.published.id { return }
    for index in Set(covered.joined().map(\.finding)) where isGone || !isShared {
      if findings[index].severity < finding.severity {
        findings[index].raise(to: finding.severity)
      }
      findings[index].add(DotEnvRules.details(of: finding))
    }
  }

  /// What rules found at a place; of a whole file all of it.
  private func places(of occurrence: Occurrence) -> [RuleOccurrence] {
    (places[File(occurrence)] ?? []).filter { occurrence.line == 0 || $0.occurrence.overlaps(occurrence) }
  }
}

extension Finding {
  /// Whether nothing hides it, or what the user wrote about this very secret does.
  fileprivate var countsOrIsAccepted: Bool {
    switch suppression?.kind {
    case nil, .inline, .ignoreFile, .baseline: true
    case .allowlist, .settings, .threshold: false
    }
  }

  /// Raises the severity; why it was raised before stays true, why it was lowered does not.
  fileprivate mutating func raise(to severity: Severity) {
    self.severity = severity
    adjusted = adjusted.flatMap { $0.reason.raises ? AdjustedSeverity(from: severity, reason: $0.reason) : nil }
  }

  /// Adds facts; of two with one name the values are joined.
  fileprivate mutating func add(_ further: [Detail]) {
    for detail in further where !details.contains(detail) {
      if let index = details.firstIndex(where: { $0.name == detail.name }) {
        if !details[index].value.contains(detail.value) { details[index].value += "; " + detail.value }
      } else {
        details.append(detail)
      }
    }
  }
}

extension Occurrence {
  fileprivate func overlaps(_ other: Occurrence) -> Bool {
    (line, column) < (other.endLine, other.endColumn) && (other.line, other.column) < (endLine, endColumn)
  }
}
