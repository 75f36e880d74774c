import Findings
import Rules
import Text

extension Report {
  /// A place that two reports of the same scan name alike.
  private struct OccurrenceKey: Hashable {
    var path: String
    var line: Int
    var column: Int
    var commit: String?

    init(_ occurrence: Occurrence) {
      path = occurrence.path
      line = occurrence.line
      column = occurrence.column
      commit = occurrence.commit?.id
    }
  }

  /// Marks the findings that the scanned files' own configuration, ignore files, baseline or comments hide.
  ///
  /// - Parameter own: The report of the same scan as these have it, names unmasked as in this one.
  mutating func markHidden(by own: Report) {
    let shown = Set(own.findings.flatMap(\.occurrences).map(OccurrenceKey.init))
    var suppressions: [OccurrenceKey: Suppression] = [:]
    for finding in own.suppressed {
      for occurrence in finding.occurrences { suppressions[OccurrenceKey(occurrence)] = finding.suppression }
    }
    for index in findings.indices {
      let hidden = findings[index].occurrences.map(OccurrenceKey.init).filter { !shown.contains($0) }
      guard let first = hidden.first else { continue }
      findings[index].hiddenByChange = suppressions[first]?.cause ?? "its configuration"
    }
    noteHiddenByChange()
  }

  /// Adds a remark on the number of findings that only the scanned files' own settings hide.
  mutating func noteHiddenByChange() {
    let count = findings.count { $0.hiddenByChange != nil }
    guard count > 0 else { return }
    coverage.notes.append(
      "hidden by this change: \(Counting.count(count, "finding")) that only its own configuration, ignore files, "
        + "baseline or comments hide; they count")
  }

  /// Adds a gap for what the scanned files' own settings would hide, which is unknown when they cannot be used.
  mutating func noteUnusable(_ error: ScanError) {
    let reason =
      "the scanned files' own configuration cannot be used, so what only it would hide is not marked: \(error)"
    coverage.gaps.append(Skip(path: ".", reason: reason))
  }
}

extension Report {
  /// Accepts gaps that were found out after all targets were done, as the ignore files around them say.
  mutating func acceptGaps(of request: ScanRequest, rules: RuleSet, _ files: ProjectFiles) throws(ScanError) {
    guard request.honourSuppressions, !coverage.gaps.isEmpty else { return }
    let (rules, today) = (KnownRules(rules), CalendarDay(epochSeconds: startedAt))
    for named in NamedTarget.all(of: request) {
      var suppressions = try Suppressions(
        folders: named.target.folder.map { ProjectFolder.around($0) } ?? [], naming: named.naming, rules: rules,
        today: today, files: files)
      coverage.accept(by: &suppressions) { $0 }
    }
  }
}

extension Suppression {
  /// What hides a finding, in a few words.
  var cause: String { "\(kind.rawValue.replacing("_", with: " ")) at \(place)" }
}
