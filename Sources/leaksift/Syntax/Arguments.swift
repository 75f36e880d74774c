import Text

/// A command line after parsing: known command, known options, checked values.
struct Arguments: Sendable, Equatable {
  /// One option as it was given.
  struct Given: Sendable, Equatable {
    var name: String
    var value: String
  }

  /// Names from the program down to the command, such as `["leaksift", "rules", "list"]`.
  var commandPath: [String]
  /// In the order of the command line.
  var options: [Given] = []
  var operands: [String] = []

  /// Whether the option was given.
  func contains(_ flag: Flag) -> Bool { options.contains { $0.name == flag.name } }

  /// The option's value.
  func value(_ flag: Flag) -> String? { options.last { $0.name == flag.name }?.value }

  /// The option's value as the number that parsing made sure it is.
  func number(_ flag: Flag) -> Int? { value(flag).flatMap(Int.init) }

  /// The option's value as the number of bytes that parsing made sure it is.
  func byteCount(_ flag: Flag) -> Int? { value(flag).flatMap(Text.byteCount) }

  /// The values of a repeatable option.
  func values(_ flag: Flag) -> [String] { options.filter { $0.name == flag.name }.map(\.value) }
}
