import Findings

/// A value of a key in a rule file, with its three forms: in TOML, in a compiled record, and as the documentation names
/// it.
protocol RuleValue: Sendable, Equatable {
  /// What the documentation calls such a value.
  static var kind: String { get }

  /// The value of a key; `nil` when it is not given, or is wrong, which is noted.
  static func read(_ key: String, from table: inout TableReader) -> Self?

  /// What a compiled record contains of it; more than one text for a list.
  var recordTexts: [String] { get }

  /// Takes over a text of a compiled record.
  mutating func take(recordText: String)

  /// Adds what a rule with the id of an extended one gives.
  mutating func add(_ other: Self)

  func write(_ key: String, to writer: inout TOMLWriter)
}

extension RuleValue {
  mutating func add(_ other: Self) { self = other }
}

extension String: RuleValue {
  static var kind: String { "text" }

  static func read(_ key: String, from table: inout TableReader) -> String? { table.string(key) }

  var recordTexts: [String] { [self] }

  mutating func take(recordText: String) { self = recordText }

  func write(_ key: String, to writer: inout TOMLWriter) { writer.add(key, self) }
}

extension Bool: RuleValue {
  static var kind: String { "true or false" }

  static func read(_ key: String, from table: inout TableReader) -> Bool? { table.boolean(key) }

  var recordTexts: [String] { [self ? "1" : "0"] }

  mutating func take(recordText: String) { self = recordText == "1" }

  func write(_ key: String, to writer: inout TOMLWriter) { writer.line("\(key) = \(self)") }
}

extension Int: RuleValue {
  static var kind: String { "whole number" }

  static func read(_ key: String, from table: inout TableReader) -> Int? {
    table.integer(key, in: 0...Int(Int32.max))
  }

  var recordTexts: [String] { [String(self)] }

  mutating func take(recordText: String) { self = Int(recordText) ?? self }

  func write(_ key: String, to writer: inout TOMLWriter) { writer.line("\(key) = \(self)") }
}

extension Double: RuleValue {
  static var kind: String { "number" }

  static func read(_ key: String, from table: inout TableReader) -> Double? {
    table.number(key, in: 0...greatestFiniteMagnitude)
  }

  var recordTexts: [String] { [String(self)] }

  mutating func take(recordText: String) { self = Double(recordText) ?? self }

  func write(_ key: String, to writer: inout TOMLWriter) { writer.line("\(key) = \(self)") }
}

extension [String]: RuleValue {
  static var kind: String { "list of texts" }

  static func read(_ key: String, from table: inout TableReader) -> [String]? { table.strings(key) }

  var recordTexts: [String] { self }

  mutating func take(recordText: String) { append(recordText) }

  mutating func add(_ other: [String]) {
    let present = self
    self += other.filter { !present.contains($0) }
  }

  func write(_ key: String, to writer: inout TOMLWriter) { writer.add(key, self) }
}

/// A value that a table can be without.
protocol RuleScalar: RuleValue {
  /// What a text of a compiled record stands for.
  init?(recordText: String)
}

extension String: RuleScalar {
  init?(recordText: String) { self = recordText }
}

extension Int: RuleScalar {
  init?(recordText: String) { self.init(recordText) }
}

extension Double: RuleScalar {
  init?(recordText: String) { self.init(recordText) }
}

// MARK: - One word of a few

/// A value that is one of a few words.
protocol RuleWord: RuleScalar {
  /// Every word, in the order in which messages and the documentation list them.
  static var words: [String] { get }
  /// The value that a word stands for; letter case does not matter.
  init?(word: String)
  /// As it is written.
  var word: String { get }
}

extension RuleWord {
  static var kind: String { words.map { "`\($0)`" }.joined(separator: " ") }

  static func read(_ key: String, from table: inout TableReader) -> Self? {
    table.choice(key, among: words, Self.init(word:))
  }

  var recordTexts: [String] { [word] }

  mutating func take(recordText: String) { self = Self(word: recordText) ?? self }

  init?(recordText: String) { self.init(word: recordText) }

  func write(_ key: String, to writer: inout TOMLWriter) { writer.add(key, word) }
}

extension Severity: RuleWord {
  static var words: [String] { allCases.reversed().map(\.name) }
  init?(word: String) { self.init(name: word) }
  var word: String { name }
}

extension Confidence: RuleWord {
  static var words: [String] { allCases.reversed().map(\.name) }
  init?(word: String) { self.init(name: word) }
  var word: String { name }
}

extension Checksum: RuleWord {
  static var kind: String { "name of a check" }
  static var words: [String] { allCases.map(\.rawValue) }
  init?(word: String) { self.init(rawValue: word) }
  var word: String { rawValue }

  static func read(_ key: String, from table: inout TableReader) -> Checksum? {
    guard let value = table.value(key), let name = table.string(key) else { return nil }
    if let checksum = Checksum(rawValue: name) { return checksum }
    table.notes.error(table.about("unknown checksum \"\(name)\"\(Spelling.hint(for: name, among: words))"), at: value)
    return nil
  }
}

extension ValueLayout: RuleWord {
  static var words: [String] { allCases.map(\.rawValue) }
  init?(word: String) { self.init(rawValue: word.lowercased()) }
  var word: String { rawValue }
}

extension Allowlist.Condition: RuleWord {
  static var words: [String] { ["OR", "AND"] }

  init?(word: String) {
    switch word.uppercased() {
    case "OR", "||", "": self = .or
    case "AND", "&&": self = .and
    default: return nil
    }
  }

  var word: String { self == .or ? "OR" : "AND" }
}

extension Allowlist.Target: RuleWord {
  static var words: [String] { ["secret", "match", "line"] }

  init?(word: String) {
    switch word.lowercased() {
    case "secret", "": self = .secret
    case "match": self = .match
    case "line": self = .line
    default: return nil
    }
  }

  var word: String {
    switch self {
    case .secret: "secret"
    case .match: "match"
    case .line: "line"
    }
  }
}
