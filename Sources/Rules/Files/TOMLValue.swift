/// A value of a TOML document and where it is.
struct TOMLValue: Sendable {
  /// What a value can be: https://toml.io/en/v1.0.0.
  enum Content: Sendable {
    case string(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
    case date(String)
    case array([TOMLValue])
    case table(TOMLTable)
  }

  var content: Content
  /// 1-based.
  var line: Int
  /// 1-based, in characters.
  var column: Int

  /// The kind of value as an error message names it.
  var kind: String {
    switch content {
    case .string: "a string"
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "a boolean"
    case .date: "a date"
    case .array: "an array"
    case .table: "a table"
    }
  }
}

/// A TOML table; keys are compared without letter case, as gitleaks does.
struct TOMLTable: Sendable {
  /// A key and its value.
  struct KeyValue: Sendable {
    /// As it is written.
    var key: String
    var value: TOMLValue
  }

  /// In the order of the text.
  private(set) var entries: [KeyValue]
  private let indexOfKey: [String: Int]

  init(_ entries: [KeyValue]) {
    self.entries = entries.sorted { ($0.value.line, $0.value.column) < ($1.value.line, $1.value.column) }
    indexOfKey = Dictionary(
      self.entries.enumerated().map { ($1.key.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(key: String) -> TOMLValue? {
    indexOfKey[key.lowercased()].map { entries[$0].value }
  }

  /// Entries whose key differs from an earlier one only in letter case.
  var repeatedEntries: [KeyValue] {
    entries.enumerated().filter { indexOfKey[$1.key.lowercased()] != $0 }.map(\.element)
  }
}
