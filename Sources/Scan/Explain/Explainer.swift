import Detection
import Findings
import Content
import Rules

/// Says why a line of a file, or of a file in an archive, is, or is not, a finding.
///
/// - Throws: ``ScanError`` when the file, the line, the rules or a suppression file cannot be used.
public func explain(_ request: ExplainRequest) throws(ScanError) -> Explanation {
  var request = request
  let place = ExplainedPlace(request.path)
  request.path = place.file
  var scanRequest = ScanRequest(targets: [request.path.map { .path($0) } ?? .standardInput], workers: 1)
  scanRequest.configuration = request.configuration
  scanRequest.baseline = request.baseline
  let loaded = try RuleLoading.load(scanRequest, folder: request.path, ProjectFiles())
  scanRequest = scanRequest.completed(by: loaded.settings)
  let source = try ExplainedText.read(place, scanRequest.containerReader)
  let detector = try loaded.rules.detector()
  guard let line = source.range(ofLine: request.line) else {
    throw ScanError("\(source.path) has no line \(request.line); its last one is \(source.lineCount)")
  }
  let explainer = Explainer(request: request, scanRequest: scanRequest, detector: detector, source: source, line: line)
  var explanation = try explainer.run()
  if let path = request.path, place.member == nil {
    explanation.remarks += try EnvironmentRemarks.all(of: path, line: request.line, settings: loaded.settings)
  }
  explanation.remarks += loaded.warnings
  return explanation
}

/// A match and what was said of it so far.
struct JudgedMatch {
  var rule: Int
  var secret: Range<Int>
  var match: Range<Int>
  var dropped: DropReason?
  var decoded: DecodedValue?

  var layerCount: Int { decoded?.layers.count ?? 0 }
}

/// Runs the detector over a text and listens to what is said of one line.
struct Explainer {
  let request: ExplainRequest
  let scanRequest: ScanRequest
  let detector: Detector
  let source: ExplainedText
  /// The line's bytes without its end.
  let line: Range<Int>

  private var rules: RuleSet { detector.index.rules }

  func run() throws(ScanError) -> Explanation {
    let (judged, kept) = judge()
    let suppressions = try suppressions(of: kept)
    let onLine = judged.filter { touchesLine($0.match) || touchesLine($0.secret) }
    let matches = onLine.map { explained($0, kept, suppressions) }
    var remarks = pathRemarks()
    if matches.isEmpty { remarks += KeywordSearch(rules: rules, source: source, line: line).remarks }
    for failure in detector.takeFailures() { remarks.append(failure.sentence) }
    let explanation = Explanation(
      place: "\(source.path):\(request.line)", text: shownLine(onLine.map(\.secret)), matches: matches, remarks: remarks
    )
    return request.showSecrets ? explanation : try withMaskedNames(explanation, secrets: kept.map(\.secret))
  }

  /// Hides secrets in the file's path, wherever it is named.
  private func withMaskedNames(
    _ explanation: Explanation, secrets: [Range<Int>]
  ) throws(ScanError) -> Explanation {
    let names = NameMasker(Set(secrets.map { Array(source.text[$0]) })) { detector }
    var shown = explanation
    shown.place = try names.masked(explanation.place)
    for index in shown.matches.indices { shown.matches[index].verdict = try names.masked(shown.matches[index].verdict) }
    shown.remarks = try explanation.remarks.map(names.masked)
    return shown
  }

  private func touchesLine(_ range: Range<Int>) -> Bool {
    range.lowerBound <= line.upperBound && range.upperBound > line.lowerBound
  }

  // MARK: - Judging

  private func judge() -> (judged: [JudgedMatch], kept: [Candidate]) {
    var judged: [JudgedMatch] = []
    let isBinary = looksBinary(source.text.span)
    let candidates = detector.candidates(in: source.text.span, isBinary: isBinary) { judgement in
      judged.append(
        JudgedMatch(
          rule: judgement.rule, secret: judgement.secret, match: judgement.match, dropped: judgement.dropped,
          decoded: judgement.decoded))
    }
    let kept = detector.settled(candidates.located(in: source.text.span), at: TextPlace(path: Array(source.path.utf8)))
    { judgement in
      let index = judged.firstIndex {
        $0.rule == judgement.rule && $0.secret == judgement.secret && $0.dropped == nil
      }
      if let index { judged[index].dropped = judgement.dropped }
    }
    // A value may end later than its rule saw.
    for candidate in kept where !candidate.continuation.isEmpty {
      let found = candidate.secret.dropLast(candidate.continuation.count)
      for index in judged.indices where judged[index].rule == candidate.rule && judged[index].secret == found {
        judged[index].secret = candidate.secret
      }
    }
    return (unique(judged), kept)
  }

  /// A contextual rule tries a value once for each context word near it: the best answer is the answer. What was decoded in
  /// several ways is what takes fewest layers.
  private func unique(_ judged: [JudgedMatch]) -> [JudgedMatch] {
    var result: [JudgedMatch] = []
    for match in judged {
      let twin = result.firstIndex {
        $0.rule == match.rule && $0.secret == match.secret && $0.decoded?.value == match.decoded?.value
      }
      if let index = twin {
        if match.layerCount > result[index].layerCount { continue }
        if match.layerCount < result[index].layerCount || match.dropped == nil || result[index].dropped == .noContext {
          result[index] = match
        }
      } else {
        result.append(match)
      }
    }
    return result.sorted { ($0.secret.lowerBound, $0.rule) < ($1.secret.lowerBound, $1.rule) }
  }

  /// What hides each kept candidate of the line, by the candidate's place in the list.
  private func suppressions(of kept: [Candidate]) throws(ScanError) -> [Suppression?] {
    var markers = MarkerSearch()
    markers.readBorders(in: source.text.span, offset: 0, isLast: true)
    var part = TargetScan.Part(result: PartialResult())
    part.result.matches = kept.map { candidate in
      var match = Match(candidate: candidate, path: source.path)
      match.read(source.text.span, comments: markers)
      match.suppression = candidate.exclusion.map(Suppression.init)
      return match
    }
    let clock = ScanClock().report(target: "", mode: "")
    var pass = try SuppressionPass(scanRequest, rules: rules, today: CalendarDay(epochSeconds: clock.startedAt))
    let target = NamedTarget.all(of: scanRequest)[0]
    try pass.begin(target)
    try pass.apply(to: &part, of: target)
    return part.result.matches.map(\.suppression)
  }

  // MARK: - Telling

  private func explained(
    _ match: JudgedMatch, _ kept: [Candidate], _ suppressions: [Suppression?]
  ) -> Explanation.Match {
    let rule = rules.rule(at: match.rule)
    let index = kept.firstIndex {
      $0.rule == match.rule && $0.secret == match.secret && $0.decoded?.layers == match.decoded?.layers
        && (match.decoded == nil || $0.value.bytes == match.decoded?.value)
    }
    let suppression = index.flatMap { suppressions[$0] }
    var counter = LineCounter()
    let start = counter.position(of: match.secret.lowerBound, in: source.text.span)
    let secret = match.decoded?.value ?? Array(source.text[match.secret])
    let facts =
      match.decoded == nil
      ? FilterFacts(rule: rule, text: source.text, secret: match.secret, path: source.path)
      : FilterFacts(rule: rule, text: secret, secret: secret.indices, path: source.path)
    let decoding = match.decoded.map { Explanation.Step(name: "encoding", text: "decoded from \($0.layers.name)") }
    return Explanation.Match(
      rule: rule.reportSummary, line: start.line, column: start.column,
      secret: request.showSecrets ? String(decoding: secret, as: UTF8.self) : Masking.masked(secret),
      steps: [decoding].compactMap { $0 } + facts.steps,
      verdict: verdict(match, rule, suppression, kept: index.map { kept[$0] }),
      missing: match.dropped.flatMap { MissingPart(facts: facts, rules: rules).name(for: $0) },
      isFinding: index != nil && suppression == nil)
  }

  private func verdict(
    _ match: JudgedMatch, _ rule: Rule, _ suppression: Suppression?, kept: Candidate?
  ) -> String {
    if let reason = match.dropped { return "no finding: \(reason.sentence)" }
    if let suppression {
      let reason = suppression.reason.map { " (\($0))" } ?? ""
      return "hidden by \(suppression.kind.spoken), \(suppression.place)\(reason)"
    }
    guard let kept else {
      return rule.skipReport ? "no finding of its own: the rule only serves others" : "no finding"
    }
    let isShown = kept.confidence >= scanRequest.minimumConfidence ?? .medium
    let why = kept.adjusted.map { " (\($0.text(beside: kept.severity)))" } ?? ""
    return "a finding: severity \(kept.severity.name)\(why), confidence \(kept.confidence.name)"
      + (isShown ? "" : "; shown with --min-confidence \(kept.confidence.name)")
  }

  private func pathRemarks() -> [String] {
    detector.pathRules(matching: TextPlace(path: Array(source.path.utf8))).map { index, exclusion in
      "rule \(rules.id(at: index)) reports the file for its path alone"
        + (exclusion.map { ", and \($0.reason.sentence)" } ?? "")
    }
  }

  // MARK: - The line

  private static let longestLine = 400

  /// The line with secrets masked, whether a rule matched them or not, all but the first part of a long one left out.
  private func shownLine(_ secrets: [Range<Int>]) -> String {
    let bytes = Array(source.text[line])
    let onLine = secrets.map { $0.clamped(to: line) }.map {
      $0.lowerBound - line.lowerBound..<$0.upperBound - line.lowerBound
    }
    let shown = request.showSecrets ? String(decoding: bytes, as: UTF8.self) : Masking.line(bytes, secrets: onLine)
    let isLong = shown.utf8.count > Self.longestLine
    return String(decoding: shown.utf8.prefix(Self.longestLine), as: UTF8.self) + (isLong ? "…" : "")
  }
}

extension Suppression.Kind {
  fileprivate var spoken: String {
    switch self {
    case .inline: "an inline comment"
    case .ignoreFile: "an ignore file"
    case .baseline: "the baseline"
    case .allowlist: "an allowlist"
    case .settings: "the settings"
    case .threshold: "a threshold"
    }
  }
}
