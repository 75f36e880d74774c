/// What an answer must be like: a status, then any number of tests that must all agree.
///
///     200 and json ok = false and json error = invalid_auth
public struct AnswerPattern: Sendable, Equatable {
  /// Something that an answer must have beside its status.
  public enum Test: Sendable, Equatable {
    /// The value of a JSON body is there and is neither null, false nor empty.
    case present(AnswerPath)
    /// The value's text, as `true`, `12` or `invalid_auth`.
    case equals(AnswerPath, String)
    /// A part of the value's text.
    case contains(AnswerPath, String)
    /// A header is there; its value where one is given, compared without letter case.
    case header(String, String?)
    /// A part of the body.
    case text(String)
  }

  /// Statuses that fit; each is `200`, or `2xx` for a hundred of them.
  public let statuses: [ClosedRange<Int>]
  /// All must agree.
  public let tests: [Test]

  /// Whether a page of HTML can be meant: only where its text is looked at.
  public var takesHTML: Bool {
    tests.contains { test in
      if case .text = test { true } else { false }
    }
  }

  /// Reads a pattern.
  ///
  /// - Throws: ``RequestSyntaxError`` with what is wrong.
  public init(_ source: String) throws(RequestSyntaxError) {
    let clauses = source.parts(between: " and ")
    var statuses: [ClosedRange<Int>] = []
    for word in clauses[0].split(separator: "|", omittingEmptySubsequences: false) {
      guard let status = Self.status(word) else {
        throw RequestSyntaxError("\"\(source)\" must begin with a status, such as 200, 2xx or 401|403")
      }
      statuses.append(status)
    }
    self.statuses = statuses
    var tests: [Test] = []
    for clause in clauses.dropFirst() { tests.append(try Self.test(clause)) }
    self.tests = tests
  }

  private static func status(_ word: Substring) -> ClosedRange<Int>? {
    guard word.utf8.count == 3 else { return nil }
    if word.hasSuffix("xx"), let hundred = Int(word.prefix(1)), (1...5).contains(hundred) {
      return hundred * 100...hundred * 100 + 99
    }
    return Int(word).flatMap { (100...599).contains($0) ? $0...$0 : nil }
  }

  private static func test(_ clause: String) throws(RequestSyntaxError) -> Test {
    let words = clause.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else {
      throw RequestSyntaxError("\"\(clause)\" is no test: json PATH, header NAME or text VALUE")
    }
    switch words[0] {
    case "text": return .text(words[1])
    case "header":
      let sides = words[1].parts(between: " = ")
      return .header(sides[0].lowercased(), sides.count > 1 ? sides.dropFirst().joined(separator: " = ") : nil)
    case "json":
      let ways: [(String, (AnswerPath, String) -> Test)] = [(" = ", Test.equals), (" contains ", Test.contains)]
      // The first sign counts: a value may contain the other one.
      let signs = ways.compactMap { sign, make in words[1].firstRange(of: sign).map { ($0, make) } }
      if let (sign, make) = signs.min(by: { $0.0.lowerBound < $1.0.lowerBound }) {
        return make(try AnswerPath(String(words[1][..<sign.lowerBound])), String(words[1][sign.upperBound...]))
      }
      return .present(try AnswerPath(words[1]))
    default: throw RequestSyntaxError("\"\(clause)\" is no test: json PATH, header NAME or text VALUE")
    }
  }
}

/// A place in a JSON body: `data.items[0].id`.
public struct AnswerPath: Sendable, Equatable {
  /// One step into a value.
  public enum Step: Sendable, Equatable {
    case member(String)
    case element(Int)
  }

  /// From the outermost value inwards.
  public let steps: [Step]

  /// Reads a path.
  ///
  /// - Throws: ``RequestSyntaxError`` where there is no name, or no number in brackets.
  public init(_ source: String) throws(RequestSyntaxError) {
    var steps: [Step] = []
    for name in source.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = name.split(separator: "[", omittingEmptySubsequences: false)
      if pieces[0].isEmpty, pieces.count == 1 {
        throw RequestSyntaxError("\"\(source)\" is no path, such as data.items[0].id")
      }
      if !pieces[0].isEmpty { steps.append(.member(String(pieces[0]))) }
      for piece in pieces.dropFirst() {
        guard piece.hasSuffix("]"), let index = Int(piece.dropLast()), index >= 0 else {
          throw RequestSyntaxError("\"\(source)\" is no path, such as data.items[0].id")
        }
        steps.append(.element(index))
      }
    }
    self.steps = steps
  }
}

extension String {
  /// The texts before, between and after a separator; at least one.
  func parts(between separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
