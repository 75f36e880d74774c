public import Findings

/// Compares a stored report with an earlier one.
///
/// A finding is the same when its rule and its fingerprint are, wherever it is. What does not count any more because
/// something hides it is not fixed; it is no part of the comparison.
/// - Parameters:
///   - former: The earlier JSON report of leaksift, of schema version 1 or 2.
///   - current: The later one.
///   - failOn: Findings below do not fail the run; `nil` means what the later report says.
///   - memory: Most bytes, roughly, for what is read.
/// - Returns: The later report with its new findings alone, and the others in ``Report/comparison``.
/// - Throws: ``StoredReportError`` when one of them cannot be used.
public func compareReports(
  _ former: String, _ current: String, failOn: Severity?, memory: Int
) throws(StoredReportError) -> Report {
  var index = ReportIndex(memory: memory / 4)
  try index.add(former)
  try index.add(current)
  var report = index.heads[1].report
  report.failOn = failOn ?? report.failOn
  report.unlisted = index.heads[1].unlisted
  let old = index.keys(of: 0) { $0.hiddenBy == nil }
  let new = index.keys(of: 1) { $0.hiddenBy == nil }
  let hidden = index.keys(of: 1) { $0.hiddenBy != nil }
  var comparison = ReportComparison(former: former, fixed: [], remaining: [])
  for entry in index.entries {
    let key = ReportIndex.Key(entry)
    if entry.report == 1, entry.hiddenBy == nil {
      let finding = try index.stored(entry)
      if old.contains(key) { comparison.remaining.append(finding) } else { report.findings.append(finding) }
    } else if entry.report == 0, entry.hiddenBy == nil, !new.contains(key), !hidden.contains(key) {
      comparison.fixed.append(try index.stored(entry))
    }
  }
  // What is counted only has no fingerprint that could be compared.
  report.further = report.further.filter { $0.hiddenBy != nil }
  let unlisted = index.heads.flatMap(\.report.further).filter { $0.hiddenBy == nil }.reduce(0) { $0 + $1.count }
  if unlisted > 0 {
    report.coverage.gaps.append(
      Skip(path: former, reason: "\(unlisted) places are counted only in these reports, so that they were not compared")
    )
  }
  report.comparison = comparison
  return report
}

extension ReportIndex {
  /// What makes two findings the same.
  struct Key: Hashable {
    var rule: UInt32
    var fingerprint: Fingerprint

    init(_ entry: Entry) {
      (rule, fingerprint) = (entry.rule, entry.fingerprint)
    }
  }

  func keys(of report: UInt32, where isWanted: (Entry) -> Bool) -> Set<Key> {
    Set(entries.filter { $0.report == report && isWanted($0) }.map(Key.init))
  }
}
