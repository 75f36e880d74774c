import Findings

/// The project's own JSON: one object, described by `docs/report.schema.json`. Unknown values are left out.
enum JSONReport {
  static func write(_ report: Report) -> String {
    let value: JSONValue = [
      "schema_version": .integer(1),
      "tool": [
        "name": .string(report.tool.name), "version": .string(report.tool.version),
        "rules": .integer(report.tool.rules),
      ],
      "target": .string(report.target),
      "mode": .string(report.mode),
      "started_at": .string(CivilTime(epochSeconds: report.startedAt).rfc3339),
      "duration_ms": .integer(report.durationMilliseconds),
      "coverage": coverage(report.coverage),
      "suppressed": .integer(report.suppressed.count),
      "below_threshold": .integer(report.belowThreshold),
      "findings": .array(report.findings.map(finding)),
    ]
    return value.pretty
  }

  /// What was looked at. `skipped` makes a scan incomplete, `left_out` does not.
  static func coverage(_ coverage: Coverage) -> JSONValue {
    [
      "files": .integer(coverage.files),
      "blobs": .integer(coverage.blobs),
      "commits": .integer(coverage.commits),
      "bytes": .integer(coverage.bytes),
      "skipped": .array(coverage.gaps.map(skip)),
      "left_out": .array(coverage.leftOut.map(skip)),
      "notes": .array(coverage.notes.map { .string($0) }),
      "complete": .boolean(coverage.complete),
    ]
  }

  /// An occurrence's members, shared with the `jsonl` format.
  static func occurrence(_ occurrence: Occurrence) -> JSONValue {
    [
      "path": .string(occurrence.path),
      "line": .integer(occurrence.line),
      "column": .integer(occurrence.column),
      "end_line": .integer(occurrence.endLine),
      "end_column": .integer(occurrence.endColumn),
      "commit": occurrence.commit.map { .string($0.id) },
      "author": occurrence.commit.map { .string($0.ident) },
      "date": occurrence.commit.map { .string(CivilTime(epochSeconds: $0.time).rfc3339) },
      "in_head": occurrence.inHead.map { .boolean($0) },
      "commit_count": occurrence.commitCount.map { .integer($0) },
      "archive_path": occurrence.archivePath.map { .string($0) },
      "decoded_from": occurrence.decodedFrom.map { .string($0) },
    ]
  }

  private static func finding(_ finding: Finding) -> JSONValue {
    let details = JSONValue.object(finding.details.map { ($0.name, .string($0.value)) })
    return [
      "fingerprint": .string(finding.fingerprint.description),
      "rule": .string(finding.rule.id),
      "title": .string(finding.rule.title),
      "severity": .string(finding.severity.name),
      "confidence": .string(finding.confidence.name),
      "secret": .string(finding.secret),
      "details": finding.details.isEmpty ? nil : details,
      "occurrences": .array(finding.occurrences.map(occurrence)),
      "remediation": [
        "summary": .string(finding.rule.summary),
        "revoke_url": finding.rule.revokeURL.map { .string($0) },
        "steps": .array(finding.rule.steps.map { .string($0) }),
      ],
    ]
  }

  private static func skip(_ skip: Skip) -> JSONValue {
    ["path": .string(skip.path), "reason": .string(skip.reason)]
  }
}
