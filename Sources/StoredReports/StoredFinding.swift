public import Findings

/// Finds one finding in a stored report, among those that count and the hidden ones that the report lists.
///
/// - Parameters:
///   - path: A JSON report of leaksift, of schema version 1 or 2.
///   - memory: Most bytes, roughly, for what is read.
/// - Returns: The finding, or `nil`, and the report without its findings.
/// - Throws: ``StoredReportError`` when the report cannot be used.
public func storedFinding(
  _ fingerprint: Fingerprint, in path: String, memory: Int
) throws(StoredReportError) -> (finding: Finding?, report: Report) {
  var index = ReportIndex(memory: memory)
  try index.add(path)
  let entries = index.entries.filter { $0.fingerprint == fingerprint }
  guard let entry = entries.first(where: { $0.hiddenBy == nil }) ?? entries.first else {
    return (nil, index.heads[0].report)
  }
  return (try index.stored(entry), index.heads[0].report)
}

/// A stored report with the findings that count.
///
/// - Parameters:
///   - path: A JSON report of leaksift, of schema version 1 or 2.
///   - memory: Most bytes, roughly, for the index of what is read.
/// - Throws: ``StoredReportError`` when the report cannot be used.
public func storedReport(_ path: String, memory: Int) throws(StoredReportError) -> Report {
  var index = ReportIndex(memory: memory)
  try index.add(path)
  var report = index.heads[0].report
  for entry in index.entries where entry.hiddenBy == nil { report.findings.append(try index.stored(entry)) }
  return report
}
