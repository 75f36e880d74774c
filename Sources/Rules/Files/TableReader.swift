/// Reads the keys of one table; notes wrong types, and keys that are not read.
struct TableReader {
  /// Keys of Betterleaks that have no meaning here.
  private static let betterleaksKeys: Set<String> = ["tokenefficiency"]

  let table: TOMLTable
  /// What the table is about, as messages name it: `rule "x"`, `[extend]`; empty for the whole file.
  var subject: String
  let notes: RuleFileNotes
  /// Of the whole file.
  let fragments: RegexFragments
  private var asked: [String] = []

  init(_ table: TOMLTable, subject: String, notes: RuleFileNotes, fragments: RegexFragments = RegexFragments()) {
    self.table = table
    self.subject = subject
    self.notes = notes
    self.fragments = fragments
    for entry in table.repeatedEntries {
      notes.error(about("key \"\(entry.key)\" is given twice: keys are compared without letter case"), at: entry.value)
    }
  }

  /// Reads a table in this one.
  func nested(_ table: TOMLTable, subject: String) -> TableReader {
    TableReader(table, subject: subject, notes: notes, fragments: fragments)
  }

  /// A message that names the table.
  func about(_ message: String) -> String { subject.isEmpty ? message : "\(subject): \(message)" }

  mutating func value(_ key: String) -> TOMLValue? {
    asked.append(key)
    return table[key]
  }

  mutating func string(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value.content else { return wrong(value, key, "a string") }
    return text
  }

  /// Whether a key has no value, or an empty text.
  func isMissingOrEmpty(_ key: String) -> Bool {
    switch table[key]?.content {
    case nil: true
    case .string(let text): text.isEmpty
    default: false
    }
  }

  mutating func boolean(_ key: String) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .boolean(let flag) = value.content else { return wrong(value, key, "true or false") }
    return flag
  }

  mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .integer(let number) = value.content else { return wrong(value, key, "an integer") }
    guard let number = Int(exactly: number), range.contains(number) else {
      notes.error(about("\"\(key)\" must be between \(range.lowerBound) and \(range.upperBound)"), at: value)
      return nil
    }
    return number
  }

  mutating func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    guard let value = value(key) else { return nil }
    let number: Double
    switch value.content {
    case .number(let given): number = given
    case .integer(let given): number = Double(given)
    default: return wrong(value, key, "a number")
    }
    guard range.contains(number) else {
      notes.error(about("\"\(key)\" must be between \(range.lowerBound) and \(range.upperBound)"), at: value)
      return nil
    }
    return number
  }

  /// A list of strings; in files of the peers also one string with commas, as gitleaks reads it.
  mutating func strings(_ key: String) -> [String]? {
    guard let value = value(key) else { return nil }
    switch value.content {
    case .array(let items):
      return items.compactMap { item in
        guard case .string(let text) = item.content else { return wrong(item, key, "a list of strings") }
        return text
      }
    case .string(let text) where !notes.isStrict:
      notes.warn(about("\"\(key)\" should be a list of strings: write [\"...\"]"), at: value)
      return text.split(separator: ",").map(String.init)
    default: return wrong(value, key, "a list of strings")
    }
  }

  /// A word out of a few.
  mutating func choice<Choice>(
    _ key: String, among names: [String], _ make: (String) -> Choice?
  ) -> Choice? {
    guard let value = value(key), let word = string(key) else { return nil }
    if let choice = make(word) { return choice }
    notes.error(
      about("\"\(key)\" is \"\(word)\" but must be one of \(names.joined(separator: ", "))"), at: value)
    return nil
  }

  mutating func subtable(_ key: String) -> (table: TOMLTable, value: TOMLValue)? {
    guard let value = value(key) else { return nil }
    guard case .table(let table) = value.content else { return wrong(value, key, "a table [\(key)]") }
    return (table, value)
  }

  /// An array of tables; in files of users also one table, as gitleaks reads it.
  mutating func subtables(_ key: String) -> [(table: TOMLTable, value: TOMLValue)]? {
    guard let value = value(key) else { return nil }
    if case .table(let table) = value.content, !notes.isStrict {
      let effect = table.entries.isEmpty ? "it is empty and has no effect" : "it counts as a list of one"
      notes.warn(about("[\(key)] is a table where a list [[\(key)]] is expected: \(effect)"), at: value)
      return table.entries.isEmpty ? [] : [(table, value)]
    }
    guard case .array(let items) = value.content else { return wrong(value, key, "an array of tables [[\(key)]]") }
    return items.compactMap { item in
      guard case .table(let table) = item.content else { return wrong(item, key, "an array of tables [[\(key)]]") }
      return (table, item)
    }
  }

  /// Notes the keys that were not read. To be called last.
  func finish() {
    for entry in table.entries where !asked.contains(where: { $0.lowercased() == entry.key.lowercased() }) {
      let message =
        Self.betterleaksKeys.contains(entry.key.lowercased())
        ? "key \"\(entry.key)\" of Betterleaks is not understood and has no effect"
        : "unknown key \"\(entry.key)\"\(Spelling.hint(for: entry.key, among: asked))"
      notes.unknownKey(entry.key, message: about(message), at: entry.value)
    }
  }

  private func wrong<Value>(_ value: TOMLValue, _ key: String, _ expected: String) -> Value? {
    notes.error(about("\"\(key)\" must be \(expected), not \(value.kind)"), at: value)
    return nil
  }
}
