import Detection
import Rules

/// Values that no placeholder filter takes for a dummy, made anew when tests run.
enum Samples {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  static func random(_ length: Int = 32, seed: UInt64 = 1) -> String {
    var generator = SeededGenerator(seed: seed)
    let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A value of ``tokenRule(_:)``.
  static func token(_ seed: UInt64 = 1) -> String { "tkn_" + random(seed: seed) }

  /// A rule of the plainest kind.
  static func tokenRule(_ id: String = "token") -> Rule {
    Rule(id: id, regex: "tkn_[A-Za-z0-9]{32}", keywords: ["tkn_"])
  }
}

/// What a test says about a finding.
struct Seen: Hashable, CustomStringConvertible {
  var rule: String
  var secret: String
  var description: String { "\(rule): \(secret)" }
}

/// Runs rules over a text as a scan would.
struct Engine {
  let detector: Detector
  let rules: RuleSet

  init(_ rules: [Rule], allowlists: [Allowlist] = []) throws {
    try self.init(RuleSet(rules, globalAllowlists: allowlists))
  }

  init(_ rules: RuleSet) throws {
    self.rules = rules
    detector = try Detector(RuleIndex(rules))
  }

  func located(_ text: [UInt8]) -> [Candidate] { detector.candidates(in: text.span).located(in: text.span) }

  func seen(_ text: String, path: String = "src/a.conf", commit: String? = nil) -> [Seen] {
    let bytes = Array(text.utf8)
    let settled = detector.settled(located(bytes), at: TextPlace(path: Array(path.utf8), commit: commit))
    return settled.filter { $0.exclusion == nil }.map {
      Seen(
        rule: rules.id(at: $0.rule),
        secret: String(decoding: bytes[$0.secret], as: UTF8.self))
    }
  }

  func secrets(_ text: String, path: String = "src/a.conf", commit: String? = nil) -> [String] {
    seen(text, path: path, commit: commit).map(\.secret)
  }
}
