internal import Findings
internal import Text

/// Turns the parts of a JSON report (docs/report.schema.json) into what they were written from.
///
/// Members of later versions are ignored; what a member must be and is not, is an error, so that nothing is dropped
/// silently. Addresses are taken only when they are safe to link to.
struct ReportDecoder {
  /// A member that is not what it must be.
  struct Failure: Error {
    var message: String
  }

  // MARK: - Findings

  static func finding(_ value: JSONValue) throws(Failure) -> Finding {
    let remediation = value["remediation"]
    let severity = try severity(value, "severity")
    let confidence = try word(value, "confidence", Confidence.init(name:))
    let adjusted = try adjusted(value["severity_lowered"] ?? value["severity_raised"])
    let rule = RuleSummary(
      id: try text(value, "rule"), title: value["title"]?.string ?? "", summary: remediation?["summary"]?.string ?? "",
      severity: adjusted?.from ?? severity, confidence: confidence,
      tags: (value["tags"]?.elements ?? []).compactMap(\.string),
      docsURL: remediation?["docs_url"]?.string, revokeURL: remediation?["revoke_url"]?.string,
      steps: (remediation?["steps"]?.elements ?? []).compactMap(\.string))
    guard let elements = value["occurrences"]?.elements, !elements.isEmpty else {
      throw Failure(message: "a finding has no `occurrences`")
    }
    var finding = Finding(
      fingerprint: try word(value, "fingerprint", Fingerprint.init), rule: rule, severity: severity,
      confidence: confidence, secret: value["secret"]?.string ?? "",
      occurrences: try elements.map { element throws(Failure) in try occurrence(element) },
      details: details(value["details"]), suppression: try suppression(value["hidden_by"]))
    finding.fleetID = value["fleet_id"]?.string
    finding.adjusted = adjusted
    finding.hiddenByChange = value["hidden_by_change"]?.string
    finding.verification = try verification(value["verification"])
    return finding
  }

  private static func details(_ value: JSONValue?) -> [Detail] {
    guard case .object(let members) = value else { return [] }
    return members.compactMap { name, value in value.string.map { Detail(name: name, value: $0) } }
  }

  private static func adjusted(_ value: JSONValue?) throws(Failure) -> AdjustedSeverity? {
    guard let value else { return nil }
    return AdjustedSeverity(
      from: try severity(value, "from"), reason: try word(value, "because", AdjustedSeverity.Reason.init(rawValue:)))
  }

  private static func session(_ value: JSONValue?) -> SessionPlace? {
    guard let value, let agent = value["agent"]?.string else { return nil }
    return SessionPlace(
      agent: agent, session: value["id"]?.string, turn: value["turn"]?.integer.map { Int($0) },
      project: value["project"]?.string)
  }

  private static func verification(_ value: JSONValue?) throws(Failure) -> Verification? {
    guard let value else { return nil }
    let identity = value["identity"]
    return Verification(
      try word(value, "status", Verification.Status.init(rawValue:)), reason: value["reason"]?.string,
      host: value["host"]?.string, checkedAt: value["checked_at"]?.string.flatMap(seconds),
      identity: Verification.Identity(
        account: identity?["account"]?.string, user: identity?["user"]?.string, scopes: identity?["scopes"]?.string,
        expires: identity?["expires"]?.string, reach: identity?["reach"]?.string))
  }

  private static func suppression(_ value: JSONValue?) throws(Failure) -> Suppression? {
    guard let value else { return nil }
    return Suppression(
      kind: try word(value, "kind", Suppression.Kind.init(rawValue:)), place: value["place"]?.string ?? "",
      reason: value["reason"]?.string)
  }

  private static func occurrence(_ value: JSONValue) throws(Failure) -> Occurrence {
    // Of schema version 1, which has the path in an archive apart.
    let member = value["archive_path"]?.string.map { "!\($0)" } ?? ""
    var occurrence = Occurrence(
      path: try text(value, "path") + member, line: try number(value, "line"), column: try number(value, "column"),
      endLine: try number(value, "end_line"), endColumn: try number(value, "end_column"),
      excerpt: value["excerpt"].map {
        Excerpt(
          before: $0["before"]?.string ?? "", secret: $0["secret"]?.string ?? "", after: $0["after"]?.string ?? "")
      },
      commit: commit(value), inHead: value["in_head"]?.boolean,
      commitCount: value["commit_count"]?.integer.map { Int($0) }, decodedFrom: value["decoded_from"]?.string)
    if let commit = value["removed_by"]?.string, let time = value["removed_at"]?.string.flatMap(Self.seconds) {
      occurrence.removal = Removal(commit: commit, time: time)
    }
    occurrence.layer = value["layer"]?.string
    occurrence.session = session(value["session"])
    occurrence.link = Escaping.webAddress(value["link"]?.string)
    occurrence.repository = value["repository"]?.string
    return occurrence
  }

  private static func commit(_ value: JSONValue) -> Commit? {
    guard let id = value["commit"]?.string else { return nil }
    let ident = value["author"]?.string ?? ""
    let bracket = ident.hasSuffix(">") ? ident.lastIndex(of: "<") : nil
    let name = bracket.map { ident[..<$0].hasSuffix(" ") ? ident[..<$0].dropLast() : ident[..<$0] }
    var commit = Commit(
      id: id, author: name.map { String($0) } ?? ident,
      email: bracket.map { String(ident[ident.index(after: $0)...].dropLast()) } ?? "",
      time: value["date"]?.string.flatMap(Self.seconds) ?? 0, subject: value["subject"]?.string ?? "")
    commit.link = Escaping.webAddress(value["commit_link"]?.string)
    return commit
  }

  // MARK: - The rest

  static func coverage(_ value: JSONValue?) throws(Failure) -> Coverage {
    guard let value, value["complete"] != nil else { throw Failure(message: "there is no `coverage`") }
    var coverage = Coverage(
      files: try number(value, "files"), blobs: try number(value, "blobs"), commits: try number(value, "commits"),
      bytes: try number(value, "bytes"), gaps: try skips(value["skipped"]), leftOut: try skips(value["left_out"]),
      notes: (value["notes"]?.elements ?? []).compactMap(\.string))
    coverage.accepted = try (value["accepted"]?.elements ?? []).map { element throws(Failure) in
      AcceptedGap(
        gap: try skip(element), place: element["accepted_at"]?.string ?? "",
        reason: element["accepted_because"]?.string ?? "")
    }
    if value["complete"]?.boolean != true, coverage.gaps.isEmpty {
      coverage.gaps = [Skip(path: ".", reason: "the report says that it is incomplete, and not why")]
    }
    return coverage
  }

  private static func skips(_ value: JSONValue?) throws(Failure) -> [Skip] {
    try (value?.elements ?? []).map { element throws(Failure) in try skip(element) }
  }

  private static func skip(_ value: JSONValue) throws(Failure) -> Skip {
    var skip = Skip(path: try text(value, "path"), reason: try text(value, "reason"))
    skip.repository = value["repository"]?.string
    return skip
  }

  static func repositories(_ value: JSONValue?) -> [ScannedRepository] {
    (value?.elements ?? []).map { element in
      ScannedRepository(
        path: element["path"]?.string ?? ".", remote: element["remote"]?.string.map { RemoteURL($0).shown },
        branch: element["branch"]?.string, commit: element["commit"]?.string)
    }
  }

  static func further(_ value: JSONValue?) throws(Failure) -> [FurtherPlaces] {
    try (value?.elements ?? []).map { element throws(Failure) in
      FurtherPlaces(
        rule: try text(element, "rule"), path: try text(element, "path"), severity: try severity(element, "severity"),
        count: try number(element, "count"),
        hiddenBy: try element["hidden_by"].map { _ throws(Failure) in
          try word(element, "hidden_by", Suppression.Kind.init(rawValue:))
        })
    }
  }

  /// How many findings each kind of suppression hides.
  static func hidden(_ head: JSONValue) -> [Suppression.Kind: Int] {
    var counts: [Suppression.Kind: Int] = [:]
    for kind in Suppression.Kind.allCases {
      let count = head["hidden"]?[kind.rawValue]?.integer.map { Int($0) } ?? 0
      if count > 0 { counts[kind] = count }
    }
    // Schema version 1 has two numbers only.
    for (name, kind) in [("suppressed", Suppression.Kind.inline), ("below_threshold", .threshold)] {
      let count = head[name]?.integer.map { Int($0) } ?? 0
      if count > 0 { counts[kind, default: 0] += count }
    }
    return counts
  }

  // MARK: - Members

  static func severity(_ value: JSONValue, _ name: String) throws(Failure) -> Severity {
    try word(value, name, Severity.init(name:))
  }

  private static func text(_ value: JSONValue, _ name: String) throws(Failure) -> String {
    try word(value, name) { $0 }
  }

  private static func word<Word>(
    _ value: JSONValue, _ name: String, _ read: (String) -> Word?
  ) throws(Failure) -> Word {
    guard let word = value[name]?.string.flatMap(read) else {
      throw Failure(message: "`\(name)` is missing or has a value that is not known")
    }
    return word
  }

  private static func number(_ value: JSONValue, _ name: String) throws(Failure) -> Int {
    guard let number = value[name]?.integer, (0...(1 << 53)).contains(number) else {
      throw Failure(message: "`\(name)` is missing or is no number from 0 up")
    }
    return Int(number)
  }

  /// Reads `YYYY-MM-DDThh:mm:ssZ` (RFC 3339) as seconds since 1970-01-01 UTC.
  static func seconds(_ moment: String) -> Int64? {
    let parts = moment.split(separator: "T", maxSplits: 1)
    guard parts.count == 2, let day = CalendarDay(parts[0]), parts[1].hasSuffix("Z") else { return nil }
    let clock = parts[1].dropLast().split(separator: ":").compactMap { Int64($0) }
    guard clock.count == 3, clock.allSatisfy({ (0...60).contains($0) }) else { return nil }
    return day.epochSeconds + clock[0] * 3_600 + clock[1] * 60 + clock[2]
  }
}
