import ByteSearch

/// Regexes, with their fragments, and lists of words.
extension TableReader {
  /// A regex with its fragments, checked; an empty one counts as none.
  mutating func regex(_ key: String) -> String? {
    guard let value = value(key), let source = string(key), !source.isEmpty else { return nil }
    return expanded(source, key: key, at: value)
  }

  /// A list of regexes with their fragments, checked.
  mutating func regexes(_ key: String) -> [String]? {
    guard let value = value(key), let sources = strings(key) else { return nil }
    return sources.map { expanded($0, key: key, at: value) }
  }

  /// A text; an empty one counts as none.
  mutating func filledString(_ key: String) -> String? { string(key).flatMap { $0.isEmpty ? nil : $0 } }

  /// A list of texts in lower case.
  mutating func lowerCasedStrings(_ key: String) -> [String]? { strings(key).map { $0.map { $0.lowercased() } } }

  /// A list of words in lower case, each once.
  mutating func keywords(_ key: String) -> [String]? {
    guard let value = value(key), let words = lowerCasedStrings(key) else { return nil }
    if words.contains("") {
      notes.error(about("\"\(key)\" contains an empty string, which is in every text: remove it"), at: value)
    }
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }

  // MARK: - Fragments

  /// The table `[fragments]` of the whole file, for the regexes that are read from now on.
  mutating func readFragments() {
    guard let (table, _) = subtable("fragments") else { return }
    var keys = nested(table, subject: "[fragments]")
    for entry in table.entries {
      guard let text = keys.string(entry.key) else { continue }
      guard RegexFragments.isName(entry.key) else {
        notes.error(
          keys.about("\"\(entry.key)\" is no name: give it a letter, then letters, digits, \"_\" and \"-\""),
          at: entry.value)
        continue
      }
      let regex = keys.expanded(text, key: entry.key, at: entry.value)
      fragments.declare(entry.key, text: regex, line: entry.value.line)
    }
  }

  private func expanded(_ source: String, key: String, at value: TOMLValue) -> String {
    for name in fragments.undeclaredNames(in: source) {
      notes.warn(
        about(
          "\"\(key)\" has {{\(name)}}, which is regex text: no fragment of that name is declared above it"
            + Spelling.hint(for: name, among: fragments.names)), at: value)
    }
    let regex = fragments.expanding(source)
    checkRegex(regex, key: key, at: value)
    return regex
  }

  /// Notes why a regex does not compile, and where PCRE2 and RE2 read it differently.
  func checkRegex(_ source: String, key: String, at value: TOMLValue) {
    do { _ = try Pattern(source, options: .seldomUsed) } catch {
      notes.error(about("\"\(key)\" does not compile at offset \(error.offset): \(error.reason)"), at: value)
      return
    }
    for difference in RE2Dialect.differences(in: source) {
      let place = about("\"\(key)\" has `\(difference.construct)` at offset \(difference.offset)")
      if let fix = difference.fix {
        notes.error("\(place), which RE2 and PCRE2 read differently: write \(fix)", at: value)
      } else if notes.isPeersFile {
        notes.warn("\(place), which RE2 does not have: gitleaks refuses it, leaksift takes it", at: value)
      }
    }
  }
}
