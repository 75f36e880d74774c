public import Findings
internal import Text

/// Joins stored reports into one.
///
/// Each report is read as a stream and checked to its end; of its findings only the rule, the fingerprint and the place in
/// the file are kept. These are sorted, so that the same finding of all reports is in a row, and the findings are read
/// again one after the other, the gravest first, for as long as there is memory; what comes after is counted by rule and
/// file, as a scan does it.
/// - Parameters:
///   - paths: JSON reports of leaksift, of schema version 1 or 2.
///   - tool: The program that joins them.
///   - failOn: Findings below do not fail the run; `nil` means the least that any of the reports says.
///   - memory: Most bytes, roughly, for what is read.
/// - Throws: ``StoredReportError`` when one of them cannot be used.
/// - Complexity: Reads each report once, and each listed finding twice.
public func mergeReports(
  _ paths: [String], tool: Report.Tool, failOn: Severity?, memory: Int
) throws(StoredReportError) -> Report {
  var index = ReportIndex(memory: memory / 4)
  for path in paths { try index.add(path) }
  var merged = ReportMerge(index, tool: tool, failOn: failOn)
  try merged.addFindings(memory: memory / 2)
  return merged.report
}

/// The joined report while it is made.
struct ReportMerge {
  /// Bytes of memory that a byte of a stored finding takes until a report is written: 7 were measured.
  private static let growth = 10
  /// How many places are counted by file; those of further files are counted together.
  private static let mostCountedFiles = 100_000

  /// Entries about the same finding, as a range of the sorted ones.
  private struct Group {
    var range: Range<Int>
    var severity: Severity
    var isActive: Bool
    var isHidden: Bool
  }

  private(set) var report: Report
  private let index: ReportIndex
  private var further: [FurtherPlaces: Int] = [:]

  init(_ index: ReportIndex, tool: Report.Tool, failOn: Severity?) {
    self.index = index
    let reports = index.heads.map(\.report)
    report = Report(
      tool: tool, target: "\(Counting.count(index.heads.count, "report"))", mode: "merge",
      startedAt: reports.map(\.startedAt).min() ?? 0,
      durationMilliseconds: reports.reduce(0) { $0 + $1.durationMilliseconds },
      failOn: failOn ?? reports.map(\.failOn).min() ?? .low)
    report.tool.rules = reports.map(\.tool.rules).max() ?? 0
    let configurations = Set(reports.map { [$0.configuration, $0.configurationDigest] })
    if configurations.count == 1, let first = reports.first {
      (report.configuration, report.configurationDigest) = (first.configuration, first.configurationDigest)
    }
    var known: Set<ScannedRepository> = []
    for head in index.heads { add(head, &known) }
    report.coverage.removeDuplicates()
  }

  private mutating func add(_ head: ReportIndex.Head, _ known: inout Set<ScannedRepository>) {
    report.repositories += head.report.repositories.filter { known.insert($0).inserted }
    var coverage = head.report.coverage
    coverage.gaps = coverage.gaps.map { named($0, head) }
    coverage.leftOut = coverage.leftOut.map { named($0, head) }
    for gap in coverage.accepted.indices { coverage.accepted[gap].gap = named(coverage.accepted[gap].gap, head) }
    coverage.notes = coverage.notes.map { "\(head.name): \($0)" }
    report.coverage.add(coverage)
    for (kind, count) in head.unlisted { report.unlisted[kind, default: 0] += count }
    for places in head.report.further { count(places, in: head) }
  }

  private func named(_ skip: Skip, _ head: ReportIndex.Head) -> Skip {
    var named = skip
    named.repository = skip.repository ?? head.repository(of: skip.path)
    return named
  }

  private mutating func count(_ places: FurtherPlaces, in head: ReportIndex.Head) {
    var places = places
    places.path = "\(head.repository(of: places.path)): \(places.path)"
    let count = places.count
    places.count = 0
    countFurther(places, count)
  }

  // MARK: - Findings

  /// - Parameter memory: Bytes that the findings may take.
  mutating func addFindings(memory: Int) throws(StoredReportError) {
    let entries = index.entries.sorted { key($0) < key($1) }
    var room = memory / Self.growth
    for group in groups(of: entries) {
      let members = entries[group.range]
      let size = members.reduce(0) { $0 + Int($1.length) }
      room -= size
      guard room >= 0 else {
        for entry in members { try countOnly(entry) }
        continue
      }
      try add(members)
    }
    report.findings.sort(by: Finding.precedes)
    report.suppressed.sort(by: Finding.precedes)
    report.belowThreshold.sort(by: Finding.precedes)
    report.further = further.map { places, count in
      var places = places
      places.count = count
      return places
    }.sorted()
    if report.furtherCount > 0 {
      let places = Counting.count(report.furtherCount, "place")
      report.coverage.notes.append("\(places) counted only; `--max-memory` sets how many are listed")
    }
  }

  private func key(_ entry: ReportIndex.Entry) -> (String, Fingerprint, String, UInt32, Int) {
    (
      index.ruleIDs[Int(entry.rule)], entry.fingerprint, entry.hiddenBy?.rawValue ?? "", entry.report, entry.start
    )
  }

  /// What is active first, then the gravest, and those that count before the hidden ones.
  private func groups(of entries: [ReportIndex.Entry]) -> [Group] {
    var groups: [Group] = []
    var start = 0
    while start < entries.count {
      let first = entries[start]
      let end =
        entries[start...].firstIndex {
          $0.rule != first.rule || $0.fingerprint != first.fingerprint || $0.hiddenBy != first.hiddenBy
        } ?? entries.count
      let severity = entries[start..<end].map(\.severity).max() ?? first.severity
      let isActive = entries[start..<end].contains(where: \.isActive)
      groups.append(
        Group(range: start..<end, severity: severity, isActive: isActive, isHidden: first.hiddenBy != nil))
      start = end
    }
    return groups.sorted { left, right in
      if left.isHidden != right.isHidden { return right.isHidden }
      if left.isActive != right.isActive { return left.isActive }
      if left.severity != right.severity { return left.severity > right.severity }
      return left.range.lowerBound < right.range.lowerBound
    }
  }

  /// Joins findings that differ in their places only; hidden ones stay apart by what hides them.
  private mutating func add(_ members: ArraySlice<ReportIndex.Entry>) throws(StoredReportError) {
    var joined: [Finding] = []
    for entry in members {
      let finding = try index.finding(entry)
      if let same = joined.firstIndex(where: { $0.suppression == finding.suppression }) {
        joined[same].join(finding)
      } else {
        joined.append(finding)
      }
    }
    for var finding in joined {
      finding.occurrences = Set(finding.occurrences).sorted(by: Occurrence.precedes)
      switch finding.suppression?.kind {
      case nil: report.findings.append(finding)
      case .threshold: report.belowThreshold.append(finding)
      default: report.suppressed.append(finding)
      }
    }
  }

  private mutating func countOnly(_ entry: ReportIndex.Entry) throws(StoredReportError) {
    let finding = try index.finding(entry)
    for place in finding.occurrences {
      let places = FurtherPlaces(
        rule: finding.rule.id, path: "\(place.repository ?? ""): \(place.path)", severity: finding.severity, count: 0,
        hiddenBy: entry.hiddenBy)
      countFurther(places, 1)
    }
  }

  private mutating func countFurther(_ places: FurtherPlaces, _ count: Int) {
    var places = places
    if further.count >= Self.mostCountedFiles, further[places] == nil { places.path = "(other files)" }
    further[places, default: 0] += count
  }
}

extension Finding {
  /// Adds what another report says of the same finding: it is as grave and as sure as in the worst case.
  fileprivate mutating func join(_ other: Finding) {
    occurrences += other.occurrences
    if other.severity > severity { (severity, adjusted, rule) = (other.severity, other.adjusted, other.rule) }
    confidence = max(confidence, other.confidence)
    details += other.details.filter { !details.contains($0) }
    hiddenByChange = hiddenByChange ?? other.hiddenByChange
    fleetID = fleetID ?? other.fleetID
    if let theirs = other.verification, verification.map(theirs.outweighs) ?? true { verification = theirs }
  }
}
