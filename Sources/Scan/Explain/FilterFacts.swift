import Detection
import Rules

/// What each filter of a rule measures of one match, whether or not an earlier one had dropped it.
struct FilterFacts {
  let rule: Rule
  let text: [UInt8]
  let secret: Range<Int>
  let path: String

  /// The features of most weight that are shown.
  private static let mostReasons = 4

  private var value: Span<UInt8> {
    @_lifetime(borrow self) get { text.span.extracting(secret) }
  }

  private var isContextual: Bool { rule.scored || !rule.context.isEmpty }

  /// In the order in which the filters are applied.
  var steps: [Explanation.Step] {
    var steps = [placeholder, entropy]
    if let checksum = rule.checksum { steps.append(self.checksum(checksum)) }
    if isContextual, !rule.scored, rule.checksum == nil { steps.append(words) }
    // What was decoded is shown without its surroundings, which the score depends on.
    if rule.scored, secret != text.indices { steps += score }
    return steps
  }

  private var placeholder: Explanation.Step {
    let own = rule.placeholders.contains { Array($0.utf8) == Array(text[secret]) }
    let reason = PlaceholderFilter.reason(for: value, contextual: isContextual)
    let found = own ? "a published example of the rule" : reason.map { "yes: \($0.rawValue)" } ?? "no"
    return Explanation.Step(name: "placeholder", text: found)
  }

  private var entropy: Explanation.Step {
    let measured = "\(Self.rounded(Entropy.bitsPerByte(value))) bits per byte"
    let threshold = rule.entropy.map { "must exceed \($0)" } ?? "the rule sets no threshold"
    return Explanation.Step(name: "entropy", text: "\(measured), \(threshold)")
  }

  private func checksum(_ checksum: Checksum) -> Explanation.Step {
    let verdict =
      switch checksum.judge(Array(text[secret])) {
      case .valid: "agrees"
      case .invalid: "does not agree"
      case .unknown: "cannot be told"
      }
    return Explanation.Step(name: "checksum", text: "\(checksum.rawValue) \(verdict)")
  }

  private var words: Explanation.Step {
    let surprise = Self.rounded(Double(Rarity.surprise(value)))
    return Explanation.Step(
      name: "rarity", text: "\(surprise) bits per character, must reach \(Self.rounded(Double(Rarity.wordThreshold)))")
  }

  private var score: [Explanation.Step] {
    guard let features else { return [Explanation.Step(name: "score", text: "not measured: plainly no secret")] }
    let score = Self.rounded(Double(ContextualScorer.score(features, file: fileKind)))
    let floor = Self.rounded(Double(ContextualScorer.floor))
    let shown = reasons.prefix(Self.mostReasons).map { reason in
      "\(reason.feature) \(reason.contribution < 0 ? "against" : "for") (\(Self.rounded(Double(reason.contribution))))"
    }
    return [
      Explanation.Step(name: "score", text: "\(score), must reach \(floor)"),
      Explanation.Step(name: "what weighed", text: shown.joined(separator: ", ")),
    ]
  }

  private var features: FeatureVector? { ContextualScorer.features(text: text.span, secret: secret) }

  private var fileKind: FileKind { FileKind(path: Array(path.utf8).span) }

  /// What decided the score, strongest first; empty for a value that was not measured.
  var reasons: [ScoreReason] { features.map { ContextualScorer.reasons($0, file: fileKind) } ?? [] }

  /// With two decimal places.
  static func rounded(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
    let hundredths = Int((number.magnitude * 100).rounded())
    let fraction = hundredths % 100
    let sign = number < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }
}

extension DropReason {
  /// The reason as part of a sentence.
  var sentence: String {
    let rounded = FilterFacts.rounded
    return switch self {
    case .publishedExample: "it is a published example value"
    case .placeholder(let reason): "it is a placeholder (\(reason))"
    case .checksum: "its checksum does not agree"
    case .entropy(let value, let threshold): "its entropy \(rounded(value)) does not exceed \(threshold)"
    case .words(let value, let threshold):
      "it reads like words: rarity \(rounded(value)) is below \(rounded(threshold))"
    case .noContext: "no context word is near enough, in a position where it names the value"
    case .record: "it is a hash in a scanner's own ignore file or baseline"
    case .ciphertext: "it is encrypted"
    case .encodedData: "it is within lines of encoded data, such as a picture's"
    case .noSecret: "it is so plainly no secret that it was not scored"
    case .score(let value, let floor): "its score \(rounded(value)) is below \(rounded(floor))"
    case .allowlist(let label), .filter(let label): "\(label) hides it"
    case .path: "the path is not one the rule is for"
    case .outranked(let rule): "rule \(rule), which is more specific, keeps the secret"
    case .shape(let rule): "it misses the shape of rule \(rule)'s keys by a few characters"
    case .requiredRuleMissing(let rule): "rule \(rule), which it requires nearby, found nothing"
    }
  }
}
