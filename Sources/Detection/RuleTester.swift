public import Rules
import Text

/// Something a rule promises and does not keep.
public struct RuleTestFailure: Sendable, Equatable, CustomStringConvertible {
  /// The rule's id.
  public var rule: String
  /// What went wrong, without a full stop.
  public var message: String

  /// Rule and message.
  public var description: String { "\(rule): \(message)" }
}

/// Tries rules on texts made from their own samples: each secret must be found wherever it is, near-misses never.
public final class RuleTester {
  private let detector: Detector
  private let rules: RuleSet
  private let seed: UInt64
  /// Begins anew with each rule, so that what is made for one does not depend on the others.
  private var generator: SeededGenerator

  /// - Parameter seed: The same seed makes the same texts.
  /// - Throws: ``RuleFailure`` when a global allowlist does not compile.
  public init(_ rules: RuleSet, seed: UInt64 = 1) throws(RuleFailure) {
    self.rules = rules
    detector = try Detector(RuleIndex(rules))
    self.seed = seed
    generator = SeededGenerator(seed: seed)
  }

  /// What the rule at `index` does not keep of its samples, examples and near-misses.
  public func failures(ofRuleAt index: Int) -> [RuleTestFailure] {
    let rule = rules.ruleWithSamples(at: index)
    guard rule.regex != nil else { return [] }
    generator = SeededGenerator(seed: "\(seed) \(rule.id)")
    var failures: [RuleTestFailure] = []
    func fail(_ message: String) { failures.append(RuleTestFailure(rule: rule.id, message: message)) }
    if rule.samples.isEmpty && rule.examples.isEmpty { fail("has neither samples nor examples") }
    for source in rule.samples { trySample(source, of: rule, at: index, fail) }
    for source in rule.examples { tryExample(source, of: rule, at: index, fail) }
    for source in rule.nonSamples { tryNearMiss(source, at: index, fail) }
    return failures + silentFailures(rule)
  }

  // MARK: - Texts

  private func trySample(_ source: String, of rule: Rule, at index: Int, _ fail: (String) -> Void) {
    guard let shape = shape(source, fail) else { return }
    let secret = completed(shape.generate(using: &generator), rule)
    for surrounding in Surrounding.all {
      let text = surrounding.text(secret, rule)
      if finds(secret, in: text, rule: rule, at: index) { continue }
      fail("sample \(source) is not found in \(surrounding.name)\(reason(text, index))")
    }
  }

  private func tryExample(_ source: String, of rule: Rule, at index: Int, _ fail: (String) -> Void) {
    guard let shape = shape(source, fail) else { return }
    var text: [UInt8] = []
    for _ in 0..<(rule.scored ? Self.scoredDraws : 1) {
      let made = shape.generateExample(using: &generator)
      guard let range = made.secret else { return fail("example \(source) marks no secret with « and »") }
      let secret = completed(Array(made.text[range]), rule)
      text = made.text[..<range.lowerBound] + secret + made.text[range.upperBound...]
      if finds(secret, in: text, rule: rule, at: index) { return }
    }
    fail("the secret in example \(source) is not found\(reason(text, index))")
  }

  /// Values that an example of a scored rule is filled with before it counts as broken: the scorer weighs the value
  /// itself, and takes a few random ones for words.
  private static let scoredDraws = 5

  private func tryNearMiss(_ source: String, at index: Int, _ fail: (String) -> Void) {
    guard let shape = shape(source, fail) else { return }
    let text = shape.generate(using: &generator)
    if settled(text).contains(where: { $0.rule == index && !$0.isNearMiss }) { fail("near-miss \(source) is found") }
  }

  /// Whether the rule reports exactly this secret. A scored rule has no format: whichever rule wins over it will do.
  private func finds(_ secret: [UInt8], in text: [UInt8], rule: Rule, at index: Int) -> Bool {
    settled(text).contains { $0.value.bytes == secret && ($0.rule == index || rule.scored) }
  }

  private func settled(_ text: [UInt8]) -> [Candidate] {
    let candidates = detector.candidates(in: text.span).located(in: text.span)
    return detector.settled(candidates, at: TextPlace(path: Surrounding.path)).filter { $0.exclusion == nil }
  }

  private func shape(_ source: String, _ fail: (String) -> Void) -> Shape? {
    do { return try Shape(parsing: source) } catch {
      fail("shape \(source): \(error)")
      return nil
    }
  }

  private func silentFailures(_ rule: Rule) -> [RuleTestFailure] {
    detector.takeFailures().filter { $0.rule == rule.id }.map { RuleTestFailure(rule: rule.id, message: $0.reason) }
  }

  private func completed(_ secret: [UInt8], _ rule: Rule) -> [UInt8] {
    rule.checksum?.completed(secret, using: &generator) ?? secret
  }

  /// Why the rule dropped what it matched in a text.
  private func reason(_ text: [UInt8], _ index: Int) -> String {
    var reasons: [DropReason] = []
    let hear: (Judgement) -> Void = { if $0.rule == index, let dropped = $0.dropped { reasons.append(dropped) } }
    let candidates = detector.candidates(in: text.span, judged: hear).located(in: text.span)
    _ = detector.settled(candidates, at: TextPlace(path: Surrounding.path), judged: hear)
    return reasons.first.map { ": \($0)" } ?? ": no match"
  }
}

/// A text that a secret may be in.
private struct Surrounding {
  static let path = Array("src/settings.conf".utf8)

  var name: String
  /// `@` stands for the name, `$` for the secret.
  var template: String

  static let all = [
    Surrounding(name: "an assignment", template: "@ = \"$\"\n"),
    Surrounding(name: "JSON", template: "{\n  \"@\": \"$\",\n  \"a\": 1\n}\n"),
    Surrounding(name: "YAML", template: "service:\n  @: $\n  port: 80\n"),
    Surrounding(name: "TOML", template: "[service]\n@ = '$'\n"),
    Surrounding(name: "XML", template: "<config><@>$</@></config>\n"),
    Surrounding(name: "a URL", template: "https://host.tld/path?@=$&page=2\n"),
    Surrounding(name: "a header", template: "GET / HTTP/1.1\r\n@: $\r\n\r\n"),
    Surrounding(name: "a shell line", template: "export @=$\n"),
    Surrounding(name: "a log line", template: "2026-01-02T03:04:05Z INFO using @=$ for the call\n"),
    Surrounding(name: "Markdown", template: "Set `@` to `$` first.\n"),
  ]

  func text(_ secret: [UInt8], _ rule: Rule) -> [UInt8] {
    template.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "@"): Array(Self.variable(for: rule).utf8)
      case UInt8(ascii: "$"): secret
      default: [byte]
      }
    }
  }

  /// The name a value of the rule would have: its context word's, when it has one.
  private static func variable(for rule: Rule) -> String {
    guard let word = rule.context.first else { return "service_key" }
    let plain = word.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" ? $0 : "_" }
    let name = String(plain)
    return name.hasSuffix("key") || name.hasSuffix("token") || name.hasSuffix("secret") ? name : name + "_key"
  }
}
