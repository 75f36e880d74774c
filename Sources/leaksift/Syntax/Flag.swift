/// One option of a command, defined once: parsing, help, completions and the manual derive from it.
struct Flag: Sendable, Equatable {
  /// What an option's value may be; says how it is checked and completed.
  enum Value: Sendable, Equatable {
    case text, file, folder, ruleID, revision
    case word([String])
    case number(ClosedRange<Int>)
    /// Bytes, as ``byteCount(_:)`` reads them.
    case size
  }

  /// Long name without dashes.
  var name: String
  var short: Character?
  /// How help names the value; `nil` for a switch.
  var valueName: String?
  /// Whether the value may be left out; it follows `=` then, so that no operand is taken for it.
  var isValueOptional = false
  var value: Value
  /// Whether the option may be given several times.
  var isRepeatable: Bool
  /// One phrase without a full stop.
  var help: String

  /// A switch.
  init(_ name: String, short: Character? = nil, help: String) {
    self.init(name: name, short: short, valueName: nil, value: .text, isRepeatable: true, help: help)
  }

  /// An option with a value.
  init(
    _ name: String, short: Character? = nil, _ valueName: String, _ value: Value = .text, isRepeatable: Bool = false,
    help: String
  ) {
    self.init(
      name: name, short: short, valueName: valueName, value: value, isRepeatable: isRepeatable, help: help)
  }

  /// An option whose value may be left out.
  init(_ name: String, optional valueName: String, _ value: Value, help: String) {
    self.init(name: name, short: nil, valueName: valueName, value: value, isRepeatable: false, help: help)
    isValueOptional = true
  }

  private init(
    name: String, short: Character?, valueName: String?, value: Value, isRepeatable: Bool, help: String
  ) {
    self.name = name
    self.short = short
    self.valueName = valueName
    self.value = value
    self.isRepeatable = isRepeatable
    self.help = help
  }

  /// Whether a value must be given.
  var needsValue: Bool { valueName != nil && !isValueOptional }

  /// The name with its dashes.
  var long: String { "--\(name)" }

  /// Every spelling, short first.
  var spellings: [String] { (short.map { ["-\($0)"] } ?? []) + [long] }

  /// Values worth offering, when they are known.
  var words: [String] {
    if case .word(let words) = value { words } else { [] }
  }
}

extension Flag {
  static let help = Flag("help", short: "h", help: "Print this help")
}

/// Options that belong together in help.
struct FlagGroup: Sendable, Equatable {
  var title: String
  var flags: [Flag]
}
