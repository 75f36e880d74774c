import Content
import Detection
public import Findings
import Platform
import Rules

/// Finds secrets in texts in memory, for what serves editors, agents and streams. One for each thread.
///
/// What a project's configuration, ignore files and baseline say counts as in a scan of its folder.
public final class SecretFinder {
  private let rules: ScanRules
  private let scanner: TextScanner
  private let request: ScanRequest
  private let target: NamedTarget
  private let settings: @Sendable (Match) -> Suppression?
  private var suppressions: SuppressionPass

  /// - Parameters:
  ///   - configuration: Rule file that the user names; `nil` looks for the folder's own, as a scan does.
  ///   - folder: Where the project is.
  /// - Throws: ``ScanError`` when its configuration, ignore files or baseline cannot be used.
  public init(configuration: String? = nil, folder: String = ".") throws(ScanError) {
    var request = ScanRequest(targets: [.path(folder)], workers: 1)
    request.configuration = configuration
    let loaded = try RuleLoading.load(request, folder: folder, ProjectFiles())
    request = request.completed(by: loaded.settings)
    target = NamedTarget.all(of: request)[0]
    rules = loaded.rules
    scanner = TextScanner(try rules.detector())
    settings = SettingsPass(loaded.settings, rules: rules.set).hiding(of: target)
    let today = CalendarDay(epochSeconds: ThisProcess.epochSeconds)
    suppressions = try SuppressionPass(request, rules: rules.set, today: today)
    try suppressions.begin(target)
    self.request = request
  }

  /// Every secret of a text, in the order of its places: those that count, and those that something hides.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - path: What the text is called: absolute, or from the top of the project.
  /// - Complexity: That of a scan of the text.
  public func secrets(in text: [UInt8], path: String) throws(ScanError) -> [TextSecret] {
    let name = Array(path.utf8)
    let below = name.first == PathText.slash ? PathText.path(name, below: target.naming.root).map { Array($0) } : nil
    scanner.scan(TextChunk(text.span))
    var part = PartialResult()
    part.add(scanner, of: TextOrigin(path: below ?? name))
    var secrets: [TextSecret] = []
    for var match in part.matches {
      match.suppression = match.suppression ?? settings(match)
      match.suppression = try suppressions.suppression(of: match, target)
      secrets.append(secret(match))
    }
    return secrets.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
  }

  private func secret(_ match: Match) -> TextSecret {
    let candidate = match.candidate
    let rule = rules.set.rule(at: candidate.rule)
    let value = candidate.value.bytes
    return TextSecret(
      range: candidate.secret, start: (candidate.start.line, candidate.start.column),
      end: (candidate.end.line, candidate.end.column), rule: rule.reportSummary, severity: candidate.severity,
      confidence: candidate.confidence, adjusted: candidate.adjusted,
      fingerprint: Fingerprint(rule: rule.id, secret: value, key: FindingBuilder.fingerprintKey),
      decodedFrom: candidate.decoded?.name, details: candidate.details, value: value, masked: Masking.masked(value),
      suppression: match.suppression ?? request.threshold(above: candidate.severity, candidate.confidence))
  }
}

/// A secret in a text, at its place.
public struct TextSecret: Sendable {
  /// The bytes of the text that must not be shown: the secret, or the run that encodes it.
  public let range: Range<Int>
  /// 1-based, columns in bytes.
  public let start, end: (line: Int, column: Int)
  /// The rule that found it.
  public let rule: RuleSummary
  /// As at this place.
  public let severity: Severity
  /// How sure it is.
  public let confidence: Confidence
  /// Why the severity is not what it would be elsewhere.
  public let adjusted: AdjustedSeverity?
  /// As reports have it.
  public let fingerprint: Fingerprint
  /// Names of the encodings that it is in.
  public let decodedFrom: String?
  /// Facts read from the secret offline.
  public let details: [Detail]
  /// The secret's bytes, decoded; never to be shown.
  package let value: [UInt8]
  /// The secret as reports show it.
  public let masked: String
  /// What hides it; `nil` when it counts.
  public let suppression: Suppression?
}
