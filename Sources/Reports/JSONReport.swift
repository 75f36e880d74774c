package import Findings
package import Text

/// The project's own JSON: one object, described by `docs/report.schema.json`. Unknown values are left out.
package enum JSONReport {
  /// - Parameter listsHidden: Whether hidden findings are listed, too, with what hides them.
  static func write(_ report: Report, listsHidden: Bool) -> String {
    let value: JSONValue = [
      "schema_version": .integer(2),
      "tool": [
        "name": .string(report.tool.name), "version": .string(report.tool.version),
        "rules": .integer(report.tool.rules),
      ],
      "command": report.command.isEmpty ? nil : .array(report.command.map { .string($0) }),
      "target": .string(report.target),
      "mode": .string(report.mode),
      "repositories": repositories(report),
      "started_at": .string(CivilTime(epochSeconds: report.startedAt).rfc3339),
      "duration_ms": .integer(report.durationMilliseconds),
      "configuration": report.configuration.map { .string($0) },
      "configuration_digest": report.configurationDigest.map { .string($0) },
      "fail_on": .string(report.failing),
      "coverage": coverage(report.coverage),
      "verification_requests": report.requests.map { .array($0.map(request)) },
      "hidden": hiddenCounts(report),
      "further_places": further(report),
      "comparison": comparison(report),
      "findings": .array(report.findings.map { finding($0, in: report) }),
      "hidden_findings": listsHidden
        ? .array(report.hidden.map { finding($0, in: report).adding(["hidden_by": hiddenBy($0)]) }) : nil,
    ]
    return value.pretty
  }

  /// The repositories that were scanned; `nil` when there was none.
  static func repositories(_ report: Report) -> JSONValue? {
    if report.repositories.isEmpty { return nil }
    return .array(
      report.repositories.map { repository in
        [
          "path": .string(repository.path), "remote": repository.remote.map { .string($0) },
          "branch": repository.branch.map { .string($0) }, "commit": repository.commit.map { .string($0) },
        ]
      })
  }

  /// The number of findings that each kind of suppression hides.
  package static func hiddenCounts(_ report: Report) -> JSONValue {
    .object(report.hiddenCounts.map { ($0.kind.rawValue, .integer($0.count)) })
  }

  /// Places that are not listed; `nil` when all are.
  static func further(_ report: Report) -> JSONValue? {
    if report.further.isEmpty { return nil }
    return .array(
      report.further.map { further in
        [
          "rule": .string(further.rule), "path": .string(further.path), "severity": .string(further.severity.name),
          "count": .integer(further.count), "hidden_by": further.hiddenBy.map { .string($0.rawValue) },
        ]
      })
  }

  /// What lowers a finding's severity, and from which.
  static func lowered(_ finding: Finding) -> JSONValue? { adjusted(finding, raised: false) }

  /// What raises a finding's severity, and from which.
  static func raised(_ finding: Finding) -> JSONValue? { adjusted(finding, raised: true) }

  private static func adjusted(_ finding: Finding, raised: Bool) -> JSONValue? {
    guard let adjusted = finding.adjusted, adjusted.reason.raises == raised else { return nil }
    return ["from": .string(adjusted.from.name), "because": .string(adjusted.reason.rawValue)]
  }

  /// What the vendor said about a finding's secret.
  static func verification(_ finding: Finding) -> JSONValue? {
    finding.verification.map { verification in
      let facts = (verification.identity?.facts ?? []).map { ($0.name, JSONValue.string($0.value)) }
      return [
        "status": .string(verification.status.rawValue), "reason": verification.reason.map { .string($0) },
        "host": verification.host.map { .string($0) },
        "checked_at": verification.checkedAt.map { .string(CivilTime(epochSeconds: $0).rfc3339) },
        "identity": facts.isEmpty ? nil : .object(facts),
      ]
    }
  }

  /// A receipt.
  private static func request(_ request: VerificationRequest) -> JSONValue {
    [
      "host": .string(request.host), "rule": .string(request.rule), "purpose": .string(request.purpose.rawValue),
      "time": .string(CivilTime(epochSeconds: request.time).rfc3339), "outcome": .string(request.outcome),
    ]
  }

  /// What hides a finding.
  static func hiddenBy(_ finding: Finding) -> JSONValue? {
    finding.suppression.map { suppression in
      [
        "kind": .string(suppression.kind.rawValue), "place": .string(suppression.place),
        "reason": suppression.reason.map { .string($0) },
      ]
    }
  }

  /// What was looked at. `skipped` makes a scan incomplete, `left_out` does not.
  package static func coverage(_ coverage: Coverage) -> JSONValue {
    [
      "files": .integer(coverage.files),
      "blobs": .integer(coverage.blobs),
      "commits": .integer(coverage.commits),
      "bytes": .integer(coverage.bytes),
      "skipped": .array(coverage.gaps.map { skip($0).adding(["accept": .string($0.acceptance)]) }),
      "accepted": .array(
        coverage.accepted.map {
          skip($0.gap).adding(["accepted_at": .string($0.place), "accepted_because": .string($0.reason)])
        }),
      "left_out": .array(coverage.leftOut.map(skip)),
      "notes": .array(coverage.notes.map { .string($0) }),
      "complete": .boolean(coverage.complete),
    ]
  }

  /// An occurrence's members, shared with the `jsonl` format.
  static func occurrence(_ occurrence: Occurrence) -> JSONValue {
    [
      "repository": occurrence.repository.map { .string($0) },
      "path": .string(occurrence.path),
      "line": .integer(occurrence.line),
      "column": .integer(occurrence.column),
      "end_line": .integer(occurrence.endLine),
      "end_column": .integer(occurrence.endColumn),
      "link": occurrence.link.map { .string($0) },
      "commit": occurrence.commit.map { .string($0.id) },
      "commit_link": occurrence.commit?.link.map { .string($0) },
      "author": occurrence.commit.map { .string($0.ident) },
      "date": occurrence.commit.map { .string(CivilTime(epochSeconds: $0.time).rfc3339) },
      "subject": occurrence.commit.map { .string($0.subject) },
      "in_head": occurrence.inHead.map { .boolean($0) },
      "removed_at": occurrence.removal.map { .string(CivilTime(epochSeconds: $0.time).rfc3339) },
      "removed_by": occurrence.removal.map { .string($0.commit) },
      "commit_count": occurrence.commitCount.map { .integer($0) },
      "decoded_from": occurrence.decodedFrom.map { .string($0) },
      "layer": occurrence.layer.map { .string($0) },
      "session": occurrence.session.map { session in
        [
          "agent": .string(session.agent), "id": session.session.map { .string($0) },
          "turn": session.turn.map { .integer($0) }, "project": session.project.map { .string($0) },
        ]
      },
    ]
  }

  /// A finding with every place that it lists.
  package static func finding(_ finding: Finding, in report: Report) -> JSONValue {
    let exposure = Exposure(of: finding, in: report)
    let details = JSONValue.object(finding.details.map { ($0.name, .string($0.value)) })
    return [
      "fingerprint": .string(finding.fingerprint.description),
      "fleet_id": finding.fleetID.map { .string($0) },
      "rule": .string(finding.rule.id),
      "title": .string(finding.rule.title),
      "tags": finding.rule.tags.isEmpty ? nil : .array(finding.rule.tags.map { .string($0) }),
      "severity": .string(finding.severity.name),
      "severity_lowered": lowered(finding),
      "severity_raised": raised(finding),
      "confidence": .string(finding.confidence.name),
      "secret": .string(finding.secret),
      "verification": verification(finding),
      "details": finding.details.isEmpty ? nil : details,
      "hidden_by_change": finding.hiddenByChange.map { .string($0) },
      "exposed_since": exposure.map { .string(CivilTime(epochSeconds: $0.start).rfc3339) },
      "exposed_days": exposure.map { .integer($0.days) },
      "removed_at": finding.removal.map { .string(CivilTime(epochSeconds: $0.time).rfc3339) },
      "occurrences": .array(finding.occurrences.map { occurrence($0).adding(["excerpt": excerpt($0.excerpt)]) }),
      "remediation": [
        "summary": .string(finding.rule.summary),
        "docs_url": finding.rule.docsURL.map { .string($0) },
        "revoke_url": finding.rule.revokeURL.map { .string($0) },
        "steps": .array((finding.rule.steps + finding.rule.commands).map { .string($0) }),
      ],
    ]
  }

  /// What became of the findings of an earlier report.
  private static func comparison(_ report: Report) -> JSONValue? {
    guard let comparison = report.comparison else { return nil }
    return [
      "former": .string(comparison.former), "new": .integer(report.findings.count),
      "fixed": .array(comparison.fixed.map { finding($0, in: report) }),
      "remaining": .array(comparison.remaining.map { finding($0, in: report) }),
    ]
  }

  private static func excerpt(_ excerpt: Excerpt?) -> JSONValue? {
    guard let excerpt else { return nil }
    return [
      "before": .string(excerpt.before), "secret": .string(excerpt.secret), "after": .string(excerpt.after),
    ]
  }

  private static func skip(_ skip: Skip) -> JSONValue {
    ["repository": skip.repository.map { .string($0) }, "path": .string(skip.path), "reason": .string(skip.reason)]
  }
}
