import Detection
import Findings
import Rules

/// Groups what was found by rule and secret, and turns it into findings.
struct FindingBuilder {
  let rules: RuleSet
  let request: ScanRequest

  /// Findings split by what becomes of them.
  struct SortedFindings {
    var findings: [Finding] = []
    var suppressed: [Finding] = []
    var belowThreshold: [Finding] = []
  }

  private struct Key: Hashable {
    var rule: Int
    var secret: HashedBytes
    var suppression: Suppression?
  }

  /// - Parameter environment: What is wrong with environment files.
  func build(_ result: PartialResult, environment: [Finding] = []) -> SortedFindings {
    var groups: [Key: [Match]] = [:]
    for match in result.matches {
      let key = Key(rule: match.candidate.rule, secret: match.candidate.value, suppression: match.suppression)
      groups[key, default: []].append(match)
    }
    let found = groups.map { finding($0, $1) } + fileFindings(result.files)
    let merge = EnvironmentMerge(found.map(judged), environment: environment)
    return sorted(merge.findings + merge.environment.map(judged))
  }

  // MARK: - One finding

  private func finding(_ key: Key, _ matches: [Match]) -> Finding {
    let secret = key.secret.bytes
    let candidates = matches.map(\.candidate)
    let rule = rules.rule(at: key.rule)
    let gravest = candidates.max { Self.gravity(of: $0) < Self.gravity(of: $1) }
    var finding = Finding(
      fingerprint: Fingerprint(rule: rule.id, secret: secret, key: Self.fingerprintKey), rule: rule.reportSummary,
      severity: gravest?.severity ?? rule.severity,
      confidence: candidates.map(\.confidence).max() ?? rule.confidence,
      secret: request.showSecrets ? String(decoding: secret, as: UTF8.self) : Masking.masked(secret),
      entropy: Entropy.bitsPerByte(secret.span), occurrences: occurrences(matches),
      details: candidates.first?.details ?? [], suppression: key.suppression)
    finding.adjusted = gravest?.adjusted
    return finding
  }

  /// A finding is as grave as at its worst place; of several reasons to lower it the first of their list counts.
  private static func gravity(of candidate: Candidate) -> (Severity, Int) {
    guard let reason = candidate.adjusted?.reason else { return (candidate.severity, 0) }
    let place = AdjustedSeverity.Reason.allCases.firstIndex(of: reason) ?? 0
    return (candidate.severity, reason.raises ? 1 : -place)
  }

  /// Fingerprints agree between clones, also shallow ones, so the key is no secret of the repository;
  /// a baseline brings its own.
  static let fingerprintKey = Array("leaksift".utf8)

  /// The places that have no finding, most first.
  func furtherPlaces(_ counts: PlaceCounts) -> [FurtherPlaces] {
    counts.counts.map { kind, count in
      FurtherPlaces(
        rule: rules.id(at: kind.rule), path: kind.path, severity: kind.severity, count: count, hiddenBy: kind.hiddenBy)
    }.sorted()
  }

  /// Each once: two targets may contain the same file.
  private func occurrences(_ matches: [Match]) -> [Occurrence] {
    let all = matches.map { match in
      let (start, end) = (match.candidate.start, match.candidate.end)
      var place = Occurrence(
        path: match.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column,
        // What could not be read again has no line.
        excerpt: start == .unknown ? nil : Masking.excerpt(of: match, showSecrets: request.showSecrets),
        commit: match.history?.commit, inHead: match.history?.inHead, commitCount: match.history?.commitCount,
        decodedFrom: match.candidate.decoded?.name)
      place.removal = match.history?.removal
      place.layer = match.layer
      place.link = match.link
      return place
    }
    return Set(all).sorted(by: Occurrence.precedes)
  }

  private func fileFindings(_ files: [PathMatch]) -> [Finding] {
    Set(files).map { file in
      let rule = rules.rule(at: file.rule)
      var place = Occurrence(
        path: file.path, line: 0, column: 0, endLine: 0, endColumn: 0, commit: file.history?.commit,
        inHead: file.history?.inHead, commitCount: file.history?.commitCount)
      place.removal = file.history?.removal
      place.link = file.link
      return Finding(
        fingerprint: Fingerprint(rule: rule.id, secret: Array(file.identity.utf8), key: Self.fingerprintKey),
        rule: rule.reportSummary, severity: rule.severity, confidence: rule.confidence, secret: "",
        occurrences: [place], suppression: file.suppression)
    }
  }

  // MARK: - All findings

  private func sorted(_ findings: [Finding]) -> SortedFindings {
    var outcome = SortedFindings()
    for finding in findings {
      switch finding.suppression?.kind {
      case nil: outcome.findings.append(finding)
      case .threshold: outcome.belowThreshold.append(finding)
      default: outcome.suppressed.append(finding)
      }
    }
    outcome.findings.sort(by: Finding.precedes)
    outcome.suppressed.sort(by: Finding.precedes)
    outcome.belowThreshold.sort(by: Finding.precedes)
    return outcome
  }

  /// The finding with the threshold that it does not reach, where nothing else hides it.
  private func judged(_ finding: Finding) -> Finding {
    var judged = finding
    judged.suppression = finding.suppression ?? request.threshold(above: finding.severity, finding.confidence)
    return judged
  }
}

extension ScanRequest {
  /// The least severity or confidence that is not reached.
  func threshold(above severity: Severity, _ confidence: Confidence) -> Suppression? {
    let (least, surest) = (minimumSeverity ?? .info, minimumConfidence ?? .medium)
    if severity < least { return Suppression(kind: .threshold, place: "severity \(least.name)") }
    if confidence < surest { return Suppression(kind: .threshold, place: "confidence \(surest.name)") }
    return nil
  }
}
