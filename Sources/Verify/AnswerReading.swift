import Findings
import Rules
import Text

/// What an answer says of a secret, by the patterns of a step.
struct AnswerReading {
  enum Meaning: Equatable {
    case active, inactive
    /// Neither, with the reason.
    case unclear(String)
  }

  let answer: HTTPAnswer
  private let json: JSONValue?

  init(_ answer: HTTPAnswer) {
    self.answer = answer
    json = JSONValue(parsing: answer.body)
  }

  /// What the patterns of a step say. Refusals to answer and pages for people say nothing, whatever the patterns are.
  func meaning(by step: RequestStep) -> Meaning {
    switch answer.status {
    case 429: return .unclear("429: too many requests")
    case 500...599: return .unclear("\(answer.status): the service failed")
    case 407: return .unclear("407: the proxy wants credentials")
    case 300...399: return .unclear("\(answer.status): a redirect, which is not followed")
    default: break
    }
    if fits(step.inactive) { return .inactive }
    if fits(step.active) { return .active }
    if answer.isHTML { return .unclear("\(answer.status) with a page of HTML: not the service that was meant") }
    return .unclear("unexpected answer, status \(answer.status)")
  }

  private func fits(_ patterns: [String]) -> Bool {
    patterns.contains { source in (try? AnswerPattern(source)).map(fits) ?? false }
  }

  private func fits(_ pattern: AnswerPattern) -> Bool {
    guard pattern.statuses.contains(where: { $0.contains(answer.status) }) else { return false }
    return (pattern.takesHTML || !answer.isHTML) && pattern.tests.allSatisfy(fits)
  }

  private func fits(_ test: AnswerPattern.Test) -> Bool {
    switch test {
    case .present(let path): value(at: path)?.isFilled ?? false
    case .equals(let path, let text): value(at: path)?.plainText == text
    case .contains(let path, let text): value(at: path)?.plainText?.contains(text) ?? false
    case .header(let name, let text):
      answer.header(name).map { text == nil || $0.lowercased() == text?.lowercased() } ?? false
    case .text(let text): answer.body.firstRange(of: Array(text.utf8)) != nil
    }
  }

  private func value(at path: AnswerPath) -> JSONValue? {
    var value = json
    for step in path.steps {
      switch step {
      case .member(let name): value = value?[name]
      case .element(let index): value = value?.elements.flatMap { index < $0.count ? $0[index] : nil }
      }
    }
    return value
  }

  /// The text of a place in the answer; `nil` when it is not there or empty.
  func text(of place: AnswerValue) -> String? {
    let text =
      switch place {
      case .header(let name): answer.header(name)
      case .json(let path): value(at: path)?.plainText
      }
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whose the secret is, as an active answer says.
  ///
  /// - Parameter secret: Never part of it: some services repeat what they were sent.
  func identity(by step: RequestStep, without secret: String) -> Verification.Identity? {
    func read(_ places: [String]) -> String? {
      let texts = places.compactMap { (try? AnswerValue($0)).flatMap(text) }.filter { !$0.contains(secret) }
      return texts.isEmpty ? nil : String(Escaping.visible(texts.joined(separator: ", ")).prefix(Self.longest))
    }
    return Verification.Identity(
      account: read(step.account), user: read(step.user), scopes: read(step.scopes), expires: read(step.expires),
      reach: step.reach)
  }

  /// Most characters of one fact.
  private static let longest = 300
}

extension JSONValue {
  /// Whether there is something: neither null, false nor empty.
  fileprivate var isFilled: Bool {
    switch self {
    case .null: false
    case .boolean(let value): value
    case .string(let text): !text.isEmpty
    case .array(let values): !values.isEmpty
    case .object(let members): !members.isEmpty
    case .number: true
    }
  }

  /// The value in one line; `nil` for null and objects.
  fileprivate var plainText: String? {
    switch self {
    case .string(let text): text
    case .number(let digits): digits
    case .boolean(let value): value ? "true" : "false"
    case .array(let values): values.compactMap(\.plainText).joined(separator: " ")
    case .null, .object: nil
    }
  }
}
