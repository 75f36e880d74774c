import Findings

extension Report {
  /// A place that two reports of the same scan name alike.
  private struct Place: Hashable {
    var path: String
    var line: Int
    var commit: String?

    init(_ occurrence: Occurrence) {
      path = occurrence.path
      line = occurrence.line
      commit = occurrence.commit?.id
    }
  }

  /// Marks the findings that the scanned files' own configuration, ignore files, baseline or comments hide.
  ///
  /// - Parameter own: The report of the same scan as these have it; `nil` when they cannot be used.
  mutating func markHidden(by own: Report?) {
    let shown = Set((own?.findings ?? []).flatMap(\.occurrences).map(Place.init))
    var suppressions: [Place: Suppression] = [:]
    for finding in own?.suppressed ?? [] {
      for occurrence in finding.occurrences { suppressions[Place(occurrence)] = finding.suppression }
    }
    var count = 0
    for index in findings.indices {
      let hidden = findings[index].occurrences.map(Place.init).filter { !shown.contains($0) }
      guard own != nil, let first = hidden.first else { continue }
      let cause =
        suppressions[first].map { "\($0.kind.rawValue.replacing("_", with: " ")) at \($0.place)" }
        ?? "its configuration"
      findings[index].details.append(Detail(name: Detail.hiddenByChange, value: cause))
      count += 1
    }
    if count > 0 {
      coverage.notes.append(
        "hidden by this change: \(count == 1 ? "1 finding" : "\(count) findings") that only its own configuration, ignore "
          + "files, baseline or comments hide; they count")
    }
    if own == nil {
      coverage.notes.append("the change's own configuration cannot be used, and was not compared")
    }
  }
}
