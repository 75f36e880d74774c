import Text

/// Allowlists, filters and required rules: tables and expressions inside a rule or a whole file.
extension TableReader {
  /// `[[allowlists]]`, or the older `[allowlist]`.
  ///
  /// - Parameter isGlobal: Whether they are for all rules, and may name some.
  mutating func allowlists(isGlobal: Bool) -> [Allowlist] {
    let lists = subtables("allowlists")
    guard let (table, value) = subtable("allowlist") else {
      return (lists ?? []).compactMap { allowlist($0.table, at: $0.value, isGlobal: isGlobal) }
    }
    if lists != nil {
      notes.error(about("give either \"allowlists\" or the older \"allowlist\", not both"), at: value)
    }
    return allowlist(table, at: value, isGlobal: isGlobal).map { [$0] } ?? []
  }

  private func allowlist(_ table: TOMLTable, at value: TOMLValue, isGlobal: Bool) -> Allowlist? {
    var keys = nested(table, subject: about("allowlist"))
    var list = Allowlist()
    list.origin.place = "\(notes.file):\(value.line)"
    for field in Allowlist.fields where isGlobal || field.key != Allowlist.targetRules { _ = field.read(&keys, &list) }
    keys.finish()
    guard !(list.commits + list.paths + list.regexes + list.stopwords).isEmpty else {
      notes.error(keys.about("it is empty: give commits, paths, regexes or stopwords"), at: value)
      return nil
    }
    if list.stopwords.contains("") {
      notes.error(keys.about("\"stopwords\" contains an empty string, which is in every secret: remove it"), at: value)
    }
    return list
  }

  /// `[[rules.required]]`.
  mutating func requiredRules() -> [RequiredRule] {
    (subtables("required") ?? []).compactMap { table, value in
      var keys = nested(table, subject: about("[[rules.required]]"))
      var rule = RequiredRule()
      for field in RequiredRule.fields { _ = field.read(&keys, &rule) }
      keys.finish()
      guard rule.id.isEmpty else { return rule }
      // An id that is no text is noted as such.
      if keys.isMissingOrEmpty("id") {
        notes.error(keys.about("give the \"id\" of the other rule"), at: value)
      }
      return nil
    }
  }

  /// Betterleaks' `prefilter` or `filter`.
  mutating func filter(_ key: FilterExpression.Key) -> FilterExpression? {
    let name = key.rawValue
    guard let value = value(name), let source = string(name), !source.allSatisfy(\.isWhitespace) else { return nil }
    if notes.isStrict {
      notes.error(about("\"\(name)\" has no meaning in a built-in file: use [[rules.allowlists]]"), at: value)
      return nil
    }
    let origin = Allowlist.Origin(place: "\(notes.file):\(value.line)")
    let (filter, issues) = FilterExpression.read(source, key: key, origin: origin)
    let effect = filter == nil ? "it hides nothing" : "that part hides nothing"
    for issue in issues {
      notes.warn(
        about("\"\(name)\" has \(issue.construct) at offset \(issue.offset), which is not understood: \(effect)"),
        at: value)
    }
    for regex in filter?.patterns ?? [] { checkRegex(regex, key: name, at: value) }
    return filter
  }
}
