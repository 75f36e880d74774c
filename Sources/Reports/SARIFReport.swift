import Findings
import Text

/// SARIF 2.1.0 as GitHub code scanning takes it: one result for each place of a finding.
///
/// Several locations of one result are for what a single change must fix at all of them (section 3.27.12), and viewers
/// show the first one only.
/// Neither secrets nor authors go in, whatever the user wants to see, since these files are uploaded; of lines only masked
/// ones do.
struct SARIFReport {
  /// GitHub refuses a run with more results
  /// (https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit).
  private static let mostResults = 25_000
  /// How many of a secret's other places a message names.
  private static let mostPlacesInMessage = 5
  /// Keeps the notifications of a badly damaged repository below GitHub's file-size limit.
  private static let mostNotifications = 1_000

  /// One place of a finding.
  private struct PlacedFinding {
    var finding: Finding
    /// The place's index among the finding's.
    var index: Int
    var occurrence: Occurrence { finding.occurrences[index] }
  }

  private let report: Report
  private let places: [PlacedFinding]
  private let placeCount: Int
  private let rules: [RuleSummary]
  private let ruleIndexes: [String: Int]

  init(_ report: Report) {
    self.report = report
    let all = (report.findings + report.suppressed).flatMap { finding in
      finding.occurrences.indices.map { PlacedFinding(finding: finding, index: $0) }
    }
    placeCount = all.count
    places = all.count <= Self.mostResults ? all : Self.mostTelling(of: all)
    var rules: [RuleSummary] = []
    var indexes: [String: Int] = [:]
    for rule in places.lazy.map(\.finding.rule) where indexes[rule.id] == nil {
      indexes[rule.id] = rules.count
      rules.append(rule)
    }
    self.rules = rules
    ruleIndexes = indexes
  }

  /// The first place of every finding, then further ones.
  private static func mostTelling(of places: [PlacedFinding]) -> [PlacedFinding] {
    Array((places.filter { $0.index == 0 } + places.filter { $0.index > 0 }).prefix(mostResults))
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
          "semanticVersion": .string(report.tool.version),
          "informationUri": Escaping.webAddress(report.tool.informationURL).map { .string($0) },
          "rules": .array(rules.map { SARIFRule(rule: $0, tool: report.tool).value }),
        ]
      ],
      "automationDetails": ["id": .string(report.mode == "history" ? "leaksift/history/" : "leaksift/")],
      "versionControlProvenance": provenance.isEmpty ? nil : .array(provenance),
      "invocations": [invocation],
      "results": .array(places.map(result)),
      "properties": [
        "coverage": coverage, "configuration": report.configuration.map { .string($0) },
        "hidden": JSONReport.hiddenCounts(report),
        "further_places": JSONReport.further(report),
      ],
    ]
  }

  /// The repositories whose remotes have an address in the web.
  private var provenance: [JSONValue] {
    report.repositories.compactMap { repository in
      guard let remote = repository.remote,
        let page = RepositoryPages(remote: remote)?.home ?? Escaping.webAddress(remote)
      else { return nil }
      let folder = repository.path == "." ? nil : Escaping.uriPath(repository.path) + "/"
      return [
        "repositoryUri": .string(page), "revisionId": repository.commit.map { .string($0) },
        "branch": repository.branch.map { .string($0) },
        "mappedTo": ["uri": folder.map { .string($0) }, "uriBaseId": "%SRCROOT%"],
      ]
    }
  }

  private var coverage: JSONValue {
    [
      "files": .integer(report.coverage.files), "blobs": .integer(report.coverage.blobs),
      "commits": .integer(report.coverage.commits), "bytes": .integer(report.coverage.bytes),
      "complete": .boolean(report.coverage.complete),
    ]
  }
}

// MARK: - Results

extension SARIFReport {
  private func result(_ place: PlacedFinding) -> JSONValue {
    let finding = place.finding
    return [
      "ruleId": .string(finding.rule.id),
      "ruleIndex": ruleIndexes[finding.rule.id].map { .integer($0) },
      "level": .string(SARIFRule.level(of: finding.severity)),
      "message": ["text": .string(message(of: place))],
      "locations": [location(place.occurrence)],
      "partialFingerprints": [
        "primaryLocationLineHash": .string("\(finding.fingerprint):\(place.index + 1)"),
        "leaksift/v1": .string(finding.fingerprint.description),
      ],
      "rank": finding.verification.map { .number(Self.rank(of: $0.status)) },
      "suppressions": finding.suppression.map { [suppression($0)] },
      "properties": [
        "severity": .string(finding.severity.name), "confidence": .string(finding.confidence.name),
        "severityLowered": JSONReport.lowered(finding),
        "severityRaised": JSONReport.raised(finding),
        "hiddenByChange": finding.hiddenByChange.map { .string($0) },
        "verification": JSONReport.verification(finding),
      ],
    ]
  }

  /// Priority from 0 to 100 (section 3.27.25).
  private static func rank(of status: Verification.Status) -> Double {
    switch status {
    case .active: 100
    case .unknown, .skipped: 50
    case .inactive: 0
    }
  }

  private func message(of place: PlacedFinding) -> String {
    let finding = place.finding
    let count = finding.occurrences.count
    let others = finding.occurrences.indices.lazy.filter { $0 != place.index }.prefix(Self.mostPlacesInMessage)
    let named = others.map { finding.occurrences[$0].place }.joined(separator: ", ")
    let spread = count > 1 ? " in \(Counting.number(count)) places, also \(named)" : ""
    let facts = ([Wording.adjusted(finding)].compactMap(\.self) + Wording.facts(of: finding)).map {
      " \($0.name): \($0.value)."
    }.joined()
    let next = finding.rule.revokeURL.map { " Revoke it (\($0)), then replace it." } ?? " Revoke it, then replace it."
    return plain("\(finding.rule.title)\(spread).\(facts)\(next)")
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
    if let repository = occurrence.repository { properties.append(("repository", .string(repository))) }
    if let link = occurrence.link { properties.append(("link", .string(link))) }
    if let inHead = occurrence.inHead { properties.append(("inHead", .boolean(inHead))) }
    if let layer = occurrence.layer { properties.append(("layer", .string(layer))) }
    if let encoding = occurrence.decodedFrom { properties.append(("decodedFrom", .string(encoding))) }
    return [
      "physicalLocation": [
        "artifactLocation": ["uri": .string(Escaping.uriPath(occurrence.path)), "uriBaseId": "%SRCROOT%"],
        "region": region(of: occurrence).adding(["snippet": snippet(of: occurrence)]),
      ],
      "properties": properties.isEmpty ? nil : .object(properties),
    ]
  }

  /// GitHub requires a line.
  private func region(of occurrence: Occurrence) -> JSONValue {
    guard occurrence.line > 0 else { return ["startLine": .integer(1)] }
    let hasColumns = occurrence.column > 0 && occurrence.endColumn > 0
    return [
      "startLine": .integer(occurrence.line),
      "startColumn": hasColumns ? .integer(occurrence.column) : nil,
      "endLine": .integer(max(occurrence.line, occurrence.endLine)),
      "endColumn": hasColumns ? .integer(occurrence.endColumn) : nil,
    ]
  }

  /// The line, where it is masked.
  private func snippet(of occurrence: Occurrence) -> JSONValue? {
    guard !report.showsSecrets, let excerpt = occurrence.excerpt else { return nil }
    return ["text": .string(excerpt.before + excerpt.secret + excerpt.after)]
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
      "commandLine": report.command.isEmpty ? nil : .string(report.command.joined(separator: " ")),
      "executionSuccessful": .boolean(report.coverage.complete),
      "startTimeUtc": .string(CivilTime(epochSeconds: report.startedAt).rfc3339),
      "endTimeUtc": .string(CivilTime(epochSeconds: end).rfc3339),
      "toolExecutionNotifications": .array(notifications),
    ]
  }

  private var notifications: [JSONValue] {
    var list: [JSONValue] = []
    if placeCount > places.count {
      let kept = "Only \(Counting.number(places.count)) of \(Counting.number(placeCount)) results are in this file"
      list.append(notification("warning", "\(kept): GitHub takes no more. Other formats list all."))
    }
    for rule in rules {
      if let cut = SARIFRule(rule: rule, tool: report.tool).cut { list.append(notification("note", cut)) }
    }
    let gaps = report.coverage.gaps.map { ($0.place, Wording.acceptable($0)) }
    list += skips(gaps, level: "error", verb: "could not be scanned")
    let accepted = report.coverage.accepted.map { ($0.gap.place, Wording.acceptance($0)) }
    list += skips(accepted, level: "note", verb: "could not be scanned")
    list += skips(report.coverage.leftOut.map { ($0.place, $0.reason) }, level: "note", verb: "left out")
    list += report.coverage.notes.map { notification("note", $0) }
    return list + [notification("note", Wording.scanned(in: report) + ".")]
  }

  private func skips(_ skips: [(path: String, text: String)], level: String, verb: String) -> [JSONValue] {
    let shown = skips.prefix(Self.mostNotifications).map { notification(level, "\($0.path): \(verb): \($0.text)") }
    let rest = skips.count - shown.count
    return rest > 0 ? shown + [notification(level, "\(Counting.count(rest, "more item")) \(verb).")] : shown
  }

  private func notification(_ level: String, _ text: String) -> JSONValue {
    ["level": .string(level), "message": ["text": .string(plain(text))]]
  }
}
