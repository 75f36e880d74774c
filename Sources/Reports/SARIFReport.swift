import Findings

/// SARIF 2.1.0 as GitHub code scanning takes it: one result per finding, with all its places.
///
/// Neither secrets nor excerpts nor authors go in, whatever the user asked to see: these files are uploaded.
struct SARIFReport {
  /// GitHub refuses a run with more results, and a result with more locations
  /// (https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit).
  private static let mostResults = 25_000
  private static let mostLocations = 1_000
  /// GitHub shows a result's first location only: the message names some of the others.
  private static let mostPlacesInMessage = 5
  /// Keeps the notifications of a badly damaged repository below GitHub's file-size limit.
  private static let mostNotifications = 1_000

  private let report: Report
  private let findings: ArraySlice<Finding>
  private let rules: [RuleSummary]
  private let ruleIndexes: [String: Int]

  init(_ report: Report) {
    self.report = report
    findings = (report.findings + report.suppressed).prefix(Self.mostResults)
    var rules: [RuleSummary] = []
    var indexes: [String: Int] = [:]
    for finding in findings where indexes[finding.rule.id] == nil {
      indexes[finding.rule.id] = rules.count
      rules.append(finding.rule)
    }
    self.rules = rules
    ruleIndexes = indexes
  }

  func write() -> String {
    let log: JSONValue = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [run],
    ]
    return log.pretty
  }

  private var run: JSONValue {
    [
      "tool": [
        "driver": [
          "name": .string(report.tool.name),
          "version": .string(report.tool.version),
          "informationUri": Escaping.webAddress(report.tool.informationURL).map { .string($0) },
          "rules": .array(rules.map { SARIFRule(rule: $0, tool: report.tool).value }),
        ]
      ],
      "versionControlProvenance": provenance.map { [$0] },
      "invocations": [invocation],
      "results": .array(findings.map(result)),
      "properties": ["coverage": coverage, "belowThreshold": .integer(report.belowThreshold)],
    ]
  }

  private var provenance: JSONValue? {
    guard let repository = report.repository, let url = Escaping.webAddress(repository.url) else { return nil }
    return ["repositoryUri": .string(withoutCredentials(url)), "revisionId": .string(repository.head)]
  }

  private var coverage: JSONValue {
    [
      "files": .integer(report.coverage.files), "blobs": .integer(report.coverage.blobs),
      "commits": .integer(report.coverage.commits), "bytes": .integer(report.coverage.bytes),
      "complete": .boolean(report.coverage.complete),
    ]
  }

  /// Drops `user:password@` of a URL that begins with a scheme.
  private func withoutCredentials(_ url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count > 2, let at = parts[2].lastIndex(of: "@") else { return url }
    let host = parts[2][parts[2].index(after: at)...]
    return (parts[..<2] + [host] + parts[3...]).joined(separator: "/")
  }
}

// MARK: - Results

extension SARIFReport {
  private func result(_ finding: Finding) -> JSONValue {
    [
      "ruleId": .string(finding.rule.id),
      "ruleIndex": ruleIndexes[finding.rule.id].map { .integer($0) },
      "level": .string(SARIFRule.level(of: finding.severity)),
      "message": ["text": .string(message(of: finding))],
      "locations": .array(finding.occurrences.prefix(Self.mostLocations).map(location)),
      "partialFingerprints": [
        "primaryLocationLineHash": .string("\(finding.fingerprint):1"),
        "leaksift/v1": .string(finding.fingerprint.description),
      ],
      "suppressions": finding.suppression.map { [suppression($0)] },
      "properties": [
        "severity": .string(finding.severity.name), "confidence": .string(finding.confidence.name),
      ],
    ]
  }

  private func message(of finding: Finding) -> String {
    let places = finding.occurrences.count
    let others = finding.occurrences.dropFirst().prefix(Self.mostPlacesInMessage).map(\.place).joined(separator: ", ")
    let spread = places > 1 ? " in \(Wording.number(places)) places, also \(others)" : ""
    let cut = places > Self.mostLocations ? " (the first \(Wording.number(Self.mostLocations)) are listed)" : ""
    let facts = finding.details.map { " \($0.name): \($0.value)." }.joined()
    let next = finding.rule.revokeURL.map { " Revoke it (\($0)), then replace it." } ?? " Revoke it, then replace it."
    return plain("\(finding.rule.title)\(spread)\(cut).\(facts)\(next)")
  }

  /// Escapes what would become a link in a message (SARIF 2.1.0, section 3.11.6).
  private func plain(_ text: String) -> String {
    Escaping.replacing(Escaping.visible(text)) { "[]\\".unicodeScalars.contains($0) ? "\\\($0)" : nil }
  }

  private func location(_ occurrence: Occurrence) -> JSONValue {
    var properties: [(name: String, value: JSONValue)] = []
    if let commit = occurrence.commit {
      properties.append(("commit", .string(commit.id)))
      properties.append(("date", .string(CivilTime(epochSeconds: commit.time).rfc3339)))
    }
    if let inHead = occurrence.inHead { properties.append(("inHead", .boolean(inHead))) }
    if let encoding = occurrence.decodedFrom { properties.append(("decodedFrom", .string(encoding))) }
    return [
      "physicalLocation": [
        "artifactLocation": ["uri": .string(Escaping.uriPath(occurrence.path)), "uriBaseId": "%SRCROOT%"],
        "region": region(of: occurrence),
      ],
      "logicalLocations": occurrence.archivePath.map { _ in
        [["fullyQualifiedName": .string(occurrence.place), "kind": "resource"]]
      },
      "properties": properties.isEmpty ? nil : .object(properties),
    ]
  }

  /// GitHub requires a line; a place inside an archive has none in the archive's own bytes.
  private func region(of occurrence: Occurrence) -> JSONValue {
    guard occurrence.line > 0, occurrence.archivePath == nil else { return ["startLine": .integer(1)] }
    let hasColumns = occurrence.column > 0 && occurrence.endColumn > 0
    return [
      "startLine": .integer(occurrence.line),
      "startColumn": hasColumns ? .integer(occurrence.column) : nil,
      "endLine": .integer(max(occurrence.line, occurrence.endLine)),
      "endColumn": hasColumns ? .integer(occurrence.endColumn) : nil,
    ]
  }

  private func suppression(_ suppression: Suppression) -> JSONValue {
    [
      "kind": suppression.kind == .inline ? "inSource" : "external",
      "status": "accepted",
      "justification": .string(Wording.reason(of: suppression)),
    ]
  }
}

// MARK: - Coverage

extension SARIFReport {
  private var invocation: JSONValue {
    let end = report.startedAt.addingReportingOverflow(Int64(report.durationMilliseconds / 1_000)).partialValue
    return [
      "executionSuccessful": .boolean(report.coverage.complete),
      "startTimeUtc": .string(CivilTime(epochSeconds: report.startedAt).rfc3339),
      "endTimeUtc": .string(CivilTime(epochSeconds: end).rfc3339),
      "toolExecutionNotifications": .array(notifications),
    ]
  }

  private var notifications: [JSONValue] {
    let total = report.findings.count + report.suppressed.count
    var list: [JSONValue] = []
    if total > findings.count {
      let kept = Wording.number(findings.count)
      list.append(notification("warning", "Only \(kept) of \(Wording.number(total)) results are in this file."))
    }
    list += skips(report.coverage.gaps, level: "error", verb: "could not be scanned")
    list += skips(report.coverage.leftOut, level: "note", verb: "left out")
    list += report.coverage.notes.map { notification("note", $0) }
    return list + [notification("note", Wording.scanned(in: report) + ".")]
  }

  private func skips(_ skips: [Skip], level: String, verb: String) -> [JSONValue] {
    let shown = skips.prefix(Self.mostNotifications).map { notification(level, "\($0.path): \(verb): \($0.reason)") }
    let rest = skips.count - shown.count
    return rest > 0 ? shown + [notification(level, "\(Wording.count(rest, "more item")) \(verb).")] : shown
  }

  private func notification(_ level: String, _ text: String) -> JSONValue {
    ["level": .string(level), "message": ["text": .string(plain(text))]]
  }
}
